import type { Catalogue } from '../../../domain/catalogue.ts'
import type { Finding } from '../../../domain/finding.ts'
import type { FleetAgent, FleetCluster, Reservation } from '../../../domain/fleet.ts'
import type { AllocatableOf } from '../../../domain/node-capacity.ts'
import type { CapacityClass, Quota } from '../../../domain/problem.ts'
import type { Share, Usd, Vcpu } from '../../../domain/units.ts'
import type { PodObject } from '../snapshot.ts'
import type { BystanderWorkload } from './bystander-workloads.ts'
import type { NodePoolSummary } from './node-pool-summaries.ts'

/** What a person says of a real cluster: what it cannot say of itself, and what is to be checked against what it says. */
export interface DescribedKubernetesCluster {
  readonly id: string
  readonly provider?: string
  readonly region?: string
  /** Beside those of its nodes: zones in which it has none today. */
  readonly zones?: readonly string[]
  readonly tags?: readonly string[]
  readonly limits?: FleetCluster['limits']
  readonly growsFrom?: DescribedGrowth
  readonly reserved?: readonly Reservation[]
  readonly nodeStartUsd?: Usd
  readonly maxPodsPerNode?: number
}

/** Narrows what the cluster could have nodes of; a part that is absent narrows nothing. */
export interface DescribedGrowth {
  readonly instanceTypes?: readonly string[]
  readonly families?: readonly string[]
  readonly capacityTypes?: readonly CapacityClass[]
  readonly maxVcpu?: Vcpu
}

/** The agent whose replica a pod is; undefined where it is nobody's. */
export type AgentOfPod = (pod: PodObject) => string | undefined

/** What a cluster is joined with, and how the plan will see its nodes. */
export interface CapacityWorld {
  readonly catalogue: Catalogue
  readonly allocatable: AllocatableOf
  /** The fleet's: what plans leave free of every node. */
  readonly headroom: Share
  readonly agentOfPod: AgentOfPod
}

/** A cluster as the fleet has it, and who else stands there. */
export interface ClusterCapacity {
  /** Absent where the findings tell an error that leaves nothing to plan with. */
  readonly cluster?: FleetCluster
  /** Pods that are no agents, as what they take of the nodes; they stand among `cluster.nodes`. */
  readonly bystanders: readonly FleetAgent[]
  readonly quotas: readonly Quota[]
  readonly findings: readonly Finding[]
  /** For people: who the bystanders are, and what the nodes belong to. */
  readonly workloads: readonly BystanderWorkload[]
  readonly nodePools: readonly NodePoolSummary[]
}
