import { describe, expect, it } from 'vitest'
import type { Problem } from '../../src/domain/problem.ts'
import { explain } from '../../src/explain/explain.ts'
import { anAgent, anOffer, aProblem } from '../builders.ts'
import { anAgentOfWholeNodes, dublin, iowa, problemOf, virginia } from '../models/places.ts'
import { explained, realParts } from './real-parts.ts'

const european = { placement: { anyTag: ['EU'] } }

interface KnownCost {
  readonly fact: string
  readonly problem: Problem
  /** How the policy begins. */
  readonly policy: string
  readonly usdPerHour: number
}

const COSTS: readonly KnownCost[] = [
  {
    fact: 'the EU rule costs half a dollar where Virginia costs half of what Dublin does',
    problem: problemOf(anAgentOfWholeNodes(european), [dublin(), virginia()]),
    policy: 'may stand only in clusters that bear one of: EU',
    usdPerHour: 0.5,
  },
  {
    fact: 'no spot costs 70 cents where spot costs 30',
    problem: problemOf(anAgentOfWholeNodes(european), [dublin(), virginia()]),
    policy: 'may not stand on spot',
    usdPerHour: 0.7,
  },
  {
    fact: 'two agents under the EU rule pay it twice',
    problem: aProblem({
      clusters: [dublin(), virginia()],
      agents: [anAgentOfWholeNodes(european), anAgentOfWholeNodes({ id: 'retriever', ...european })],
    }),
    policy: 'may stand only in clusters that bear one of: EU',
    usdPerHour: 1,
  },
  {
    fact: 'half that survives a cloud costs the difference to the dear cloud',
    problem: problemOf(anAgentOfWholeNodes({ replicas: 2, survive: [{ loss: 'cloud', keep: 0.5 }] }), [dublin(), iowa()]),
    policy: 'must keep 50 % of its 2 replicas when any one cloud is lost',
    usdPerHour: 1,
  },
  {
    fact: 'one pod on a node costs the second node',
    problem: problemOf(anAgent({ replicas: 2, maxPerNode: 1 })),
    policy: 'may have at most 1 pod on a node',
    usdPerHour: 1,
  },
  {
    fact: 'a rule that the cheapest plan keeps anyway costs nothing',
    problem: problemOf(anAgentOfWholeNodes({ placement: { noTag: ['EU'] } }), [dublin(), virginia()]),
    policy: 'may not stand in clusters that bear any of: EU',
    usdPerHour: 0,
  },
  {
    fact: 'a budget costs nothing: the cheapest plan keeps it or none does',
    problem: problemOf(anAgentOfWholeNodes(), [dublin()], { limits: { usdPerHour: 1 } }),
    policy: 'the plan may cost at most 1 USD/h',
    usdPerHour: 0,
  },
]

describe('what a policy costs', () => {
  it.each(COSTS)('$fact', async ({ problem, policy, usdPerHour }) => {
    const { policies, plan, leftOut } = await explained(problem)
    const found = policies.find((one) => one.policy.startsWith(policy))!
    expect(found.saving.atLeastUsdPerHour).toBeCloseTo(usdPerHour, 4)
    expect(found.saving.atMostUsdPerHour).toBeCloseTo(usdPerHour, 4)
    expect([plan!.gap, leftOut]).toEqual([expect.closeTo(0, 4), []])
  })

  it('of one agent, only its own rules are told, and all of them together', async () => {
    const problem = aProblem({
      clusters: [dublin(), virginia()],
      agents: [anAgentOfWholeNodes(european), anAgentOfWholeNodes({ id: 'retriever', ...european })],
    })
    const { policies } = await explained(problem, 'retriever')
    expect(new Set(policies.map(({ agent }) => agent))).toEqual(new Set(['retriever']))
    expect(policies[0]).toMatchObject({ policy: 'all its rules together', saving: { atLeastUsdPerHour: expect.closeTo(0.8, 4) } })
  })
})

describe('what a limit costs', () => {
  const tight = problemOf(anAgentOfWholeNodes({ replicas: 2 }), [
    dublin({ offers: [anOffer()] }),
    virginia({ limits: { nodes: 1 }, offers: [anOffer({ usdPerHour: 0.5 })] }),
  ])

  it('a node more in Virginia spares half a dollar in Dublin, at the margin and solved anew', async () => {
    const [limit, ...others] = (await explained(tight)).limits
    expect(others).toEqual([])
    expect(limit).toMatchObject({ unit: 'nodes', most: 1, used: 1, isBinding: true })
    expect(limit.marginalUsdPerHourPerUnit).toBeCloseTo(0.5, 6)
    expect(limit.raised!.to).toBe(2)
    expect(limit.raised!.saving.atLeastUsdPerHour).toBeCloseTo(0.5, 4)
    expect(limit.dropped!.saving.atMostUsdPerHour).toBeCloseTo(0.5, 4)
  })

  it('a quota of vCPU is raised by the smallest node, and priced per vCPU', async () => {
    const problem: Problem = { ...tight, clusters: tight.clusters.map(({ limits: _, ...rest }) => rest) }
    const { limits } = await explained({ ...problem, quotas: [{ id: 'us', clusters: ['virginia'], vcpu: 5 }] })
    expect(limits[0]).toMatchObject({ limit: { quota: 'us' }, unit: 'vCPU', used: 4, raised: { to: 12 } })
    expect(limits[0].marginalUsdPerHourPerUnit).toBeCloseTo(0.125, 6)
  })

  it('one with room for another node does not bind', async () => {
    const roomy = { ...tight, clusters: [dublin({ limits: { nodes: 9 } })] }
    expect((await explained(roomy)).limits).toMatchObject([{ used: 2, most: 9, isBinding: false, marginalUsdPerHourPerUnit: 0 }])
  })

  it('an agent that may not move pays for its old place until it may', async () => {
    const moving = anAgentOfWholeNodes({
      current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 1 }],
      move: { maxReplicas: 0, usdPerReplica: 2.4 },
    })
    const { limits } = await explained(problemOf(moving, tight.clusters))
    const moves = limits.find(({ unit }) => unit === 'moved replicas')!
    // Half a dollar less a tenth: 2.40 USD over 24 hours.
    expect(moves.raised).toMatchObject({ to: 1, saving: { atLeastUsdPerHour: expect.closeTo(0.4, 4) } })
    // One move less is no plan at all, so that the relaxation may price it higher, but never lower.
    expect(moves.marginalUsdPerHourPerUnit).toBeGreaterThan(0.4 - 1e-6)
  })
})

describe('a plan that is not the cheapest', () => {
  const problem = problemOf(anAgentOfWholeNodes(), [dublin({ offers: [anOffer()] }), virginia({ offers: [anOffer({ usdPerHour: 0.5 })] })])
  const inDublin = { ...problem, agents: [anAgentOfWholeNodes(european)] }

  it('is told beside the cheapest, of which policies are told, and of its own places', async () => {
    const plan = { ...(await realParts().solve(inDublin, { gap: 0, timeLimitSeconds: 5 })), lowerBoundUsdPerHour: 0.5, gap: 0.5 }
    const explanation = await explain(problem, realParts(), { timeLimitSeconds: 20, plan })
    expect(explanation.plan).toEqual({
      usdPerHour: 1,
      cheapestUsdPerHour: 0.5,
      lowerBoundUsdPerHour: expect.closeTo(0.5, 4),
      gap: expect.closeTo(0, 4),
    })
    expect(explanation.policies.every(({ saving }) => saving.atMostUsdPerHour < 1e-3)).toBe(true)
    expect(explanation.agents[0].places[0]).toMatchObject({ cluster: 'virginia', why: { kind: 'adds', usdPerHour: { total: -0.5 } } })
  })
})
