import { type ClusterNode, lookOf, withPods } from '../../domain/cluster-node.ts'
import { capacityClass } from '../../domain/problem.ts'
import type { LayoutHint, ReplicaSet } from '../../domain/step.ts'
import type { Replicas } from '../../domain/units.ts'

type Room = (node: ClusterNode, agent: string) => Replicas

/** Nodes after pods came or went, and the pods for which there was no node. */
export interface Scheduled {
  readonly nodes: readonly ClusterNode[]
  readonly left: Replicas
}

/** Pods come: onto the nodes of the hint where they have room, then onto the fullest node that still takes one. */
export function addPods(
  nodes: readonly ClusterNode[],
  set: ReplicaSet,
  replicas: Replicas,
  layout: readonly LayoutHint[],
  room: Room,
): Scheduled {
  const hinted = followHint(nodes, set, replicas, layout, (node, wanted) => Math.min(wanted, room(node, set.agent)))
  const after = [...hinted.nodes]
  let left = hinted.left
  for (; left > 0; left--) {
    const at = fullestWithRoom(after, set, room)
    if (at < 0) break
    after[at] = withPods(after[at], set.agent, 1)
  }
  return { nodes: after, left }
}

/** Pods go: from the nodes of the hint, then from the nodes that hold the most of the agent. */
export function removePods(
  nodes: readonly ClusterNode[],
  set: ReplicaSet,
  replicas: Replicas,
  layout: readonly LayoutHint[],
): readonly ClusterNode[] {
  const hinted = followHint(nodes, set, replicas, layout, (node, wanted) => -Math.min(wanted, replicasOn(node, set)))
  const after = [...hinted.nodes]
  for (let left = hinted.left; left > 0; left--) {
    const at = indexOfMost(after, (node) => replicasOn(node, set))
    if (at < 0) break
    after[at] = withPods(after[at], set.agent, -1)
  }
  return after
}

/** Each node follows at most one line of the hint, by how it looked before. */
function followHint(
  nodes: readonly ClusterNode[],
  set: ReplicaSet,
  replicas: Replicas,
  layout: readonly LayoutHint[],
  change: (node: ClusterNode, wanted: Replicas) => number,
): Scheduled {
  const after = [...nodes]
  const lines = layout.map((hint) => ({ look: lookOfHint(set.cluster, hint), replicas: hint.replicas, open: hint.count }))
  let left = replicas
  nodes.forEach((node, at) => {
    const line = lines.find(({ look, open }) => open > 0 && look === lookOf(node))
    if (!line || left === 0) return
    const more = change(node, Math.min(left, line.replicas))
    line.open -= 1
    left -= Math.abs(more)
    after[at] = withPods(node, set.agent, more)
  })
  return { nodes: after, left }
}

function lookOfHint(cluster: string, { node }: LayoutHint): string {
  return lookOf({ ...node, cluster, pods: new Map(node.pods.map(({ agent, replicas }) => [agent, replicas])) })
}

const standsIn = (node: ClusterNode, { cluster, capacityType }: ReplicaSet): boolean =>
  node.cluster === cluster && capacityClass(node.capacityType) === capacityType

/** How many of these replicas run on the node. */
export const replicasOn = (node: ClusterNode, set: ReplicaSet): Replicas => (standsIn(node, set) ? (node.pods.get(set.agent) ?? 0) : 0)

function fullestWithRoom(nodes: readonly ClusterNode[], set: ReplicaSet, room: Room): number {
  const podCount = ({ pods }: ClusterNode) => [...pods.values()].reduce((sum, replicas) => sum + replicas, 0)
  return indexOfMost(nodes, (node) => (standsIn(node, set) && room(node, set.agent) > 0 ? 1 + podCount(node) : 0))
}

/** The first index with the greatest positive score; −1 where none is positive. */
function indexOfMost(nodes: readonly ClusterNode[], score: (node: ClusterNode) => number): number {
  let best = -1
  let most = 0
  nodes.forEach((node, at) => {
    const own = score(node)
    if (own <= most) return
    most = own
    best = at
  })
  return best
}
