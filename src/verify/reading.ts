import type { Flow, NodeGroup, Plan } from '../domain/plan.ts'
import { type Agent, type CapacityClass, type CapacityType, type Cluster, INTERNET, type Offer, type Problem } from '../domain/problem.ts'
import type { Nodes, Replicas } from '../domain/units.ts'

/** How many replicas of an agent stand on each capacity, by cluster id. */
export type Standing = ReadonlyMap<string, Readonly<Record<CapacityClass, Replicas>>>

/** A node group with what it refers to; its name is for people. */
export interface KnownGroup {
  readonly name: string
  readonly cluster: Cluster
  readonly offer: Offer
  readonly count: Nodes
  readonly zone: string | undefined
  /** On each of its nodes. */
  readonly pods: ReadonlyMap<Agent, Replicas>
}

/** What the nodes of a group are; undefined where their cluster has no such offer. */
type OfferOf = (group: NodeGroup) => Offer | undefined

/** A plan looked up in its problem once, so that no check has to search. What refers to nothing is left out here and reported by `references`. */
export interface Reading {
  readonly problem: Problem
  readonly plan: Plan
  readonly clusters: ReadonlyMap<string, Cluster>
  readonly agents: ReadonlyMap<string, Agent>
  readonly offerOf: OfferOf
  /** By agent id: what the placements say. */
  readonly placed: ReadonlyMap<string, Standing>
  /** By agent id: what stands on the node groups. */
  readonly packed: ReadonlyMap<string, Standing>
  readonly groups: readonly KnownGroup[]
  /** By cluster id: the nodes of each offer. */
  readonly nodes: ReadonlyMap<string, ReadonlyMap<Offer, Nodes>>
  /** By the ids of the two agents, or of one and "internet". */
  readonly flows: ReadonlyMap<string, ReadonlyMap<string, readonly Flow[]>>
}

export const NOWHERE: Standing = new Map()
export const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0
export const isAmount = (value: unknown): value is number => Number.isFinite(value) && (value as number) >= 0
export const replicasOf = (on: Readonly<Record<CapacityClass, Replicas>>): Replicas => on['on-demand'] + on.spot

export function allReplicas(standing: Standing, kind?: CapacityClass): Replicas {
  let total = 0
  for (const on of standing.values()) total += kind ? on[kind] : replicasOf(on)
  return total
}

export function readPlan(problem: Problem, plan: Plan): Reading {
  const clusters = new Map(problem.clusters.map((cluster) => [cluster.id, cluster]))
  const agents = new Map(problem.agents.map((agent) => [agent.id, agent]))
  const offerOf = offersOf(problem)
  const groups = knownGroups({ clusters, agents, offerOf }, plan.nodeGroups)
  return {
    problem,
    plan,
    clusters,
    agents,
    offerOf,
    groups,
    ...standings(clusters, agents, plan, groups),
    nodes: nodesByOffer(groups),
    flows: knownFlows(clusters, plan),
  }
}

function offersOf({ clusters }: Problem): OfferOf {
  const byType = new Map(clusters.map(({ id, offers }) => [id, Map.groupBy(offers, ({ instanceType }) => instanceType)]))
  return ({ cluster, instanceType, capacityType }) =>
    byType
      .get(cluster)
      ?.get(instanceType)
      ?.find((offer) => offer.capacityType === capacityType)
}

function knownGroups(
  { clusters, agents, offerOf }: Pick<Reading, 'clusters' | 'agents' | 'offerOf'>,
  groups: readonly NodeGroup[],
): KnownGroup[] {
  const known: KnownGroup[] = []
  for (const group of groups) {
    const offer = offerOf(group)
    if (!offer || !isCount(group.count) || group.count === 0) continue
    const cluster = clusters.get(group.cluster) as Cluster
    known.push({ name: groupName(group), cluster, offer, count: group.count, zone: group.zone, pods: knownPods(agents, group) })
  }
  return known
}

/** Unambiguous: no capacity type holds a slash. */
export const offerKey = ({ instanceType, capacityType }: { instanceType: string; capacityType: CapacityType }): string =>
  `${capacityType}/${instanceType}`
export const groupName = (group: NodeGroup): string => `${group.count} × ${group.instanceType} (${group.capacityType}) in ${group.cluster}`

function knownPods(agents: ReadonlyMap<string, Agent>, group: NodeGroup): Map<Agent, Replicas> {
  const pods = new Map<Agent, Replicas>()
  for (const pod of group.pods) {
    const agent = agents.get(pod.agent)
    if (agent && isCount(pod.replicas) && pod.replicas > 0) pods.set(agent, (pods.get(agent) ?? 0) + pod.replicas)
  }
  return pods
}

function standings(clusters: ReadonlyMap<string, Cluster>, agents: ReadonlyMap<string, Agent>, plan: Plan, groups: readonly KnownGroup[]) {
  const placed = new Tally()
  const packed = new Tally()
  for (const { agent, cluster, capacityType, replicas } of plan.placements) {
    if (agents.has(agent) && clusters.has(cluster) && isCount(replicas)) placed.add(agent, cluster, capacityType, replicas)
  }
  for (const { cluster, offer, count, pods } of groups) {
    for (const [agent, replicas] of pods) packed.add(agent.id, cluster.id, offer.capacityType, replicas * count)
  }
  return { placed: placed.byAgent, packed: packed.byAgent }
}

class Tally {
  readonly byAgent = new Map<string, Map<string, Record<CapacityClass, Replicas>>>()

  /** What is not spot counts as on-demand: reserved nodes do. */
  add(agent: string, cluster: string, capacityType: CapacityType, replicas: Replicas): void {
    const standing = this.byAgent.get(agent) ?? new Map<string, Record<CapacityClass, Replicas>>()
    const on = standing.get(cluster) ?? { 'on-demand': 0, spot: 0 }
    on[capacityType === 'spot' ? 'spot' : 'on-demand'] += replicas
    this.byAgent.set(agent, standing.set(cluster, on))
  }
}

function nodesByOffer(groups: readonly KnownGroup[]): Map<string, Map<Offer, Nodes>> {
  const nodes = new Map<string, Map<Offer, Nodes>>()
  for (const { cluster, offer, count } of groups) {
    const ofCluster = nodes.get(cluster.id) ?? new Map<Offer, Nodes>()
    nodes.set(cluster.id, ofCluster.set(offer, (ofCluster.get(offer) ?? 0) + count))
  }
  return nodes
}

/** A flow leaves a cluster, and reaches one, or the internet where that is whom it is for. */
export function isKnownFlow(clusters: ReadonlyMap<string, Cluster>, flow: Flow): boolean {
  const arrives = flow.toAgent === INTERNET ? flow.toCluster === INTERNET : clusters.has(flow.toCluster)
  return clusters.has(flow.fromCluster) && arrives && isAmount(flow.gibPerHour)
}

function knownFlows(clusters: ReadonlyMap<string, Cluster>, plan: Plan): Map<string, Map<string, Flow[]>> {
  const flows = new Map<string, Map<string, Flow[]>>()
  for (const flow of plan.flows) {
    if (!isKnownFlow(clusters, flow)) continue
    const from = flows.get(flow.fromAgent) ?? new Map<string, Flow[]>()
    const edge = from.get(flow.toAgent) ?? []
    edge.push(flow)
    flows.set(flow.fromAgent, from.set(flow.toAgent, edge))
  }
  return flows
}
