import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Problem } from '../../src/domain/problem.ts'
import { aCluster, anAgent, anOffer, aProblem } from '../builders.ts'
import { command } from './command-line.ts'

const whole = JSON.stringify(aProblem())
const documentOf = (change: (problem: Record<string, never> & Problem) => object) => JSON.stringify(change(aProblem() as never))

/** What is wrong, the document, and what the message must name: the place, and what to do or what is wrong there. */
const BAD: readonly [string, string, RegExp][] = [
  ['an empty file', '', /is empty.*give a JSON document/],
  ['a truncated file', whole.slice(0, 100), /cut off.*whole file again/],
  ['a foreign file', 'PK\u0003\u0004 something zipped', /is no JSON document/],
  ['another JSON document', '{"kind":"Deployment"}', /schema/],
  ['an unknown key', documentOf((problem) => ({ ...problem, colour: 'red' })), /colour/],
  [
    'a negative price',
    documentOf((problem) => ({ ...problem, clusters: [aCluster({ offers: [anOffer({ usdPerHour: -1 })] })] })),
    /clusters\[0\]\.offers\[0\]\.usdPerHour/,
  ],
  ['a number that is not finite', whole.replace('"horizonHours":24', '"horizonHours":1e999'), /horizonHours/],
  [
    'a duplicate agent',
    documentOf((problem) => ({ ...problem, agents: [anAgent(), anAgent()] })),
    /agents: "support" stands twice.*own name/,
  ],
  ['a duplicate cluster', documentOf((problem) => ({ ...problem, clusters: [aCluster(), aCluster()] })), /clusters: "dublin" stands twice/],
  [
    'a reference to an unknown cluster',
    documentOf((problem) => ({ ...problem, agents: [anAgent({ placement: { clusters: ['dubln'] } })] })),
    /agents\[0\]\.placement\.clusters\[0\]: names no cluster: "dubln".*dublin/,
  ],
  [
    'a reference to an unknown agent',
    documentOf((problem) => ({ ...problem, agents: [anAgent({ traffic: [{ to: 'suport', gibPerHour: 1 }] })] })),
    /agents\[0\]\.traffic\[0\]\.to: names no agent: "suport"/,
  ],
]

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-bad-'))
  file = join(folder, 'problem.json')
})
afterEach(() => rm(folder, { recursive: true }))

describe('ballast solve with a bad problem', () => {
  it.each(BAD)('%s ends with 2, tells the place, and solves and writes nothing', async (_, document, message) => {
    await writeFile(file, document)
    const { code, out, err, written } = await command(['solve', file, '--out', 'plan.json'])
    expect([code, out, written.size]).toEqual([2, '', 0])
    expect(err.startsWith(file)).toBe(true)
    expect(err).toMatch(message)
    expect(await readdir(folder)).toEqual(['problem.json'])
  })

  it('all mistakes are told at once', async () => {
    const agents = [anAgent({ replicas: -1 }), anAgent({ id: 'other', requests: { cpu: -2, memoryGiB: 1 } })]
    await writeFile(file, JSON.stringify(aProblem({ agents })))
    const { err } = await command(['solve', file])
    expect(err).toMatch(/agents\[0\]\.replicas/)
    expect(err).toMatch(/agents\[1\]\.requests\.cpu/)
  })

  it('a folder in place of a file is told', async () => {
    expect(await command(['solve', folder])).toMatchObject({ code: 2, err: expect.stringMatching(/is a folder \(name a file in it\)/) })
  })

  it('the problem is never overwritten by its plan, however its path is written', async () => {
    await writeFile(file, JSON.stringify(aProblem()))
    const { code, err } = await command(['solve', file, '--out', join(folder, '.', 'problem.json')])
    expect([code, err]).toEqual([2, expect.stringMatching(/is the problem itself \(name another file for the plan\)/)])
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(aProblem())
  })
})

describe('ballast verify with a bad plan', () => {
  it.each([
    ['another document', '{"schema":"placement-problem/v1"}', /schema/],
    ['a plan without costs', '{"schema":"placement-plan/v1","status":"optimal"}', /usdPerHour: is missing/],
    ['infeasible without a conflict', '{"schema":"placement-plan/v1","status":"infeasible"}', /conflict: is missing/],
  ])('%s ends with 2', async (_, document, message) => {
    await writeFile(file, JSON.stringify(aProblem()))
    await writeFile(join(folder, 'plan.json'), document)
    const { code, err } = await command(['verify', file, join(folder, 'plan.json')])
    expect([code, err]).toEqual([2, expect.stringMatching(message)])
  })
})
