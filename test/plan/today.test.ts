import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan.ts'
import type { Agent, Problem } from '../../src/domain/problem.ts'
import { decide } from '../../src/plan/decide.ts'
import { decisionText } from '../../src/plan/decision-text.ts'
import { refusalToAct } from '../../src/plan/guards.ts'
import { judgeToday, planOfToday } from '../../src/plan/today.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { aCluster, aFleet, aFleetAgent, aFleetCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../builders.ts'

const node = { cluster: 'dublin', instanceType: 'm.xlarge', capacityType: 'on-demand', count: 1 } as const
const fleet = aFleet({
  clusters: [aFleetCluster({ nodes: [{ ...node, zone: 'b', pods: [{ agent: 'support', replicas: 4 }] }] })],
  agents: [aFleetAgent({ demand: { replicas: 4 } })],
})

/** Four replicas on one node at one dollar an hour; half a dollar an hour of egress; 30 cents as spot. */
function problem(agent: Partial<Agent> = {}, part: Partial<Problem> = {}): Problem {
  const current = [{ cluster: 'dublin', capacityType: 'on-demand' as const, replicas: 4 }]
  const traffic = [{ to: 'internet', gibPerHour: 5 }]
  return aProblem({
    clusters: [aCluster({ offers: [anOffer(), aSpotOffer()], currentNodes: [{ ...node }].map(({ cluster: _, ...own }) => own) })],
    agents: [anAgent({ replicas: 4, current, traffic, ...agent })],
    egress: { defaultUsdPerGiB: 0.1 },
    ...part,
  })
}

describe('today as a plan', () => {
  it('costs its nodes and its cheapest egress, and nothing for moves', () => {
    expect(planOfToday(problem(), fleet).usdPerHour).toEqual({ total: 1.5, nodes: 1, egress: 0.5, interruption: 0, moves: 0 })
  })

  it('keeps nodes, zones and pods exactly as they stand', () => {
    expect(planOfToday(problem(), fleet).nodeGroups).toEqual(fleet.clusters[0].nodes)
  })

  it('is a candidate where it keeps every rule', () => {
    const today = judgeToday(problem(), fleet, verifyPlan, 1.2)
    expect(today).toMatchObject({ isCandidate: true, demandChanges: [], brokenRules: [] })
    expect(today.plan.gap).toBeCloseTo(0.2)
  })

  it('is no candidate where it breaks a rule, and says which', () => {
    const today = judgeToday(problem({ placement: { anyTag: ['US'] } }), fleet, verifyPlan)
    expect(today.isCandidate).toBe(false)
    expect(today.brokenRules.map(({ constraint, agent }) => [constraint, agent])).toEqual([['eligibility', 'support']])
  })

  it('is no candidate where demand has grown: that is a change of demand, no broken rule', () => {
    const today = judgeToday(problem({ replicas: 6 }), fleet, verifyPlan)
    expect(today.isCandidate).toBe(false)
    expect(today.demandChanges).toEqual([{ agent: 'support', replicasToday: 4, replicasDemanded: 6 }])
    expect(today.brokenRules).toEqual([])
  })

  it('replicas more than demanded are a change of demand only beyond what may run', () => {
    expect(judgeToday(problem({ replicas: 3, maxReplicas: 4 }), fleet, verifyPlan).isCandidate).toBe(true)
    expect(judgeToday(problem({ replicas: 3 }), fleet, verifyPlan).demandChanges).toHaveLength(1)
  })

  it('a bound above what today costs is not claimed for a today that breaks rules', () => {
    expect(planOfToday(problem(), fleet, 2).lowerBoundUsdPerHour).toBe(1.5)
  })

  it('a node of today whose price nobody knows is an error', () => {
    expect(() => planOfToday(problem({}, { clusters: [aCluster({ offers: [aSpotOffer()] })] }), fleet)).toThrow(/price is unknown/)
  })

  it('nothing runs, nothing is wanted: a candidate that costs nothing', () => {
    const empty = aFleet({ agents: [], clusters: [] })
    const today = judgeToday(aProblem({ agents: [], clusters: [] }), empty, verifyPlan)
    expect(today).toMatchObject({ isCandidate: true, plan: { gap: 0, usdPerHour: { total: 0 } } })
  })
})

const thresholds = { leastSavingShare: 0.02, leastSavingUsdPerMonth: 50 }
const today = judgeToday(problem(), fleet, verifyPlan)
const costing = (total: number, moves = 0, status: Plan['status'] = 'optimal'): Plan => ({
  ...today.plan,
  status,
  usdPerHour: { ...today.plan.usdPerHour, total, moves },
})

describe('whether to move', () => {
  it('a plan that saves both thresholds is taken', () => {
    const decision = decide(today, costing(1.4), thresholds)
    expect(decision).toMatchObject({ kind: 'move', todayUsdPerHour: 1.5, planUsdPerHour: 1.4, afterUsdPerHour: 1.4 })
    expect(decision.savingUsdPerMonth).toBeCloseTo(73)
  })

  it('today stays where the share saved is too small', () => {
    const decision = decide(today, costing(1.4), { leastSavingShare: 0.1, leastSavingUsdPerMonth: 0 })
    expect(decision).toMatchObject({ kind: 'stay', afterUsdPerHour: 1.5, savingUsdPerHour: 0, planUsdPerHour: 1.4 })
  })

  it('today stays where the dollars saved are too few', () => {
    expect(decide(today, costing(1.4), { leastSavingShare: 0, leastSavingUsdPerMonth: 74 }).kind).toBe('stay')
  })

  it('today stays where nothing is saved, even without thresholds', () => {
    expect(decide(today, costing(1.5), { leastSavingShare: 0, leastSavingUsdPerMonth: 0 }).kind).toBe('stay')
  })

  it('what the moves cost counts against the plan', () => {
    expect(decide(today, costing(1.49, 0.09), thresholds).kind).toBe('stay')
  })

  it('a today that breaks a rule is left at any price', () => {
    const broken = judgeToday(problem({ placement: { anyTag: ['US'] } }), fleet, verifyPlan)
    const decision = decide(broken, costing(9), thresholds)
    expect(decision).toMatchObject({ kind: 'move', savingUsdPerHour: -7.5 })
    expect(decision.reasons.map(({ kind }) => kind)).toEqual(['today breaks rules'])
  })

  it('a changed demand is met at any price', () => {
    const decision = decide(judgeToday(problem({ replicas: 6 }), fleet, verifyPlan), costing(9), thresholds)
    expect(decision.kind).toBe('move')
    expect(decisionText(decision)).toContain('support runs 4 replicas, and 6 are wanted.')
  })

  it('an agent that is pinned elsewhere moves there at any price', () => {
    const decision = decide(today, costing(9), thresholds, ['support'])
    expect(decision.kind).toBe('move')
    expect(decisionText(decision)).toContain('support is pinned elsewhere than it stands.')
  })

  it('without a plan nothing moves, whatever today breaks', () => {
    const broken = judgeToday(problem({ placement: { anyTag: ['US'] } }), fleet, verifyPlan)
    const decision = decide(broken, costing(0, 0, 'unknown'), thresholds)
    expect(decision.kind).toBe('stay')
    expect(decision.planUsdPerHour).toBeUndefined()
    expect(decision.reasons.map(({ kind }) => kind)).toEqual(['no plan found', 'today breaks rules'])
  })

  it('is said in sentences with the figures', () => {
    expect(decisionText(decide(today, costing(1.4), thresholds))).toEqual([
      'Move.',
      'The plan saves 0.10 USD/h, 73.00 USD a month (6.7 % of today), moves included.',
    ])
    expect(decisionText(decide(today, costing(1.6), thresholds))[1]).toBe('No plan that was found is cheaper than today, moves included.')
  })
})

describe('the guard of prices', () => {
  const bundled = { bundled: true, oldestPriceAt: '2026-04-01T00:00:00Z' }

  it('with bundled prices only a simulated fleet may be acted on', () => {
    expect(refusalToAct({ name: 'demo', simulated: true }, bundled)).toBeUndefined()
    expect(refusalToAct({ name: 'production', simulated: false }, bundled)).toMatch(/production is a real fleet.*2026-04-01/)
  })

  it('with prices of their own, users may act on a real fleet', () => {
    expect(refusalToAct({ name: 'production', simulated: false }, { ...bundled, bundled: false })).toBeUndefined()
  })
})
