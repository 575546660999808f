import { beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan.ts'
import { planCost } from '../../src/domain/plan-cost.ts'
import type { Agent, Offer, Problem } from '../../src/domain/problem.ts'
import { type OptimiseOptions, optimise } from '../../src/optimise/index.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { intervalOf, mayBeSame } from '../property/costs.ts'
import { smallFleet } from './small-fleets.ts'

const GAP = 0.02
/** How much worse a gap may be that was not asked for: a change may be harder to prove. */
const SLACK = 0.02
const solve = (changed: Problem, options: OptimiseOptions = {}) => optimise(changed, { gap: GAP, seed: 1, ...options })

/** Keeps every rule, is nearly as near to the optimum as the plan before, and does not disagree with a solve that knows of no plan. */
async function expectGood(changed: Problem, answer: Plan, before: Plan): Promise<void> {
  expect(verifyPlan(changed, answer)).toMatchObject({ holds: true })
  expect(answer.gap).toBeLessThanOrEqual(Math.max(GAP, before.gap) + SLACK)
  const fromNothing = await solve(changed)
  expect(mayBeSame(intervalOf(answer), intervalOf(fromNothing))).toBe(true)
  expect(answer.usdPerHour.total * (1 - GAP - SLACK)).toBeLessThanOrEqual(fromNothing.usdPerHour.total)
}

describe('of a fleet of ten agents in three clusters, asked what would be if', () => {
  const problem = smallFleet(2, { agents: 10 })
  let plan: Plan
  let warm: (changed: Problem) => Promise<Plan>
  beforeAll(async () => {
    plan = await solve(problem)
    warm = (changed) => solve(changed, { base: { problem, plan } })
  })

  it('nothing changed, the answer is the plan', async () => expect(await warm(problem)).toEqual(plan))

  it('a price rose, the bound still holds, and the answer costs no more than the plan would', async () => {
    const changed = withPriceOf(dearestGroup(problem, plan), 1.3, problem)
    const answer = await warm(changed)
    expect(answer.lowerBoundUsdPerHour).toBeGreaterThanOrEqual(plan.lowerBoundUsdPerHour)
    expect(answer.usdPerHour.total).toBeLessThanOrEqual(planCost(changed, plan).total)
    await expectGood(changed, answer, plan)
  })

  it('a price fell, the answer costs no more than the plan would, and the old bound is not held on to', async () => {
    const changed = withPriceOf(dearestGroup(problem, plan), 0.3, problem)
    const answer = await warm(changed)
    expect(planCost(changed, plan).total).toBeLessThan(plan.lowerBoundUsdPerHour)
    expect(answer.usdPerHour.total).toBeLessThanOrEqual(planCost(changed, plan).total)
    await expectGood(changed, answer, plan)
  })

  it('an agent had to survive the loss of any cluster, the bound still holds and the agent survives', async () => {
    const changed = withAgent(
      agentInOneCluster(problem, plan).id,
      (agent) => ({ ...agent, survive: [{ loss: 'cluster', keep: 0.5 }] }),
      problem,
    )
    const answer = await warm(changed)
    expect(verifyPlan(changed, plan)).toMatchObject({ holds: false })
    expect(answer.lowerBoundUsdPerHour).toBeGreaterThanOrEqual(plan.lowerBoundUsdPerHour)
    await expectGood(changed, answer, plan)
  })

  it('an agent were half as large again, all of it stands', async () => {
    const { id, replicas } = problem.agents.toSorted((a, b) => b.replicas - a.replicas)[0]!
    const more = Math.ceil(1.5 * replicas)
    const changed = withAgent(id, ({ maxReplicas: _, ...agent }) => ({ ...agent, replicas: more }), problem)
    const answer = await warm(changed)
    const standing = answer.placements.filter(({ agent }) => agent === id).reduce((sum, place) => sum + place.replicas, 0)
    expect(standing).toBe(more)
    await expectGood(changed, answer, plan)
  })
})

describe('of a fleet of eight agents in five clusters, asked what would be if', () => {
  const problem = smallFleet(6, { agents: 8, clusters: 5 })
  let plan: Plan
  /** Of two clusters of its cloud the one that some agents would be dearer without, and none impossible. */
  const leftOut = problem.clusters[3]!.id
  beforeAll(async () => {
    plan = await solve(problem)
  })

  it('nothing changed but the gap that is asked for, the answer is no dearer and no less is proved', async () => {
    const closer = await solve(problem, { gap: plan.gap / 2, base: { problem, plan } })
    expect(verifyPlan(problem, closer)).toMatchObject({ holds: true })
    expect(closer.usdPerHour.total).toBeLessThanOrEqual(plan.usdPerHour.total)
    expect(closer.lowerBoundUsdPerHour).toBeGreaterThanOrEqual(plan.lowerBoundUsdPerHour)
  })

  it('a cluster could grow no nodes, the bound still holds and nothing stands there', async () => {
    const clusters = problem.clusters.map((cluster) => (cluster.id === leftOut ? { ...cluster, offers: [] } : cluster))
    const changed = { ...problem, clusters }
    const answer = await solve(changed, { base: { problem, plan } })
    expect(plan.placements.some(({ cluster }) => cluster === leftOut)).toBe(true)
    expect(answer.placements.filter(({ cluster }) => cluster === leftOut)).toEqual([])
    expect(answer.lowerBoundUsdPerHour).toBeGreaterThanOrEqual(plan.lowerBoundUsdPerHour)
    await expectGood(changed, answer, plan)
  })

  it('that cluster had never been, with all that names it, the answer is as good as any', async () => {
    const changed = withoutCluster(leftOut, problem)
    await expectGood(changed, await solve(changed, { base: { problem, plan } }), plan)
  })
})

const withAgent = (id: string, change: (agent: Agent) => Agent, problem: Problem): Problem => ({
  ...problem,
  agents: problem.agents.map((agent) => (agent.id === id ? change(agent) : agent)),
})

type Group = Plan['nodeGroups'][number]

/** The node group that costs most. */
function dearestGroup(problem: Problem, plan: Plan): Group {
  const usd = (group: Group) => group.count * offerOf(group, problem).usdPerHour
  return plan.nodeGroups.toSorted((a, b) => usd(b) - usd(a))[0]!
}

const offerOf = ({ cluster, instanceType, capacityType }: Group, { clusters }: Problem): Offer =>
  clusters
    .find(({ id }) => id === cluster)!
    .offers.find((offer) => offer.instanceType === instanceType && offer.capacityType === capacityType)!

function withPriceOf(group: Group, times: number, problem: Problem): Problem {
  const offer = offerOf(group, problem)
  return {
    ...problem,
    clusters: problem.clusters.map((cluster) => ({
      ...cluster,
      offers: cluster.offers.map((each) => (each === offer ? { ...each, usdPerHour: times * each.usdPerHour } : each)),
    })),
  }
}

/** Of those that may stand anywhere one that stands in one cluster. */
const agentInOneCluster = ({ agents }: Problem, { placements }: Plan): Agent =>
  agents.find(({ id, replicas, survive, placement, latency, requests }) => {
    const clusters = new Set(placements.filter(({ agent }) => agent === id).map(({ cluster }) => cluster))
    return replicas > 1 && !survive && !placement && !latency && !requests.gpu && clusters.size === 1
  })!

function withoutCluster(gone: string, problem: Problem): Problem {
  const { egress, quotas = [] } = problem
  return {
    ...problem,
    clusters: problem.clusters.filter(({ id }) => id !== gone),
    quotas: quotas.filter(({ clusters }) => !clusters?.includes(gone)),
    egress: { ...egress!, pairs: egress!.pairs!.filter(({ from, to }) => from !== gone && to !== gone) },
    agents: problem.agents.map(({ current, latency, ...agent }) => ({
      ...agent,
      ...(current ? { current: current.filter(({ cluster }) => cluster !== gone) } : {}),
      ...(latency ? { latency: { ...latency, msByCluster: without(gone, latency.msByCluster) } } : {}),
    })),
  }
}

const without = <T>(key: string, record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([each]) => each !== key))
