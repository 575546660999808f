import type { Agent } from '../domain/problem.ts'
import type { LayoutHint, NodePool, ReplicaSet } from '../domain/step.ts'
import type { Nodes, Replicas } from '../domain/units.ts'

/**
 * What applying needs of clusters. Every write says what shall be, not by how much, so that it may be repeated;
 * each rejects with what is wrong and changes nothing then.
 */
export interface ClusterWriter {
  /** How many nodes the pool has now. */
  nodes(pool: NodePool): Promise<Nodes>
  /** Starts nodes, or stops some that hold no pod. */
  resizeNodes(pool: NodePool, count: Nodes): Promise<void>
  /** How many replicas are asked for now, whether ready or not. */
  replicas(set: ReplicaSet): Promise<Replicas>
  /** Asks for so many replicas; they are ready only after `waitUntilReady`. The layout says which nodes gain or lose them. */
  scale(set: ReplicaSet, replicas: Replicas, layout: readonly LayoutHint[]): Promise<void>
  /** Resolves once so many replicas are ready; rejects where that cannot come to be. */
  waitUntilReady(set: ReplicaSet, replicas: Replicas): Promise<void>
  requests(agent: string): Promise<Agent['requests']>
  /** What one replica asks for from now on; pods that run are resized in place. */
  setRequests(agent: string, requests: Agent['requests']): Promise<void>
}
