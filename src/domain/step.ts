import type { NodeGroup } from './plan.ts'
import type { Agent, CapacityClass, CapacityType } from './problem.ts'
import type { Nodes, Replicas } from './units.ts'

/** Nodes that are started and stopped as one number: of one offer and, where it matters, one zone. */
export interface NodePool {
  readonly cluster: string
  readonly instanceType: string
  readonly capacityType: CapacityType
  readonly zone?: string
}

/** Replicas that are scaled as one number. */
export interface ReplicaSet {
  readonly agent: string
  readonly cluster: string
  readonly capacityType: CapacityClass
}

/**
 * `replicas` on each of `count` nodes that look like this before the step: the pods that the plan was packed with.
 * A hint, for the cluster's scheduler decides.
 */
export interface LayoutHint {
  readonly node: Omit<NodePool, 'cluster'> & { readonly pods: NodeGroup['pods'] }
  readonly count: Nodes
  readonly replicas: Replicas
}

export interface ResizeNodes extends NodePool {
  readonly kind: 'start-nodes' | 'stop-nodes'
  readonly from: Nodes
  readonly to: Nodes
}

export interface ScaleReplicas extends ReplicaSet {
  readonly kind: 'grow' | 'shrink'
  readonly from: Replicas
  readonly to: Replicas
  readonly layout: readonly LayoutHint[]
}

export interface WaitUntilReady extends ReplicaSet {
  readonly kind: 'wait'
  readonly replicas: Replicas
}

/** What one replica asks for from now on: demand decided it. */
export interface RightSize {
  readonly kind: 'right-size'
  readonly agent: string
  readonly from: Agent['requests']
  readonly to: Agent['requests']
}

/** One thing to do on the way from today to a plan: plain JSON, to be printed, saved and applied in order. */
export type Step = ResizeNodes | ScaleReplicas | WaitUntilReady | RightSize

/** What must be done, in order; or why it cannot be done, and then nothing should be. */
export interface StepList {
  readonly steps: readonly Step[]
  readonly refusal?: { readonly reason: string; readonly remedy: string }
}
