import { describe, expect, it } from 'vitest'
import type { Problem } from '../../../src/domain/problem.ts'
import { type Balance, balanceMoves } from '../../../src/plan/preferences/balance.ts'
import { exactly } from '../../oracle/exactly.ts'
import { inDublin, type Prices, places, standing, twoPlaces } from './two-places.ts'

/** Today all stands in Dublin; the plan has all in Berlin. Bounds may be too low by `slack`. */
async function balanced(prices: Prices, agents = Object.keys(prices).map((id) => inDublin(id, 1)), part: Partial<Balance> = {}, slack = 0) {
  const problem: Problem = twoPlaces(prices, agents)
  const all = (at: 0 | 1) =>
    Object.fromEntries(agents.map(({ id, replicas }) => [id, at === 0 ? ([replicas, 0] as const) : ([0, replicas] as const)]))
  const [today, plan] = [standing(problem, all(0)), standing(problem, all(1))]
  const replicas = agents.reduce((sum, agent) => sum + agent.replicas, 0)
  let solves = 0
  const result = await balanceMoves(
    {
      problem,
      plan,
      fleet: { usdPerHour: today.usdPerHour.total, replicas },
      leastSavingPerDisruption: () => 0.5,
      exempt: new Set(),
      gap: 0,
      mostSolves: 12,
      ...part,
    },
    (restricted) => {
      solves += 1
      return exactly(slack)(restricted)
    },
  )
  return { ...result, solves }
}

describe('the balance of what moves save and what they disrupt', () => {
  it('leaves out a tenth of a dollar of eleven for half of the replicas, and keeps eight dollars for the other half', async () => {
    const { plan, leftOut } = await balanced({ large: [10, 2], small: [1, 0.9] })
    expect(places(plan)).toEqual({ 'large in berlin': 1, 'small in dublin': 1 })
    expect(leftOut).toEqual([
      {
        agent: 'small',
        replicas: 1,
        verdict: 'too little',
        judged: { agents: 1, savingUsdPerHour: expect.closeTo(0.1), requiredUsdPerHour: 2.75 },
      },
    ])
  })

  it('half the share is enough, and a hair less is not', async () => {
    expect((await balanced({ half: [4, 3], other: [0, 0] })).leftOut.map(({ agent }) => agent)).not.toContain('half')
    expect((await balanced({ half: [4, 3.01], other: [0, 0] })).leftOut.map(({ agent }) => agent)).toContain('half')
  })

  it('as much as an agent’s own policy asks for, and nothing where that is 0', async () => {
    const own = (agent: string) => (agent === 'small' ? 0 : 2)
    const { plan } = await balanced({ large: [10, 2], small: [1, 0.9] }, undefined, { leastSavingPerDisruption: own })
    expect(places(plan)).toEqual({ 'large in dublin': 1, 'small in berlin': 1 })
  })

  it('judges each by a plan that is solved without it: two that share a node save it only together', async () => {
    const pair = ['left', 'right'].map((id) => inDublin(id, 1, { requests: { cpu: 2, memoryGiB: 4 }, instanceTypes: ['node'] }))
    const problem = twoPlaces({ node: [4, 1] }, pair)
    const both = { cluster: 'berlin', instanceType: 'node', capacityType: 'on-demand' as const, count: 1 }
    const plan = {
      ...standing(problem, {}),
      ...(await exactly()(problem)),
      nodeGroups: [{ ...both, pods: pair.map(({ id }) => ({ agent: id, replicas: 1 })) }],
    }
    const fleet = { usdPerHour: 4, replicas: 2 }
    const asked = { problem, plan, fleet, leastSavingPerDisruption: () => 0.5, exempt: new Set<string>(), gap: 0, mostSolves: 12 }
    expect((await balanceMoves(asked, exactly())).leftOut).toEqual([])
  })

  it('a saving that the gap could explain is not shown, and the replica stays', async () => {
    const few = { leastSavingPerDisruption: () => 0.01 }
    const { plan, leftOut } = await balanced({ large: [10, 2], small: [1, 0.9] }, undefined, few, 0.2)
    expect(places(plan)).toEqual({ 'large in berlin': 1, 'small in dublin': 1 })
    expect(leftOut).toMatchObject([{ agent: 'small', verdict: 'not shown' }])
    expect((await balanced({ large: [10, 2], small: [1, 0.9] }, undefined, few, 0.05)).leftOut).toEqual([])
  })

  it('what is too small to be shown alone is judged together', async () => {
    const few = { leastSavingPerDisruption: () => 0.01 }
    const { leftOut } = await balanced({ one: [1, 0.9], other: [1, 0.9] }, undefined, few, 0.15)
    expect(leftOut).toEqual([])
    const tooFew = await balanced({ one: [1, 0.9], other: [1, 0.9] }, undefined, few, 0.25)
    expect(tooFew.leftOut).toMatchObject([{ verdict: 'not shown', judged: { agents: 2 } }, { judged: { agents: 2 } }])
  })

  it('an agent that cannot stay is not judged, and what cannot be left out stays in', async () => {
    const bound = inDublin('small', 1, { placement: { clusters: ['berlin'] } })
    const { plan, leftOut } = await balanced({ large: [10, 2], small: [1, 0.9] }, [inDublin('large', 1), bound])
    expect(places(plan)).toEqual({ 'large in berlin': 1, 'small in berlin': 1 })
    expect(leftOut).toEqual([])
    const exempt = { exempt: new Set(['small']) }
    expect((await balanced({ large: [10, 2], small: [1, 0.9] }, undefined, exempt)).leftOut).toEqual([])
  })

  it('replicas that demand adds are no moves: they go where it is cheapest, and those that stand stay', async () => {
    const grown = inDublin('small', 3, { current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 2 }] })
    const { plan } = await balanced({ large: [10, 2], small: [1, 0.9] }, [inDublin('large', 1), grown])
    expect(places(plan)).toEqual({ 'large in berlin': 1, 'small in dublin': 2, 'small in berlin': 1 })
  })

  it('an agent most of whose moves are worth it makes only those', async () => {
    const two = inDublin('support', 4, { instanceTypes: ['support', 'last'] })
    const problem = twoPlaces({ support: [2, 1], last: [2, 1.9] }, [two])
    const limited = { ...problem, quotas: [{ id: 'few', clusters: ['berlin'], instanceTypes: ['support'], nodes: 3 }] }
    const plan = await exactly()(limited)
    const fleet = { usdPerHour: 8, replicas: 4 }
    const asked = { problem: limited, plan, fleet, leastSavingPerDisruption: () => 0.4, exempt: new Set<string>(), gap: 0, mostSolves: 12 }
    const { plan: fewer, leftOut } = await balanceMoves(asked, exactly())
    expect(places(fewer)).toEqual({ 'support in dublin': 1, 'support in berlin': 3 })
    expect(leftOut).toMatchObject([{ agent: 'support', replicas: 1, verdict: 'too little' }])
  })

  it('takes no more solves than it is allowed, and what was not judged then stays', async () => {
    const prices = { a: [10, 2], b: [10, 3], c: [10, 4], d: [10, 5] } as const
    const { plan, leftOut, solves } = await balanced(prices, undefined, { mostSolves: 3 })
    expect(solves).toBe(3)
    expect(leftOut.map(({ verdict }) => verdict)).toEqual(['not judged', 'not judged'])
    expect(Object.keys(places(plan)).filter((place) => place.endsWith('berlin'))).toHaveLength(2)
  })

  it('several that seem worth too little are judged by one solve', async () => {
    const { leftOut, solves } = await balanced({ large: [90, 2], a: [1, 0.9], b: [1, 0.9], c: [1, 0.9] })
    expect(leftOut.map(({ agent }) => agent).toSorted()).toEqual(['a', 'b', 'c'])
    expect(solves).toBe(2)
  })
})
