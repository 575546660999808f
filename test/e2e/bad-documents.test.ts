import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../src/domain/problem.ts'
import { aCluster, anAgent, anOffer, aProblem } from '../builders.ts'
import { ballast, emptyFolder } from './command.ts'

const whole = JSON.stringify(aProblem())
const with_ = (change: (problem: Record<string, never> & Problem) => object) => JSON.stringify(change(aProblem() as never))

/** What is wrong, the document, and what the message must name: the place, and what to do or what is wrong there. */
const BAD: readonly [string, string, RegExp][] = [
  ['an empty file', '', /is empty.*give a JSON document/],
  ['a truncated file', whole.slice(0, 100), /cut off.*whole file again/],
  ['a foreign file', 'PK\u0003\u0004 something zipped', /is no JSON document/],
  ['another JSON document', '{"kind":"Deployment"}', /schema/],
  ['an unknown key', with_((problem) => ({ ...problem, colour: 'red' })), /colour/],
  [
    'a negative price',
    with_((problem) => ({ ...problem, clusters: [aCluster({ offers: [anOffer({ usdPerHour: -1 })] })] })),
    /clusters\[0\]\.offers\[0\]\.usdPerHour/,
  ],
  ['a number that is not finite', whole.replace('"horizonHours":24', '"horizonHours":1e999'), /horizonHours/],
  ['a duplicate agent', with_((problem) => ({ ...problem, agents: [anAgent(), anAgent()] })), /agents: "support" stands twice.*own name/],
  ['a duplicate cluster', with_((problem) => ({ ...problem, clusters: [aCluster(), aCluster()] })), /clusters: "dublin" stands twice/],
  [
    'a reference to an unknown cluster',
    with_((problem) => ({ ...problem, agents: [anAgent({ placement: { clusters: ['dubln'] } })] })),
    /agents\[0\]\.placement\.clusters\[0\]: names no cluster: "dubln".*dublin/,
  ],
  [
    'a reference to an unknown agent',
    with_((problem) => ({ ...problem, agents: [anAgent({ traffic: [{ to: 'suport', gibPerHour: 1 }] })] })),
    /agents\[0\]\.traffic\[0\]\.to: names no agent: "suport"/,
  ],
]

describe('ballast solve with a bad problem', () => {
  it.each(BAD)('%s ends with 2, tells the place, and writes nothing', async (_, document, message) => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'problem.json'), document)
    const { code, stdout, stderr } = await ballast(folder, ['solve', 'problem.json', '--out', 'plan.json'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^ballast: problem\.json: \d mistake/)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(readdirSync(folder)).toEqual(['problem.json'])
  })

  it('a missing file ends with 2 and says so', async () => {
    const { code, stderr } = await ballast(emptyFolder(), ['solve', 'nowhere.json'])
    expect([code, stderr]).toEqual([2, 'ballast: nowhere.json: 1 mistake\n  does not exist (check the path)\n'])
  })

  it('all mistakes are told at once', async () => {
    const folder = emptyFolder()
    const agents = [anAgent({ replicas: -1 }), anAgent({ id: 'other', requests: { cpu: -2, memoryGiB: 1 } })]
    writeFileSync(join(folder, 'problem.json'), JSON.stringify(aProblem({ agents })))
    const { stderr } = await ballast(folder, ['solve', 'problem.json'])
    expect(stderr).toMatch(/agents\[0\]\.replicas/)
    expect(stderr).toMatch(/agents\[1\]\.requests\.cpu/)
  })

  it('an earlier plan survives a bad problem, and the problem is never overwritten', async () => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'plan.json'), 'an earlier plan')
    writeFileSync(join(folder, 'problem.json'), '{')
    expect((await ballast(folder, ['solve', 'problem.json', '--out', 'plan.json'])).code).toBe(2)
    expect(readFileSync(join(folder, 'plan.json'), 'utf8')).toBe('an earlier plan')
    const onto = await ballast(folder, ['solve', 'problem.json', '--out', './problem.json'])
    expect([onto.code, onto.stderr]).toEqual([2, expect.stringMatching(/is the problem itself \(name another file for the plan\)/)])
    expect(readFileSync(join(folder, 'problem.json'), 'utf8')).toBe('{')
  })
})

describe('whatever the verb', () => {
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

  it('help is a result: on stdout, and it ends with 0', async () => {
    expect(await ballast(emptyFolder(), ['--help'])).toEqual({ code: 0, stderr: '', stdout: expect.stringMatching(/^Usage: ballast/) })
  })
})
