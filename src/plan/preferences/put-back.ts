import { type ClusterNode, groupsOf, nodesOf, withPods } from '../../domain/cluster-node.ts'
import { nodeLimits } from '../../domain/node-limits.ts'
import { roomFor } from '../../domain/node-room.ts'
import type { Placement } from '../../domain/plan.ts'
import { type Agent, CAPACITY_CLASSES, type CapacityClass, capacityClass, type Problem } from '../../domain/problem.ts'
import { routeTraffic } from '../../domain/route-traffic.ts'
import type { Replicas } from '../../domain/units.ts'
import type { Layout } from './restate.ts'

export interface Place {
  readonly cluster: string
  readonly capacityType: CapacityClass
}

/**
 * A plan with one agent's replicas where they stand today, as many as the plan runs, and all other pods where the plan has them: onto nodes
 * with room first, then onto new ones, those with the cheapest room first; nodes that are emptied go. A quick guess at what the plan is
 * without its moves: it may break rules, and a solve may know better. Undefined where no machine takes them.
 */
export function putBack(problem: Problem, plan: Layout, agentId: string): Layout | undefined {
  const agent = problem.agents.find(({ id }) => id === agentId)!
  const wanted = wantedPlaces(agent, plan.placements)
  let nodes: ClusterNode[] | undefined = nodesOf(plan.nodeGroups)
  for (const { place, replicas } of wanted) nodes = withoutExcess(nodes, agentId, place, replicas)
  for (const { place, replicas } of wanted) {
    nodes = nodes && withMissing(problem, nodes, agent, place, replicas - countIn(nodes, agentId, place))
  }
  if (!nodes) return undefined
  const placements = [...plan.placements.filter((placement) => placement.agent !== agentId), ...placementsOf(agentId, wanted)]
  return { placements, nodeGroups: groupsOf(nodes), flows: routeTraffic(problem, placements) }
}

interface Wanted {
  readonly place: Place
  readonly replicas: Replicas
}

/** Replicas that stay where they stand; then those that the plan would move, back; then those that demand adds, where the plan has them. */
function wantedPlaces({ id, current = [] }: Agent, placements: readonly Placement[]): Wanted[] {
  const planned = placements.filter(({ agent }) => agent === id)
  const clusters = new Set([...current, ...planned].map(({ cluster }) => cluster))
  const places = [...clusters].flatMap((cluster) => CAPACITY_CLASSES.map((capacityType) => ({ cluster, capacityType })))
  const stays = places.map((place) => Math.min(at(current, place), at(planned, place)))
  let left = planned.reduce((sum, { replicas }) => sum + replicas, 0) - stays.reduce((sum, replicas) => sum + replicas, 0)
  const take = (most: Replicas): Replicas => {
    const taken = Math.min(left, most)
    left -= taken
    return taken
  }
  const back = places.map((place, i) => stays[i]! + take(at(current, place) - stays[i]!))
  return places.map((place, i) => ({ place, replicas: back[i]! + take(at(planned, place) - stays[i]!) }))
}

const at = (standing: readonly (Place & { readonly replicas: Replicas })[], { cluster, capacityType }: Place): Replicas =>
  standing.reduce((sum, one) => (one.cluster === cluster && one.capacityType === capacityType ? sum + one.replicas : sum), 0)

const isIn = (node: ClusterNode, { cluster, capacityType }: Place): boolean =>
  node.cluster === cluster && capacityClass(node.capacityType) === capacityType

const countIn = (nodes: readonly ClusterNode[], agent: string, place: Place): Replicas =>
  nodes.reduce((sum, node) => (isIn(node, place) ? sum + (node.pods.get(agent) ?? 0) : sum), 0)

/** Takes the agent's pods off the nodes that hold least beside them first, so that these can go. */
function withoutExcess(nodes: readonly ClusterNode[], agent: string, place: Place, replicas: Replicas): ClusterNode[] {
  let excess = countIn(nodes, agent, place) - replicas
  if (excess <= 0) return [...nodes]
  const others = (node: ClusterNode) => [...node.pods].reduce((sum, [id, count]) => (id === agent ? sum : sum + count), 0)
  return nodes
    .toSorted((a, b) => others(a) - others(b))
    .map((node) => {
      const off = isIn(node, place) ? Math.min(excess, node.pods.get(agent) ?? 0) : 0
      excess -= off
      return off > 0 ? withPods(node, agent, -off) : node
    })
    .filter(({ pods }) => pods.size > 0)
}

/** So many more replicas of an agent in a place: onto nodes with room first, then onto new ones. Undefined where no machine takes them. */
export function withMissing(
  problem: Problem,
  nodes: readonly ClusterNode[],
  agent: Agent,
  place: Place,
  missing: Replicas,
): ClusterNode[] | undefined {
  if (missing <= 0) return [...nodes]
  const room = roomFor(problem)
  let left = missing
  const filled = nodes.map((node) => {
    const more = isIn(node, place) ? Math.min(left, room(node, agent.id)) : 0
    left -= more
    return more > 0 ? withPods(node, agent.id, more) : node
  })
  while (left > 0) {
    const empty = cheapestNode(problem, filled, agent, place, left, room)
    if (!empty) return undefined
    const more = Math.min(left, room(empty, agent.id))
    filled.push(withPods(empty, agent.id, more))
    left -= more
  }
  return filled
}

/** The new node whose room costs least for each replica that goes there. */
function cheapestNode(
  problem: Problem,
  nodes: readonly ClusterNode[],
  agent: Agent,
  place: Place,
  replicas: Replicas,
  room: ReturnType<typeof roomFor>,
): ClusterNode | undefined {
  const { offers = [] } = problem.clusters.find(({ id }) => id === place.cluster) ?? {}
  const limitsAgainst = nodeLimits(problem)
  const rated = offers.map((offer) => {
    const { instanceType, capacityType, usdPerHour } = offer
    const node: ClusterNode = { cluster: place.cluster, instanceType, capacityType, pods: new Map() }
    return { node, usdPerReplica: usdPerHour / Math.min(replicas, room(node, agent.id)) }
  })
  return rated
    .filter(({ node, usdPerReplica }) => isIn(node, place) && Number.isFinite(usdPerReplica))
    .toSorted((a, b) => a.usdPerReplica - b.usdPerReplica)
    .find(({ node }) => limitsAgainst(nodes, node).length === 0)?.node
}

function placementsOf(agent: string, wanted: readonly Wanted[]): Placement[] {
  return wanted.filter(({ replicas }) => replicas > 0).map(({ place, replicas }) => ({ agent, ...place, replicas }))
}
