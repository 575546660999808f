import { beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { optimise } from '../../src/optimise/index.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { largeProblem } from '../optimise/large-problem.ts'
import { smallFleet } from '../optimise/small-fleets.ts'
import { RULES_DROPPED, renamedAndReordered, withDearerNodes, withPricesTimes } from './changed-problems.ts'
import { type Interval, intervalOf, mayBeAtMost, mayBeSame, times } from './costs.ts'
import { idleAndUnlimited, withFirstAgentSplit, withPlainFirstAgent, withTwiceTheReplicas } from './fleets.ts'

/** Where the cheapest plan lies: between the bound and a plan that keeps every rule, close together. */
async function optimumOf(problem: Problem): Promise<Interval> {
  const plan = await optimise(problem, { gap: 0.02, seed: 1 })
  expect(verifyPlan(problem, plan)).toMatchObject({ holds: true })
  expect(plan.gap).toBeLessThan(0.05)
  return intervalOf(plan)
}

const FLEETS: readonly [string, Problem][] = [
  ['agents and machines of odd sizes', largeProblem(10)],
  ['a fleet with rules of every kind', smallFleet(6, { agents: 8, clusters: 5 })],
]

describe.each(FLEETS)('of %s, as far as the bounds tell,', (_, problem) => {
  let before: Interval
  beforeAll(async () => {
    before = await optimumOf(problem)
  })

  it('dearer nodes never lower the cost', async () => {
    expect(mayBeAtMost(before, await optimumOf(withDearerNodes(problem)))).toBe(true)
  })

  it('other names and another order change nothing of it', async () => {
    expect(mayBeSame(before, await optimumOf(renamedAndReordered(problem)))).toBe(true)
  })

  it('a hundredth of the prices is a hundredth of the cost', async () => {
    expect(mayBeSame(times(0.01, before), await optimumOf(withPricesTimes(0.01)(problem)))).toBe(true)
  })

  it('twice the replicas, without a today and without limits, cost at most twice as much', async () => {
    const idle = idleAndUnlimited(problem)
    const [once, twice] = [await optimumOf(idle), await optimumOf(withTwiceTheReplicas(idle))]
    expect(mayBeAtMost(twice, times(2, once))).toBe(true)
  })

  it('two agents that are alike cost as much as one with the replicas of both', async () => {
    const plain = withPlainFirstAgent(problem)
    expect(mayBeSame(await optimumOf(plain), await optimumOf(withFirstAgentSplit(plain)))).toBe(true)
  })
})

describe('of a fleet with rules of every kind, as far as the bounds tell,', () => {
  const problem = smallFleet(6, { agents: 8, clusters: 5 })
  let before: Interval
  let plan: Plan
  beforeAll(async () => {
    plan = await optimise(problem, { gap: 0.02, seed: 1 })
    before = intervalOf(plan)
  })

  it.each(['survival', 'placement', 'moves of agents', 'the cost of restarts'] as const)(
    'dropping %s never raises the cost',
    async (rule) => {
      const after = RULES_DROPPED[rule]!(problem)
      expect(after).not.toEqual(problem)
      expect(mayBeAtMost(await optimumOf(after), before)).toBe(true)
    },
  )

  it('the less of what is used most there is, the more it costs', async () => {
    const [{ instanceType, count }] = plan.nodeGroups.toSorted((a, b) => b.count - a.count) as [Plan['nodeGroups'][number]]
    const within = (nodes: number) =>
      optimumOf({ ...problem, quotas: [...problem.quotas!, { id: 'scarce', instanceTypes: [instanceType], nodes }] })
    const [some, none] = [await within(Math.ceil(count / 2)), await within(0)]
    expect(mayBeAtMost(before, some)).toBe(true)
    expect(mayBeAtMost(some, none)).toBe(true)
    expect(none.least).toBeGreaterThan(before.least)
  })
})
