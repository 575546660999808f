import { findOffer } from './find-offer.ts'
import type { CostRate, Flow, NodeGroup, Placement, Plan } from './plan.ts'
import { type Agent, type Cluster, egressPrice, type Offer, type Problem } from './problem.ts'
import type { Nodes, Replicas, UsdPerHour } from './units.ts'

/** What a plan costs by the contract [USD/h]. Throws RangeError where a node group is of no offer: its price is unknown. */
export function planCost(problem: Problem, { placements, nodeGroups, flows }: Pick<Plan, 'placements' | 'nodeGroups' | 'flows'>): CostRate {
  const nodes = nodesCost(problem, nodeGroups)
  const egress = egressCost(problem, flows)
  const interruption = interruptionCost(problem, nodeGroups)
  const moves = movesCost(problem, placements) + startsCost(problem, nodeGroups)
  return { total: nodes + egress + interruption + moves, nodes, egress, interruption, moves }
}

export function nodesCost(problem: Problem, nodeGroups: readonly NodeGroup[]): UsdPerHour {
  const offer = findOffer(problem)
  return total(nodeGroups, (group) => group.count * offer(group).usdPerHour)
}

export function egressCost(problem: Problem, flows: readonly Flow[]): UsdPerHour {
  const price = egressPrice(problem.egress)
  return total(flows, ({ fromCluster, toCluster, gibPerHour }) => gibPerHour * price(fromCluster, toCluster))
}

/** What interruptions of spot nodes are expected to cost, by the pods that each takes along [USD/h]. */
export function interruptionCost(problem: Problem, nodeGroups: readonly NodeGroup[]): UsdPerHour {
  const offer = findOffer(problem)
  const restartUsd = new Map(problem.agents.map((agent) => [agent.id, agent.restartUsd ?? 0]))
  const spot = nodeGroups.filter(({ capacityType }) => capacityType === 'spot')
  return total(spot, (group) => {
    const usdPerNode = total(group.pods, ({ agent, replicas }) => replicas * (restartUsd.get(agent) ?? 0))
    return group.count * (offer(group).interruptionsPerHour ?? 0) * usdPerNode
  })
}

/** Moved replicas, spread over the horizon [USD/h]. */
function movesCost(problem: Problem, placements: readonly Placement[]): UsdPerHour {
  const byAgent = Map.groupBy(placements, ({ agent }) => agent)
  const movedUsd = total(problem.agents, (agent) => movedReplicas(agent, byAgent.get(agent.id) ?? []) * (agent.move?.usdPerReplica ?? 0))
  return movedUsd / problem.horizonHours
}

/** Replicas that grow somewhere though the agent as a whole does not; 0 where today is not known. */
export function movedReplicas(agent: Pick<Agent, 'id' | 'current'>, placements: readonly Placement[]): Replicas {
  if (!agent.current) return 0
  const after = placements.filter((placement) => placement.agent === agent.id)
  const place = ({ cluster, capacityType }: Pick<Placement, 'cluster' | 'capacityType'>) => `${cluster}|${capacityType}`
  const grown = growth(countBy(agent.current, place, replicasOf), countBy(after, place, replicasOf))
  const more = total(after, replicasOf) - total(agent.current, replicasOf)
  return Math.max(0, grown - Math.max(0, more))
}

/** Nodes more than today of each offer, where today's nodes are known, spread over the horizon [USD/h]. */
function startsCost(problem: Problem, nodeGroups: readonly NodeGroup[]): UsdPerHour {
  const byCluster = Map.groupBy(nodeGroups, ({ cluster }) => cluster)
  const startsUsd = total(
    problem.clusters,
    (cluster) => startedNodes(cluster, byCluster.get(cluster.id) ?? []) * (cluster.nodeStartUsd ?? 0),
  )
  return startsUsd / problem.horizonHours
}

export function startedNodes(cluster: Cluster, own: readonly NodeGroup[]): Nodes {
  if (!cluster.currentNodes) return 0
  const offer = ({ instanceType, capacityType }: Pick<Offer, 'instanceType' | 'capacityType'>) => `${instanceType}|${capacityType}`
  return growth(countBy(cluster.currentNodes, offer, nodesOf), countBy(own, offer, nodesOf))
}

const replicasOf = ({ replicas }: { readonly replicas: Replicas }): number => replicas
const nodesOf = ({ count }: { readonly count: Nodes }): number => count

/** Σ over places of what is more there than before. */
function growth(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  return total(after, ([place, amount]) => Math.max(0, amount - (before.get(place) ?? 0)))
}

function countBy<T>(items: Iterable<T>, key: (item: T) => string, amount: (item: T) => number): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + amount(item))
  return counts
}

function total<T>(items: Iterable<T>, amount: (item: T) => number): number {
  let result = 0
  for (const item of items) result += amount(item)
  return result
}
