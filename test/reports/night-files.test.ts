import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Night } from '../../src/reports/night.ts'
import { nightFiles, noPlanFiles, readFindings } from '../../src/reports/night-files.ts'
import { writeFiles, writeWhole } from '../../src/reports/write-files.ts'
import { aNight } from './a-night.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

const told = (): Night => {
  const saving = { todayUsdPerHour: 2.9, afterUsdPerHour: 2, savingUsdPerHour: 0.9, savingUsdPerMonth: 657, savingShare: 0.31 }
  const night = { runId: '7', at: '2026-07-20T02:00:00.000Z', fleet: { name: 'tiny', simulated: true }, notes: [], applied: false }
  return { ...aNight(), ...night, decision: { kind: 'move', sentences: ['Move.'], why: [], ...saving } }
}

describe('what a night leaves in its folder', () => {
  it('can be read again as it was', async () => {
    await writeFiles(folder, nightFiles(told()))
    expect(await readFindings(folder)).toMatchObject(aNight())
  })

  it('of a night without a plan are the two documents alone: reports of another night go', async () => {
    await writeFiles(folder, nightFiles(told()))
    await writeFile(join(folder, 'own-notes.txt'), 'mine')
    await writeFiles(folder, noPlanFiles(aNight().problem, aNight().plan))
    expect((await readdir(folder)).toSorted()).toEqual(['own-notes.txt', 'plan.json', 'problem.json'])
  })

  it('that is damaged is refused with the remedy', async () => {
    await writeFiles(folder, nightFiles(told()))
    await writeFile(join(folder, 'night.json'), '{"schema":"something else"}')
    await expect(readFindings(folder)).rejects.toThrow(
      /night\.json: 1 mistake\n {2}schema: is not ballast-night\/v2 \(run ballast nightly again\)/,
    )
    await writeFile(join(folder, 'night.json'), '{"schema"')
    await expect(readFindings(folder)).rejects.toThrow(/cut off/)
  })
})

describe('a file is written whole or not at all', () => {
  it('into folders that are made on the way, without leaving anything beside it', async () => {
    await writeWhole(join(folder, 'deep', 'plan.json'), 'a plan')
    expect(await readFile(join(folder, 'deep', 'plan.json'), 'utf8')).toBe('a plan')
    expect(await readdir(join(folder, 'deep'))).toEqual(['plan.json'])
  })

  it('where one of several cannot be written, what was there stays, and no draft is left', async () => {
    await writeFile(join(folder, 'plan.json'), 'the old plan')
    const impossible = `${'x'.repeat(300)}.json`
    const writing = writeFiles(
      folder,
      new Map([
        ['plan.json', 'the new plan'],
        [impossible, 'too long a name'],
      ]),
    )
    await expect(writing).rejects.toThrow(/ENAMETOOLONG/)
    expect(await readFile(join(folder, 'plan.json'), 'utf8')).toBe('the old plan')
    expect(await readdir(folder)).toEqual(['plan.json'])
  })
})
