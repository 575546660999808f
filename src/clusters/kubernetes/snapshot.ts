import type { Finding } from '../../domain/finding.ts'
import type { GiB, Gpus, Replicas, Vcpu } from '../../domain/units.ts'

/**
 * One cluster at one time, as its API server gave it: only what Ballast reads, quantities as numbers, plain JSON, so that it can be kept,
 * shown and replayed. What it means is decided elsewhere; here is only what was said.
 */
export interface ClusterSnapshot {
  /** The cluster's id in the configuration. */
  readonly cluster: string
  /** As the server names it: `v1.33.1`. */
  readonly version: string
  /** ISO date-time at which reading began. */
  readonly readAt: string
  /** Set where the cluster did not answer and this is its last state that did: nothing is planned onto it, or away from it for money. */
  readonly stale?: { readonly since: string; readonly because: string }
  readonly nodes: readonly NodeObject[]
  readonly pods: readonly PodObject[]
  readonly deployments: readonly DeploymentObject[]
  readonly replicaSets: readonly OwnedObject[]
  readonly daemonSets: readonly ObjectName[]
  readonly namespaces: readonly NamedObject[]
  readonly disruptionBudgets: readonly DisruptionBudgetObject[]
  readonly autoscalers: readonly AutoscalerObject[]
  readonly scaledObjects: readonly ScaledObject[]
  readonly nodePools: readonly NodePoolObject[]
  readonly nodeClaims: readonly NamedObject[]
  /** What the metrics API says of each pod now; empty where there is none. */
  readonly usage: readonly PodUsage[]
  /** Which lists were read, in which version; one that is not here is not served, or may not be read. */
  readonly lists: readonly ReadList[]
  /** What could not be read, and what it means. */
  readonly findings: readonly Finding[]
}

/**
 * One list as it was read. Each is consistent in itself, as of its resourceVersion; two lists are not of the same moment: a pod may stand
 * on a node that another list does not hold yet.
 */
export interface ReadList {
  /** `pods`, `horizontalpodautoscalers`, `pods.metrics.k8s.io`: as in a ClusterRole, with its group where that is not clear. */
  readonly resource: string
  /** `v1`, `policy/v1beta1`: what the server serves of what Ballast knows. */
  readonly groupVersion: string
  readonly resourceVersion: string
  readonly objects: number
}

type Text = Readonly<Record<string, string>>

export interface ObjectName {
  readonly name: string
  /** '' for what has none. */
  readonly namespace: string
}

export interface NamedObject extends ObjectName {
  readonly uid: string
  readonly labels: Text
  readonly annotations: Text
}

export interface OwnerReference {
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly isController: boolean
}

export interface OwnedObject extends NamedObject {
  readonly owners: readonly OwnerReference[]
}

/** Who wrote which fields last, where the server records it. */
export interface FieldManager {
  readonly manager: string
  readonly operation: string
  /** `scale` for writes through that subresource; '' for the object itself. */
  readonly subresource: string
  /** ISO date-time. */
  readonly time?: string
  /** True where it owns `spec.replicas`. */
  readonly ownsReplicas: boolean
}

export interface Taint {
  readonly key: string
  readonly value: string
  readonly effect: string
}

/** [vCPU, GiB, whole devices, pods] */
export interface NodeResources {
  readonly cpu: Vcpu
  readonly memoryGiB: GiB
  /** Whole GPUs of any make; parts of one (MIG, time-slices) are in `devices` alone. */
  readonly gpu: Gpus
  readonly pods: number
  readonly devices?: Devices
}

/** Every extended resource by its name, whole GPUs included: `nvidia.com/gpu`, `nvidia.com/mig-1g.5gb`. Absent: none. */
export type Devices = Readonly<Record<string, number>>

export interface NodeObject extends NamedObject {
  readonly providerId: string
  readonly taints: readonly Taint[]
  readonly isUnschedulable: boolean
  readonly isReady: boolean
  readonly createdAt: string
  readonly capacity: NodeResources
  readonly allocatable: NodeResources
}

export interface Toleration {
  readonly key?: string
  readonly operator?: string
  readonly value?: string
  readonly effect?: string
}

/** One requirement of a node selector or of a NodePool. */
export interface NodeRequirement {
  readonly key: string
  /** In, NotIn, Exists, DoesNotExist, Gt, Lt. */
  readonly operator: string
  readonly values: readonly string[]
}

/** What decides where a pod may stand. */
export interface PodTemplate {
  readonly labels: Text
  readonly annotations: Text
  /** Of the whole pod: the larger of its containers' sum and its largest init container, sidecars counted as Kubernetes does, plus overhead. */
  readonly requests: { readonly cpu: Vcpu; readonly memoryGiB: GiB; readonly gpu: Gpus; readonly devices?: Devices }
  /** False where a container says nothing of its CPU or memory. */
  readonly hasRequests: { readonly cpu: boolean; readonly memory: boolean }
  readonly limits: { readonly cpu?: Vcpu; readonly memoryGiB?: GiB }
  readonly nodeSelector: Text
  /** Required node affinity: terms of which one must hold; each a list that must hold whole. Empty: no such rule. */
  readonly nodeAffinity: readonly (readonly NodeRequirement[])[]
  /** Required pod anti-affinity to pods with its own labels, in its own namespace, by topology key. */
  readonly apartBy: readonly string[]
  /** Required affinity or anti-affinity to other pods, in words: what Ballast cannot keep is told, not guessed. */
  readonly otherAffinity: readonly string[]
  readonly tolerations: readonly Toleration[]
  /** Over pods with its own labels; what spreads over others is told in `otherAffinity`. */
  readonly topologySpread: readonly { readonly topologyKey: string; readonly maxSkew: number; readonly whenUnsatisfiable: string }[]
  /** Volumes that stay where they are, in words: `claim data`, `host path /var/lib/x`, `disk vol-1`. */
  readonly boundVolumes: readonly string[]
  readonly runtimeClass?: string
  readonly priorityClass?: string
  readonly schedulerName?: string
}

export interface PodObject extends OwnedObject {
  /** '' while it waits for a node. */
  readonly node: string
  /** Pending, Running, Succeeded, Failed, Unknown. */
  readonly phase: string
  readonly isReady: boolean
  readonly isDeleted: boolean
  readonly startedAt?: string
  readonly requests: PodTemplate['requests']
  readonly restarts: number
  /** ISO date-time of the last time that a container ran out of memory. */
  readonly lastOutOfMemoryAt?: string
}

export interface DeploymentObject extends OwnedObject {
  readonly generation: number
  readonly observedGeneration: number
  readonly replicas: Replicas
  readonly readyReplicas: Replicas
  readonly isPaused: boolean
  readonly selector: Text
  /** False where the selector has expressions beside `selector`. */
  readonly hasPlainSelector: boolean
  readonly template: PodTemplate
  readonly managers: readonly FieldManager[]
}

/** One that selects something. */
export interface DisruptionBudgetObject extends NamedObject {
  /** Empty: every pod of its namespace. */
  readonly selector: Text
  readonly hasPlainSelector: boolean
  /** As written: a number or a percentage. */
  readonly minAvailable?: string
  readonly maxUnavailable?: string
}

/** What something scales: an autoscaler's target. */
export interface ScaleTarget {
  readonly kind: string
  readonly name: string
}

export interface AutoscalerObject extends OwnedObject {
  readonly target: ScaleTarget
  readonly minReplicas: Replicas
  readonly maxReplicas: Replicas
  readonly currentReplicas: Replicas
  readonly desiredReplicas: Replicas
}

/** KEDA. */
export interface ScaledObject extends NamedObject {
  readonly target: ScaleTarget
  readonly minReplicas: Replicas
  readonly maxReplicas: Replicas
  readonly idleReplicas?: Replicas
  /** By the annotations autoscaling.keda.sh/paused and paused-replicas. */
  readonly isPaused: boolean
}

/** Karpenter: what it may start. */
export interface NodePoolObject extends NamedObject {
  readonly requirements: readonly NodeRequirement[]
  readonly taints: readonly Taint[]
  readonly templateLabels: Text
  readonly limits: { readonly cpu?: Vcpu; readonly memoryGiB?: GiB; readonly gpu?: Gpus; readonly nodes?: number }
  readonly weight: number
}

export interface PodUsage extends ObjectName {
  readonly cpu: Vcpu
  readonly memoryGiB: GiB
  /** ISO date-time of the end of the window, and its length [s]. */
  readonly at: string
  readonly windowSeconds: number
}
