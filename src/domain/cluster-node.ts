import { offerKey } from './find-offer.ts'
import type { NodeGroup } from './plan.ts'
import type { CapacityType } from './problem.ts'
import type { Replicas } from './units.ts'

/** One node and the pods on it; nodes bear no names here, for those that look alike are interchangeable. */
export interface ClusterNode {
  readonly cluster: string
  readonly instanceType: string
  readonly capacityType: CapacityType
  /** Absent: not known, or not asked for. */
  readonly zone?: string
  /** Replicas by agent; none is 0. */
  readonly pods: ReadonlyMap<string, Replicas>
}

/** Each node of each group by itself. */
export function nodesOf(groups: readonly NodeGroup[]): ClusterNode[] {
  return groups.flatMap(({ cluster, instanceType, capacityType, zone, count, pods }) => {
    const kind = { cluster, instanceType, capacityType, ...(zone === undefined ? {} : { zone }) }
    const counted = new Map<string, number>()
    for (const { agent, replicas } of pods) if (replicas > 0) counted.set(agent, (counted.get(agent) ?? 0) + replicas)
    return Array.from({ length: count }, () => ({ ...kind, pods: new Map(counted) }))
  })
}

/** Nodes that look alike as one group: in one order whatever the order of the nodes, so that equal layouts are equal values. */
export function groupsOf(nodes: readonly ClusterNode[]): NodeGroup[] {
  return [...Map.groupBy(nodes, lookOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, [{ pods, ...kind }, ...others]]) => ({ ...kind, count: 1 + others.length, pods: podsOf(pods) }))
}

/** The same for nodes of one offer, one zone and the same pods. */
export function lookOf(node: ClusterNode): string {
  const pods = podsOf(node.pods).map(({ agent, replicas }) => `${agent}×${replicas}`)
  return `${poolKey(node)}|${pods.join(',')}`
}

/** The same for nodes of one offer and one zone. */
export function poolKey(node: Omit<ClusterNode, 'pods'>): string {
  return `${offerKey(node)}|${node.zone ?? ''}`
}

/** Pods as plain JSON, by agent. */
export function podsOf(pods: ReadonlyMap<string, Replicas>): NodeGroup['pods'] {
  return [...pods]
    .filter(([, replicas]) => replicas > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([agent, replicas]) => ({ agent, replicas }))
}

/** The node with so many replicas of an agent more, or fewer where negative. */
export function withPods<Node extends ClusterNode>(node: Node, agent: string, more: number): Node {
  const replicas = (node.pods.get(agent) ?? 0) + more
  if (replicas < 0) throw new RangeError(`a node of ${node.cluster} holds fewer than ${-more} pods of ${agent}`)
  const pods = new Map(node.pods)
  if (replicas === 0) pods.delete(agent)
  else pods.set(agent, replicas)
  return { ...node, pods }
}
