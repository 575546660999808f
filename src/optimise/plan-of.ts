import { offerKey } from '../domain/find-offer.ts'
import type { NodeGroup, Placement, Plan } from '../domain/plan.ts'
import { planCost } from '../domain/plan-cost.ts'
import type { Problem } from '../domain/problem.ts'
import { routeTraffic } from '../domain/route-traffic.ts'
import type { Layout } from './search/anneal.ts'
import type { SearchSpace } from './search/space.ts'

/** What was placed, as the contract tells it: like nodes together, traffic routed at the least cost; bound and status are the caller's. */
export type Draft = Pick<Plan, 'placements' | 'nodeGroups' | 'flows' | 'usdPerHour'>

export function draftOf(problem: Problem, space: SearchSpace, layout: Layout): Draft {
  const nodeGroups = nodeGroupsOf(space, layout)
  const placements = placementsOf(problem, nodeGroups)
  const flows = routeTraffic(problem, placements)
  return { placements, nodeGroups, flows, usdPerHour: planCost(problem, { placements, nodeGroups, flows }) }
}

/**
 * A plan of a problem much alike, costed under this one: the same nodes and placements, traffic routed anew. undefined where it names a node or
 * an agent that is not there. Whether it keeps the rules is not asked.
 */
export function draftUnder(problem: Problem, { placements, nodeGroups }: Draft): Draft | undefined {
  const offers = new Set(problem.clusters.flatMap(({ id, offers }) => offers.map((offer) => offerKey({ ...offer, cluster: id }))))
  const agents = new Set(problem.agents.map(({ id }) => id))
  if (!placements.every(({ agent }) => agents.has(agent)) || !nodeGroups.every((group) => offers.has(offerKey(group)))) return undefined
  const flows = routeTraffic(problem, placements)
  return { placements, nodeGroups, flows, usdPerHour: planCost(problem, { placements, nodeGroups, flows }) }
}

function nodeGroupsOf(space: SearchSpace, { nodes }: Layout): NodeGroup[] {
  const { instance, zoneNames } = space
  const groups = new Map<string, { group: NodeGroup; count: number }>()
  for (const { machine, zone, agents, counts } of nodes) {
    if (agents.length === 0) continue
    const { offer, group } = instance.machines[machine]
    const pods = agents
      .map((agent, i) => ({ agent: instance.agents[agent].agent.id, replicas: counts[i] }))
      .sort((a, b) => (a.agent < b.agent ? -1 : 1))
    const { instanceType, capacityType } = offer
    const alike: NodeGroup = {
      cluster: instance.groups[group].cluster.id,
      instanceType,
      capacityType,
      count: 1,
      ...(zone >= 0 ? { zone: zoneNames[zone] } : {}),
      pods,
    }
    const key = JSON.stringify(alike)
    const known = groups.get(key)
    if (known) known.count++
    else groups.set(key, { group: alike, count: 1 })
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { group, count }]) => ({ ...group, count }))
}

function placementsOf(problem: Problem, nodeGroups: readonly NodeGroup[]): Placement[] {
  const replicas = new Map<string, Placement>()
  for (const { cluster, capacityType, count, pods } of nodeGroups)
    for (const pod of pods) {
      const capacity = capacityType === 'spot' ? 'spot' : 'on-demand'
      const key = JSON.stringify([pod.agent, cluster, capacity])
      const before = replicas.get(key)?.replicas ?? 0
      replicas.set(key, { agent: pod.agent, cluster, capacityType: capacity, replicas: before + count * pod.replicas })
    }
  const order = new Map(problem.agents.map(({ id }, index) => [id, index]))
  return [...replicas.values()].sort((a, b) => order.get(a.agent)! - order.get(b.agent)! || (a.cluster < b.cluster ? -1 : 1))
}
