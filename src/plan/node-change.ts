import { type ClusterNode, lookOf } from '../domain/cluster-node.ts'
import { offerKey } from '../domain/find-offer.ts'
import type { Replicas } from '../domain/units.ts'

/** One node on the way from today to the plan: what stands on it, what shall, and whether it is there yet or still. */
export interface NodeChange {
  node: ClusterNode
  /** Replicas by agent that the plan packs on it; none on a node that goes. */
  wanted: ReadonlyMap<string, Replicas>
  /** False: the plan has no use for the node, and it stops once it is empty. */
  stays: boolean
  /** Whether it runs at this point of the steps. */
  stands: boolean
}

/**
 * Which of today's nodes becomes which of the plan's: nodes of one offer in a zone that the plan allows, those with the most pods in
 * common first, so that as few pods as possible are disturbed, and none of agents that may not move where that can be. What is left over stops;
 * what is missing starts.
 */
export function matchNodes(
  today: readonly ClusterNode[],
  planned: readonly ClusterNode[],
  mayMove: (agent: string) => boolean = () => true,
): NodeChange[] {
  const free = Map.groupBy(today, lookOf)
  const open = Map.groupBy(planned, lookOf)
  const changes: NodeChange[] = []
  for (const { from, to } of likenesses(free, open, mayMove)) {
    while (from.length > 0 && to.length > 0) changes.push(kept(from.pop()!, to.pop()!))
  }
  const goes = [...free.values()].flat().map((node) => ({ node, wanted: new Map(), stays: false, stands: true }))
  const starts = [...open.values()].flat().map(startOf)
  return [...changes, ...goes, ...starts]
}

/** A node that is still to be started, with all pods that the plan packs on it. */
export function startOf(planned: ClusterNode): NodeChange {
  return { node: { ...planned, pods: new Map() }, wanted: planned.pods, stays: true, stands: false }
}

export const arriving = ({ node, wanted }: NodeChange, agent: string): Replicas =>
  Math.max(0, (wanted.get(agent) ?? 0) - (node.pods.get(agent) ?? 0))

export const leaving = ({ node, wanted }: NodeChange, agent: string): Replicas =>
  Math.max(0, (node.pods.get(agent) ?? 0) - (wanted.get(agent) ?? 0))

function kept(node: ClusterNode, planned: ClusterNode): NodeChange {
  return { node, wanted: planned.pods, stays: true, stands: true }
}

interface Likeness {
  readonly from: ClusterNode[]
  readonly to: ClusterNode[]
  /** Whether the plan leaves the zone open. */
  readonly anywhere: boolean
  readonly disturbed: number
}

/** Pairs of looks that may become each other: where the plan names a zone first, since fewer nodes will do; then the least disturbed pods. */
function likenesses(
  free: ReadonlyMap<string, ClusterNode[]>,
  open: ReadonlyMap<string, ClusterNode[]>,
  mayMove: (agent: string) => boolean,
): Likeness[] {
  const pairs: Likeness[] = []
  for (const from of free.values())
    for (const to of open.values()) if (mayBecome(from[0], to[0])) pairs.push({ from, to, ...likenessOf(from[0], to[0], mayMove) })
  return pairs.sort((a, b) => Number(a.anywhere) - Number(b.anywhere) || a.disturbed - b.disturbed)
}

function mayBecome(node: ClusterNode, planned: ClusterNode): boolean {
  return offerKey(node) === offerKey(planned) && (planned.zone === undefined || planned.zone === node.zone)
}

/** One pod that may not move weighs more than a node full of those that may. */
const WEIGHT_OF_PINNED = 1000

function likenessOf(node: ClusterNode, planned: ClusterNode, mayMove: (agent: string) => boolean): Omit<Likeness, 'from' | 'to'> {
  const agents = new Set([...node.pods.keys(), ...planned.pods.keys()])
  const weight = (agent: string) => (mayMove(agent) ? 1 : WEIGHT_OF_PINNED)
  const changed = (agent: string) => weight(agent) * Math.abs((planned.pods.get(agent) ?? 0) - (node.pods.get(agent) ?? 0))
  return { anywhere: planned.zone === undefined, disturbed: [...agents].reduce((sum, agent) => sum + changed(agent), 0) }
}
