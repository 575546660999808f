import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everyFilledNode } from '../../models/placement/whole-nodes.ts'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { optimise } from '../../src/optimise/index.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { intervalOf, mayBeSame } from '../property/costs.ts'
import { largeProblem } from './large-problem.ts'
import { spaceOf } from './search/spaces.ts'
import { smallFleet } from './small-fleets.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-determinism-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The same solve by a thread of another process. */
async function solvedApart(problem: Problem, gap: number, seed: number): Promise<string> {
  const file = join(folder, 'problem.json')
  writeFileSync(file, JSON.stringify(problem))
  const args = [resolve('test/optimise/solve-apart.ts'), file, String(gap), String(seed)]
  return (await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 26 })).stdout
}

describe.each([
  ['odd sizes and no rules', largeProblem(10), 0.02],
  ['a fleet of sixteen agents', smallFleet(3, { agents: 16 }), 0.02],
])('of %s, without a time limit,', (_, problem, gap) => {
  const solve = (seed: number) => optimise(problem, { gap, seed })
  let first: Plan
  beforeAll(async () => {
    first = await solve(1)
  })

  it('neither part of the work is spared: there are more ways to fill a node than can be named', () => {
    expect(everyFilledNode(spaceOf(problem).instance, 4_000)).toBeUndefined()
  })

  it('the same seed gives the same plan and the same bound in another process, to the last byte', async () => {
    expect(await solvedApart(problem, gap, 1)).toBe(JSON.stringify(first))
  })

  it('and in the same one, beside the solve of another seed, whose plan keeps every rule and agrees on where the optimum lies', async () => {
    const [again, other] = await Promise.all([solve(1), solve(2)])
    expect(JSON.stringify(again)).toBe(JSON.stringify(first))
    for (const plan of [first, other]) {
      expect(verifyPlan(problem, plan).violations).toEqual([])
      expect(plan.gap).toBeLessThan(0.05)
    }
    expect(mayBeSame(intervalOf(first), intervalOf(other))).toBe(true)
  })
})
