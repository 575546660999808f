import { expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { aCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../builders.ts'
import { aGroup, aPlan } from './plans.ts'

const spotAgent = anAgent({
  replicas: 3,
  spot: { maxShare: 1 },
  restartUsd: 0.5,
  move: { usdPerReplica: 4.8 },
  traffic: [{ to: 'internet', gibPerHour: 3 }],
  current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 3 }],
})
const problem = aProblem({
  clusters: [
    aCluster({
      offers: [anOffer(), aSpotOffer({ interruptionsPerHour: 0.1 })],
      currentNodes: [{ instanceType: 'm.xlarge', capacityType: 'on-demand', count: 2 }],
      nodeStartUsd: 2.4,
    }),
  ],
  egress: { defaultUsdPerGiB: 0.1 },
  agents: [spotAgent],
})

/**
 * A node at 1 USD/h and one on spot at 0.30; the spot node is interrupted every 10 hours, which restarts 2 replicas at 0.50: 0.10;
 * 3 GiB/h to the internet at 0.10: 0.30; 2 replicas move at 4.80 and one node starts at 2.40, over 24 hours: 0.50.
 */
function plan(part: Partial<Plan> = {}): Plan {
  const groups = [aGroup(), aGroup({ capacityType: 'spot', pods: [{ agent: 'support', replicas: 2 }] })]
  const flow = { fromAgent: 'support', toAgent: 'internet', fromCluster: 'dublin', toCluster: 'internet', gibPerHour: 3 }
  const usdPerHour = { total: 2.2, nodes: 1.3, egress: 0.3, interruption: 0.1, moves: 0.5 }
  return { ...aPlan(problem, groups, [flow]), status: 'optimal', usdPerHour, lowerBoundUsdPerHour: 1.1, gap: 0.5, ...part }
}

const detailsOf = (given: Plan, options = {}) =>
  verifyPlan(problem, given, options).violations.map(({ constraint, detail }) => `${constraint}: ${detail}`)

it('a plan costs its nodes, its egress, its interruptions, its moves and its starts', () => {
  const verdict = verifyPlan(problem, plan())
  expect(verdict.violations).toEqual([])
  expect(verdict.recomputed?.usdPerHour.total).toBeCloseTo(2.2, 9)
  expect(verdict.recomputed?.gap).toBeCloseTo(0.5, 9)
})

it.each(['nodes', 'egress', 'interruption', 'moves', 'total'] as const)('a wrong cost of %s is told', (part) => {
  const { usdPerHour } = plan()
  const [violation, ...others] = verifyPlan(problem, plan({ usdPerHour: { ...usdPerHour, [part]: 7 } })).violations
  expect(others).toEqual([])
  expect(violation).toMatchObject({ constraint: 'cost', detail: expect.stringMatching(new RegExp(`^${part} cost .* the plan says 7$`)) })
})

it('starting nodes costs nothing where the cluster does not say what stands today', () => {
  const { currentNodes: _, ...cluster } = problem.clusters[0]!
  const verdict = verifyPlan({ ...problem, clusters: [cluster] }, plan())
  expect(verdict.recomputed?.usdPerHour.moves).toBeCloseTo(0.4, 9)
})

it('a bound above the cost, or none, is refused', () => {
  expect(detailsOf(plan({ lowerBoundUsdPerHour: 2.3, gap: 0 }))).toEqual([
    expect.stringMatching(/^bound: the lower bound 2.3 USD\/h is above/),
  ])
  expect(detailsOf(plan({ lowerBoundUsdPerHour: Number.NaN, gap: 1 }))).toEqual(['bound: the lower bound is NaN, which is no cost'])
})

it('a gap that does not follow from cost and bound is refused', () => {
  expect(detailsOf(plan({ gap: 0.4 }))).toEqual([expect.stringMatching(/^bound: the gap is 0\.5.* and the plan says 0\.4$/)])
})

it('a gap above the one asked for is told', () => {
  expect(detailsOf(plan(), { largestGap: 0.6 })).toEqual([])
  expect(detailsOf(plan(), { largestGap: 0.4 })).toEqual([expect.stringMatching(/^bound: the gap 0\.5.* is above the 0\.4 asked for$/)])
})

it('placements and nodes say the same', () => {
  expect(detailsOf(plan({ placements: [{ agent: 'support', cluster: 'dublin', capacityType: 'on-demand', replicas: 3 }] }))).toEqual([
    'packing: support is placed 3 times on on-demand in dublin, but its nodes there hold 1 of its pods',
    'packing: support is placed 0 times on spot in dublin, but its nodes there hold 2 of its pods',
    expect.stringMatching(/^cost: moves/),
    expect.stringMatching(/^cost: total/),
    expect.stringMatching(/^bound: the gap/),
  ])
})

it('a plan speaks only of what the problem knows', () => {
  const groups = [
    aGroup({ instanceType: 'unheard-of' }),
    aGroup({ zone: 'z', pods: [{ agent: 'nobody', replicas: 1 }] }),
    aGroup({ count: 1.5 }),
  ]
  const placements = [
    { agent: 'nobody', cluster: 'dublin', capacityType: 'on-demand', replicas: 1 } as const,
    { agent: 'support', cluster: 'atlantis', capacityType: 'on-demand', replicas: 0.5 } as const,
  ]
  const said = detailsOf(plan({ nodeGroups: [...plan().nodeGroups, ...groups], placements: [...plan().placements, ...placements] }))
  expect(said.filter((detail) => detail.startsWith('document'))).toEqual([
    'document: a placement names the agent nobody, which the problem does not know',
    'document: a placement of support names the cluster atlantis, which the problem does not know',
    'document: support is placed in atlantis with 0.5 replicas',
    'document: 1 × unheard-of (on-demand) in dublin: the problem has no such offer',
    'document: 1 × m.xlarge (on-demand) in dublin: the cluster has no zone z',
    'document: 1 × m.xlarge (on-demand) in dublin holds pods of nobody, which the problem does not know',
    'document: 1.5 × m.xlarge (on-demand) in dublin: the count of nodes is no whole number',
  ])
})

it('a claim that nothing is feasible is not checked, and says so', () => {
  const conflict = [{ constraint: 'demand', detail: 'too much' }]
  expect(verifyPlan(problem, plan({ status: 'infeasible', conflict }))).toEqual({
    checked: false,
    holds: false,
    claim: 'infeasible',
    violations: [],
  })
  expect(verifyPlan(problem, plan({ status: 'unknown' }))).toEqual({ checked: false, holds: false, claim: 'unknown', violations: [] })
  expect(detailsOf(plan({ status: 'infeasible' }))).toEqual([
    'document: the plan claims that no plan exists and names no constraints in conflict',
  ])
})
