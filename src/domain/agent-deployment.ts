import type { CapacityClass } from './problem.ts'
import type { Replicas } from './units.ts'

/** One of the Deployments that an agent consists of: what can be scaled in one cluster, on one capacity type. */
export interface AgentDeployment {
  readonly cluster: string
  readonly namespace: string
  readonly name: string
  /** What its pods stand on; on-demand where nothing decides it. */
  readonly capacityType: CapacityClass
  /** False where nothing keeps its pods on that capacity type, so that it serves both. */
  readonly isBound: boolean
  /** As its spec asks for. */
  readonly replicas: Replicas
  readonly readyReplicas: Replicas
  readonly owner: ReplicaOwner
  readonly control: ReplicaControl
  /** Why no more than this may be done to it, in words; absent where its replicas may be set. */
  readonly because?: string
  /** How many of all the pods that it covers its strictest PodDisruptionBudget keeps; absent where none covers its pods. */
  readonly disruptionBudget?: { readonly name: string; readonly minAvailable: Replicas }
  /** True where its cluster did not answer: this is how it stood when it last did. */
  readonly isStale?: true
}

/** Who decides how many replicas run. */
export type ReplicaOwner =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'autoscaler' } & OwnerBounds)
  | ({ readonly kind: 'keda'; readonly idleReplicas?: Replicas; readonly isPaused: boolean } & OwnerBounds)
  | { readonly kind: 'argo-cd' | 'flux' | 'operator'; readonly name: string }

export interface OwnerBounds {
  readonly name: string
  readonly minReplicas: Replicas
  readonly maxReplicas: Replicas
}

/** replicas: they may be set; bounds: the least and most that their owner keeps to may be; advice: nothing may be, only said. */
export type ReplicaControl = 'replicas' | 'bounds' | 'advice'

/** Whether a Deployment can run an agent's replicas there. */
export const serves = (deployment: AgentDeployment, cluster: string, capacityType: CapacityClass): boolean =>
  deployment.cluster === cluster && (deployment.capacityType === capacityType || !deployment.isBound)
