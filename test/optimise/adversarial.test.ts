import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan.ts'
import type { Agent, Cluster, Offer, Problem } from '../../src/domain/problem.ts'
import { optimise } from '../../src/optimise/index.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { aCluster, anAgent, anOffer, aProblem } from '../builders.ts'

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** A node of so many vCPUs, and room for all else. */
const nodeOf = (cpu: number, part: Partial<Offer> = {}): Offer =>
  anOffer({ vcpu: cpu, allocatable: { cpu, memoryGiB: 4 * cpu, gpu: 0, pods: 3_000 }, ...part })
/** Clusters of three clouds in turn, each in a region of its own. */
const site = (at: number, offers: Offer[], part: Partial<Cluster> = {}): Cluster =>
  aCluster({ id: `cluster-${at}`, provider: ['aws', 'gcp', 'azure'][at % 3]!, region: `region-${at}`, offers, ...part })
const agentOf = (id: string, replicas: number, cpu: number, part: Partial<Agent> = {}): Agent =>
  anAgent({ id, replicas, requests: { cpu, memoryGiB: cpu / 1_000 }, ...part })

const exactly = (problem: Problem) => optimise(problem, { gap: 0 })

function expectToCost(problem: Problem, plan: Plan, usdPerHour: number): void {
  expect(verifyPlan(problem, plan, { largestGap: 1e-6 }).violations).toEqual([])
  expect(plan.status).toBe('optimal')
  expect(plan.usdPerHour.total / usdPerHour).toBeCloseTo(1, 9)
}

describe('the cheapest plan is found and proved', () => {
  it('where every price is the same and every cluster alike: the pods fill thirty nodes, wherever they stand', async () => {
    const machines = times(3, (at) => nodeOf(4, { instanceType: `machine-${at}` }))
    const agents = times(12, (at) => agentOf(`agent-${at}`, 5, 1 + (at % 3)))
    const problem = aProblem({ clusters: times(4, (at) => site(at, machines)), agents })
    expectToCost(problem, await exactly(problem), 30)
  })

  it('where a single plan keeps all rules: each node is full, and only powers of two in one way add up to it', async () => {
    const powersOn = [
      [0, 5, 9, 12],
      [1, 3, 8, 11],
      [2, 4, 6, 7, 10, 13],
    ]
    const clusters = powersOn.map((powers, at) => site(at, [nodeOf(sum(powers.map((power) => 2 ** power)), { maxNodes: 1 })]))
    const problem = aProblem({ clusters, agents: times(14, (power) => agentOf(`agent-${power}`, 1, 2 ** power)) })
    const plan = await exactly(problem)
    expectToCost(problem, plan, 3)
    const places = new Map(plan.placements.map(({ agent, cluster }) => [agent, cluster]))
    for (const [at, powers] of powersOn.entries())
      for (const power of powers) expect([power, places.get(`agent-${power}`)]).toEqual([power, `cluster-${at}`])
  })

  it('where quotas leave just as many nodes as are needed, five of them cheap', async () => {
    const problem = pairsWithin(48)
    expectToCost(problem, await exactly(problem), 5 * 0.5 + 7)
  })

  it('where a price is a million and another a millionth, and so are the pods', async () => {
    const offers = [nodeOf(1_000, { instanceType: 'giant', usdPerHour: 1e6 }), nodeOf(1, { instanceType: 'speck', usdPerHour: 1e-6 })]
    const problem = aProblem({ clusters: [site(0, offers)], agents: [agentOf('giant', 3, 1e3), agentOf('dust', 2_000, 1e-3)] })
    const plan = await exactly(problem)
    expectToCost(problem, plan, 3e6)
    expect(plan.nodeGroups.map(({ instanceType }) => instanceType).sort()).toEqual(['giant', 'speck'])
  })

  it('where all prices are millionths: a node of two vCPUs for 1.9 and one of one for 1', async () => {
    const offers = [nodeOf(1, { usdPerHour: 1e-6 }), nodeOf(2, { instanceType: 'm.2xlarge', usdPerHour: 1.9e-6 })]
    const problem = aProblem({ clusters: [site(0, offers)], agents: [agentOf('dust', 2_500, 1e-3), agentOf('grit', 5, 0.1)] })
    expectToCost(problem, await exactly(problem), 2.9e-6)
  })

  it('where each pod fills 51 % of a node: as many nodes as pods, though half as many would hold their sum', async () => {
    const clusters = times(3, (at) => site(at, [nodeOf(4, { usdPerHour: 1 + at / 10 })]))
    const problem = aProblem({ clusters, agents: times(30, (at) => agentOf(`agent-${at}`, 3, 2.04 + at / 1_000)) })
    expectToCost(problem, await exactly(problem), 90)
  })

  it('where pods of 51 % each need their own partner of 49 %', async () => {
    const clusters = times(3, (at) => site(at, [nodeOf(4, { usdPerHour: 1 + at / 10 })]))
    const pairs = times(10, (at) => [agentOf(`over-${at}`, 2, 2.04 + at / 1_000), agentOf(`under-${at}`, 2, 1.96 - at / 1_000)])
    const problem = aProblem({ clusters, agents: pairs.flat() })
    expectToCost(problem, await exactly(problem), 20)
  })

  it('where 36 nodes that are paid for hold all but one replica, which takes the only node that costs something', async () => {
    const paid = times(3, (at) => nodeOf(4, { instanceType: `paid-${at}`, capacityType: 'reserved', usdPerHour: 0, maxNodes: 2 }))
    const clusters = times(6, (at) => site(at, [nodeOf(4), ...paid]))
    const agents = times(6, (at) => agentOf(`agent-${at}`, 24, 1))
    const full = aProblem({ clusters, agents })
    expect(await exactly(full)).toMatchObject({ status: 'optimal', usdPerHour: { total: 0 }, gap: 0 })
    const over = { ...full, agents: [...agents, agentOf('one-more', 1, 1)] }
    expectToCost(over, await exactly(over), 1)
  })

  it('where every other agent has no replicas, whatever it may not do and wherever its traffic goes', async () => {
    const idle = (at: number) =>
      agentOf(`agent-${at}`, 0, 1e4, {
        survive: [{ loss: 'cloud', keep: 1 }],
        placement: { anyTag: ['nowhere'] },
        traffic: [{ to: `agent-${at + 1}`, gibPerHour: 5 }],
      })
    const agents = times(30, (at) => (at % 2 === 0 ? idle(at) : agentOf(`agent-${at}`, 2, 2)))
    const problem = aProblem({ clusters: times(3, (at) => site(at, [nodeOf(4)])), egress: { defaultUsdPerGiB: 1 }, agents })
    const plan = await exactly(problem)
    expectToCost(problem, plan, 15)
    expect(plan.flows).toEqual([])
  })

  it('where one of two hundred clusters is cheapest: all stand there', async () => {
    const clusters = times(200, (at) => site(at, [nodeOf(4, { usdPerHour: at === 137 ? 0.9 : 1 + (at % 7) / 10 })]))
    const problem = aProblem({ clusters, agents: times(20, (at) => agentOf(`agent-${at}`, 4, 2 ** (at % 3))) })
    const plan = await exactly(problem)
    expectToCost(problem, plan, 0.9 * ((7 * 4 * 1 + 7 * 4 * 2 + 6 * 4 * 4) / 4))
    expect(new Set(plan.placements.map(({ cluster }) => cluster))).toEqual(new Set(['cluster-137']))
  })
})

/** Twelve pods of three vCPUs and twelve of one, nodes of four, and a quota over all that are not cheap and few. */
function pairsWithin(vcpu: number): Problem {
  const large = times(6, (at) => agentOf(`large-${at}`, 2, 3))
  const small = times(4, (at) => agentOf(`small-${at}`, 3, 1))
  const cheap = site(0, [nodeOf(4, { usdPerHour: 0.5 })], { limits: { nodes: 5 } })
  return aProblem({
    clusters: [cheap, site(1, [nodeOf(4)]), site(2, [nodeOf(4)])],
    quotas: [{ id: 'account', vcpu }],
    agents: [...large, ...small],
  })
}

describe('that there is no plan is proved, and why is told,', () => {
  const reasonsOf = (plan: Plan) => plan.conflict!.map(({ agent, cluster, quota }) => agent ?? cluster ?? quota).sort()

  it('where a quota is one node short', async () => {
    const plan = await exactly(pairsWithin(44))
    expect(plan).toMatchObject({ status: 'infeasible', conflictIsMinimal: true })
    expect(reasonsOf(plan)).toEqual(['account', ...times(6, (at) => `large-${at}`)])
  })

  it('where ten pods of 51 % would fit on nine nodes if they could be cut up', async () => {
    const clusters = times(3, (at) => site(at, [nodeOf(4)]))
    const agents = times(10, (at) => agentOf(`agent-${at}`, 1, 2.04))
    const plan = await exactly(aProblem({ clusters, quotas: [{ id: 'account', nodes: 9 }], agents }))
    expect(plan).toMatchObject({ status: 'infeasible', conflictIsMinimal: true })
    expect(reasonsOf(plan)).toEqual(['account', ...times(10, (at) => `agent-${at}`)].sort())
  })

  it('where all pods together would fill the nodes to the last, and no way to share them out does', async () => {
    // 33 is 32 + 1 and 11 is 8 + 2 + 1: both want the pod of one vCPU.
    const clusters = [33, 11, 19].map((cpu, at) => site(at, [nodeOf(cpu, { maxNodes: 1 })]))
    const plan = await exactly(aProblem({ clusters, agents: times(6, (power) => agentOf(`agent-${power}`, 1, 2 ** power)) }))
    expect(plan).toMatchObject({ status: 'infeasible', conflictIsMinimal: true })
    expect(reasonsOf(plan)).toEqual(expect.arrayContaining(['agent-5', 'cluster-0', 'cluster-1', 'cluster-2']))
  })
})

it('ten thousand agents of one replica each, all alike, have a plan in seconds: 312 nodes and a half', async () => {
  const clusters = times(3, (at) =>
    site(at, [nodeOf(16, { usdPerHour: 1 + at / 10 }), nodeOf(8, { instanceType: 'half', usdPerHour: 0.6 })]),
  )
  const problem = aProblem({ clusters, agents: times(10_000, (at) => agentOf(`agent-${at}`, 1, 0.5)) })
  const plan = await optimise(problem, { gap: 0.01, timeLimitSeconds: 10 })
  expect(verifyPlan(problem, plan).violations).toEqual([])
  expect(plan.usdPerHour.total).toBeLessThan(1.02 * 312.6)
  expect(plan.lowerBoundUsdPerHour).toBeLessThanOrEqual(312.6)
})
