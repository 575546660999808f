import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ballast, emptyFolder } from './command.ts'

describe('the true command with bad input', () => {
  it('a truncated problem ends with 2 and a line, no stack trace, and an earlier plan survives', async () => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'plan.json'), 'an earlier plan')
    writeFileSync(join(folder, 'problem.json'), '{"schema":')
    const { code, stdout, stderr } = await ballast(folder, ['solve', 'problem.json', '--out', 'plan.json'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^ballast: problem\.json: 1 mistake\n {2}is cut off.*\n$/)
    expect(readFileSync(join(folder, 'plan.json'), 'utf8')).toBe('an earlier plan')
    expect(readdirSync(folder).toSorted()).toEqual(['plan.json', 'problem.json'])
  })

  it('a missing file ends with 2 and says so', async () => {
    const { code, stderr } = await ballast(emptyFolder(), ['solve', 'nowhere.json'])
    expect([code, stderr]).toEqual([2, 'ballast: nowhere.json: 1 mistake\n  does not exist (check the path)\n'])
  })

  it('a setting that makes no sense is told by its name', async () => {
    const { code, stderr } = await ballast(emptyFolder(), ['report', 'agents'], { BALLAST_GAP: '7' })
    expect([code, stderr]).toEqual([2, expect.stringMatching(/BALLAST_GAP/)])
  })

  it('a report before any night names the remedy and makes no folder', async () => {
    const folder = emptyFolder()
    const { code, stderr } = await ballast(folder, ['report', 'agents'])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/night\.json.*\n.*run ballast nightly first/)])
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })

  it('a folder that cannot be written to ends with 1 and the remedy', async () => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'out'), 'a file, where a folder is needed')
    writeFileSync(
      join(folder, 'problem.json'),
      '{"schema":"placement-problem/v1","asOf":"2026-07-20","horizonHours":24,"clusters":[],"agents":[]}',
    )
    const { code, stderr } = await ballast(folder, ['solve', 'problem.json', '--out', 'out/plan.json'])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/is a file, not a folder|file stands where a folder is needed/)])
  })
})
