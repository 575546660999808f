import { describe, expect, it } from 'vitest'
import type { FleetAgent } from '../../src/domain/fleet.ts'
import type { NodeGroup, Plan } from '../../src/domain/plan.ts'
import { planCost } from '../../src/domain/plan-cost.ts'
import type { Agent, Problem } from '../../src/domain/problem.ts'
import { withBystandersInPlace } from '../../src/plan/bystanders-in-place.ts'
import { planSteps } from '../../src/plan/steps.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { aCluster, aFleet, aFleetAgent, aFleetCluster, anAgent, aProblem } from '../builders.ts'

/** Pods of others: layers of one and of two vCPUs. */
const layer = (id: string, cpu: number, replicas: number): Agent => ({
  ...anAgent({ id, replicas, requests: { cpu, memoryGiB: 0 }, maxPerNode: 1 }),
  move: { maxReplicas: 0 },
  current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas }],
})
const support = (replicas: number, today: number): Agent =>
  anAgent({ replicas, current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: today }] })

const pods = (of: Record<string, number>) => Object.entries(of).map(([agent, replicas]) => ({ agent, replicas }))
const node = (of: Record<string, number>, zone?: string, count = 1): NodeGroup => ({
  cluster: 'dublin',
  instanceType: 'm.xlarge',
  capacityType: 'on-demand',
  ...(zone && { zone }),
  count,
  pods: pods(of),
})

const fleetOf = (nodes: NodeGroup[], agents: readonly Agent[]) => {
  const told = agents.map(
    ({ id, requests, move }): FleetAgent => aFleetAgent({ id, requests: { gpu: 0, ...requests }, ...(move && { isBystander: true }) }),
  )
  return aFleet({ clusters: [aFleetCluster({ nodes })], agents: told })
}

function planOf(problem: Problem, nodeGroups: NodeGroup[]): Plan {
  const sums = new Map<string, number>()
  for (const { count, pods: own } of nodeGroups)
    for (const { agent, replicas } of own) sums.set(agent, (sums.get(agent) ?? 0) + count * replicas)
  const placements = [...sums].map(([agent, replicas]) => ({ agent, cluster: 'dublin', capacityType: 'on-demand' as const, replicas }))
  const usdPerHour = planCost(problem, { placements, nodeGroups, flows: [] })
  const bounds = { lowerBoundUsdPerHour: usdPerHour.total, gap: 0 }
  return { schema: 'placement-plan/v1', status: 'optimal', usdPerHour, ...bounds, placements, nodeGroups, flows: [] }
}

function settled(agents: readonly Agent[], today: NodeGroup[], planned: NodeGroup[], part: Partial<Problem> = {}) {
  const problem = aProblem({ clusters: [aCluster()], agents: [...agents], ...part })
  const fleet = fleetOf(today, agents)
  const plan = planOf(problem, planned)
  expect(verifyPlan(problem, plan).violations).toEqual([])
  const found = withBystandersInPlace(problem, fleet, plan, verifyPlan)
  expect(verifyPlan(problem, found).violations).toEqual([])
  return { plan, found, steps: planSteps(problem, fleet, found) }
}

const kinds = (steps: ReturnType<typeof planSteps>) => steps.steps.map((step) => [step.kind, 'agent' in step ? step.agent : ''])

describe('a plan that has what others take of one node on another', () => {
  it('gets it back on the node where it stands, at the same cost, and no step moves it', () => {
    const agents = [layer('low', 1, 2), layer('high', 2, 1), support(4, 4)]
    const today = [node({ low: 1, high: 1, support: 1 }), node({ low: 1, support: 3 })]
    const { plan, found, steps } = settled(agents, today, [node({ low: 1, support: 3 }), node({ low: 1, high: 1, support: 1 })])
    expect(found.usdPerHour).toEqual(plan.usdPerHour)
    expect(steps).toEqual({ steps: [] })
  })

  it('has agents elsewhere in the cluster where they do not fit beside it', () => {
    const agents = [layer('low', 1, 2), layer('high', 2, 1), support(5, 4)]
    const today = [node({ low: 1, high: 1, support: 1 }), node({ low: 1, support: 3 }), node({})]
    const { found, steps } = settled(agents, today, [
      node({ low: 1, support: 3 }),
      node({ low: 1, support: 1 }),
      node({ high: 1, support: 1 }),
    ])
    expect(found.nodeGroups).toContainEqual(node({ high: 1, low: 1, support: 1 }))
    expect(kinds(steps).filter(([, agent]) => agent !== 'support' && agent !== '')).toEqual([])
  })

  it('takes one more node where nothing else has room, and is then no longer called optimal', () => {
    const large = { ...support(2, 2), requests: { cpu: 3, memoryGiB: 0 } }
    const medium = anAgent({ id: 'triage', requests: { cpu: 2.5, memoryGiB: 0 } })
    const agents = [layer('low', 1, 2), layer('high', 1, 1), large, medium]
    const today = [node({ low: 1, high: 1 }), node({ low: 1, support: 1 }), node({ support: 1 })]
    const { plan, found } = settled(agents, today, [node({ low: 1, support: 1 }, undefined, 2), node({ high: 1, triage: 1 })])
    expect([plan.usdPerHour.total, found.usdPerHour.total]).toEqual([3, 4])
    expect([found.status, found.gap]).toEqual(['feasible', 0.25])
  })

  it('stands in the zone of the node that stays', () => {
    const agents = [layer('low', 1, 1), support(1, 0)]
    const { found } = settled(agents, [node({ low: 1 }, 'b')], [node({ low: 1, support: 1 })])
    expect(found.nodeGroups).toEqual([node({ low: 1, support: 1 }, 'b')])
  })

  it('stays as it is where a rule would be broken: others stand in another zone than its replicas shall', () => {
    const agents = [layer('low', 1, 2), { ...support(2, 0), maxPerNode: 1, survive: [{ loss: 'zone' as const, keep: 0.5 }] }]
    const planned = [node({ low: 1, support: 1 }, 'a'), node({ low: 1, support: 1 }, 'b')]
    const { plan, found } = settled(agents, [node({ low: 1 }, 'b', 2)], planned)
    expect(found).toBe(plan)
  })

  it('is the same plan where there are no others', () => {
    const problem = aProblem()
    const plan = planOf(problem, [node({ support: 1 })])
    expect(withBystandersInPlace(problem, fleetOf([], [anAgent()]), plan, verifyPlan)).toBe(plan)
  })
})
