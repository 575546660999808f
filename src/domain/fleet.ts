import type { AgentDeployment } from './agent-deployment.ts'
import type { NodeGroup } from './plan.ts'
import type { Policy } from './policy.ts'
import { type Allocatable, type Arch, type CapacityClass, type CapacityType, capacityClass, type Quota } from './problem.ts'
import type { GiB, GiBPerHour, Gpus, Hours, Nodes, Replicas, Share, Usd, UsdPerGiB, UsdPerHour, Vcpu } from './units.ts'
import type { ZoneSpread } from './zone-spread.ts'

/** The clusters, their nodes with the pods on them, and the agents with their rules, at one time: a frozen value, plain JSON. */
export interface Fleet {
  readonly name: string
  /** True where nothing real stands behind it, so that it may be acted on with any prices. */
  readonly simulated: boolean
  /** ISO date-time at which it was read: the age of nodes and utilisation. */
  readonly readAt: string
  /** How long a plan is expected to hold; one-off costs are spread over it. */
  readonly horizonHours: Hours
  /** Part of every node's allocatable that plans leave free. */
  readonly headroom: Share
  /** Providers that the catalogue does not know, as their user describes them. */
  readonly operators: readonly Operator[]
  readonly clusters: readonly FleetCluster[]
  readonly agents: readonly FleetAgent[]
  readonly quotas: readonly Quota[]
  /** Rates that the user pays, before any of the catalogue's. */
  readonly egress: readonly EgressRate[]
  readonly limits: { readonly maxMovedReplicas?: Replicas; readonly usdPerHour?: UsdPerHour }
}

/** Who runs a provider that the catalogue does not know, under which law, and where. */
export interface Operator {
  readonly provider: string
  /** Whose law binds the operator itself, wherever its regions are: `EU`, `US`, or a country. */
  readonly jurisdiction: string
  readonly regions: readonly {
    readonly region: string
    readonly country: string
    readonly latitude: number
    readonly longitude: number
    readonly tags: readonly string[]
  }[]
}

export interface FleetCluster {
  readonly id: string
  readonly provider: string
  readonly region: string
  readonly zones: readonly string[]
  /** The user's own, beside those of the region and of its operator. */
  readonly tags: readonly string[]
  readonly limits?: { readonly nodes?: Nodes; readonly vcpu?: Vcpu; readonly spotVcpu?: Vcpu; readonly gpu?: Gpus }
  readonly nodeStartUsd?: Usd
  readonly growsFrom: GrowsFrom
  readonly reserved: readonly Reservation[]
  /** Where the cluster's own network settings decide it; absent: the provider's default for the machine. */
  readonly maxPodsPerNode?: number
  /** What the DaemonSets take of every node. */
  readonly daemonSets: { readonly cpu: Vcpu; readonly memoryGiB: GiB; readonly pods?: number }
  /** Machines of which nodes were seen here, as those nodes are; absent: what a node gives to pods is computed. */
  readonly measured?: readonly MeasuredMachine[]
  /** What nodes gave to pods here, where they were seen, as a share of what is computed for them: machines not seen yet are taken to be like them. */
  readonly measuredShare?: { readonly cpu: Share; readonly memoryGiB: Share }
  /** Machines whose nodes all bear taints here; of those with GPUs besides GPU_TAINT. */
  readonly taints?: readonly MachineTaints[]
  /** Today's nodes with the pods on them. `cluster` is this cluster's id in each. */
  readonly nodes: readonly NodeGroup[]
}

/** What new nodes may be: a machine counts when its type is listed or its family is. */
export interface GrowsFrom {
  readonly instanceTypes: readonly string[]
  /** The part of a type's name that its sizes share, as the provider writes it: `m7i`, `n2-standard`, `D_v5`. */
  readonly families: readonly string[]
  readonly capacityTypes: readonly CapacityClass[]
  /** Machines with more vCPUs than this are left out of a family. */
  readonly maxVcpu?: Vcpu
  /** Where not every machine may be bought either way: those that may be, by capacity type. Absent: all of the above. */
  readonly boughtAs?: Readonly<Record<CapacityClass, readonly string[]>>
}

/** A machine type as its nodes in a cluster were seen. */
export interface MeasuredMachine {
  readonly instanceType: string
  /** What the node that can give the least gives to pods: as its kubelet reports it, less the DaemonSets; before head-room. */
  readonly allocatable: Allocatable
}

/** Taints in the words of an agent's `tolerates`. */
export interface MachineTaints {
  readonly instanceType: string
  readonly capacityType: CapacityClass
  readonly taints: readonly string[]
}

/** Nodes that are paid for already. */
export interface Reservation {
  readonly instanceType: string
  readonly count: Nodes
  /** What is still payable while a node runs; 0 where all was paid up front. */
  readonly usdPerHour: UsdPerHour
}

export interface FleetAgent {
  readonly id: string
  /** Names of the policies that `policy` was made of, as its owner wrote them. */
  readonly policyNames: readonly string[]
  readonly policy: Policy
  readonly demand: AgentDemand
  /** The same by the hour, 24 from midnight UTC: replicas, or the load. Absent: the same all day, or not known. */
  readonly demandByHour?: readonly number[]
  /** Of one replica, as deployed today: before right-sizing. */
  readonly requests: { readonly cpu: Vcpu; readonly memoryGiB: GiB; readonly gpu: Gpus }
  /** What one replica may take at most, where its owner limits it. */
  readonly limits?: { readonly cpu?: Vcpu; readonly memoryGiB?: GiB }
  readonly utilisation?: Utilisation
  readonly arch?: readonly Arch[]
  readonly gpuModels?: readonly string[]
  readonly instanceTypes?: readonly string[]
  readonly tolerates?: readonly string[]
  readonly traffic: readonly { readonly to: string; readonly gibPerHour: GiBPerHour }[]
  /** How its specs let its replicas lie over zones. */
  readonly zoneSpread?: readonly ZoneSpread[]
  /** What can be scaled, and so the only places that it can run in; absent where nothing real stands behind it. */
  readonly deployments?: readonly AgentDeployment[]
  /** Its owner asked that Ballast leave it alone. */
  readonly isPaused?: boolean
  /** Why it is planned as it stands today instead of by its policy, in words. */
  readonly pinnedBecause?: readonly string[]
  /** No agent, but what pods of others take of today's nodes: it stays where it stands. */
  readonly isBystander?: boolean
}

/** How much of an agent is wanted: so many replicas, or enough of them for a load. */
export type AgentDemand =
  | { readonly replicas: Replicas }
  | { readonly load: number; readonly perReplica: number; readonly unit: string; readonly minReplicas?: Replicas }

/** What one replica used over a window: the busiest replica counts. */
export interface Utilisation {
  /** From the first sample to the end of the window. */
  readonly windowHours: Hours
  /** history: over days; now: one moment, which shows no peak. Absent: as its user wrote it down. */
  readonly source?: 'history' | 'now'
  /** Samples of a replica, and the part of the window in which there is at least one. */
  readonly samples?: number
  readonly coverage?: Share
  /** Means over five minutes. */
  readonly cpu?: { readonly p50?: Vcpu; readonly p90?: Vcpu; readonly p95?: Vcpu; readonly p99?: Vcpu; readonly max?: Vcpu }
  /** The busiest five minutes right after a start; absent where no start was seen. */
  readonly cpuAtStart?: Vcpu
  /** Of the whole window, starts included. */
  readonly memoryMaxGiB?: GiB
  /** Of the busiest of a replica's GPUs, as a share of its time. */
  readonly gpu?: { readonly p50: Share; readonly p95: Share; readonly p99: Share; readonly max: Share }
  readonly gpuMemoryMaxGiB?: GiB
  readonly restarts?: number
  readonly outOfMemory?: OutOfMemory
}

/** Containers that were ended because they ran out of memory. */
export interface OutOfMemory {
  readonly kills: number
  /** ISO date-time of the last one. */
  readonly lastAt?: string
  /** What the container might take, or the replica took, when it was ended: the larger. */
  readonly memoryGiB?: GiB
}

/** A rate of the user's own. `from` and `to` are clusters; `to` may be `internet`; `*` is any that no other line names. */
export interface EgressRate {
  readonly from: string
  readonly to: string
  readonly usdPerGiB: UsdPerGiB
}

/** The taint that GPU nodes bear, so that only pods that need a GPU take their place. */
export const GPU_TAINT = 'gpu'

/** Where an agent's replicas stand today: the pods on the nodes are the only truth. */
export function replicasToday(
  fleet: Pick<Fleet, 'clusters'>,
  agentId: string,
): { cluster: string; capacityType: CapacityClass; replicas: Replicas }[] {
  return fleet.clusters.flatMap((cluster) =>
    (['on-demand', 'spot'] as const)
      .map((capacityType) => ({ cluster: cluster.id, capacityType, replicas: podsOn(cluster, agentId, capacityType) }))
      .filter(({ replicas }) => replicas > 0),
  )
}

function podsOn(cluster: FleetCluster, agentId: string, capacityType: CapacityClass): Replicas {
  let replicas = 0
  for (const group of cluster.nodes) {
    if (capacityClass(group.capacityType) !== capacityType) continue
    for (const pod of group.pods) if (pod.agent === agentId) replicas += pod.replicas * group.count
  }
  return replicas
}

/** How many nodes of each kind a cluster has today, whatever stands on them. */
export function nodesToday(cluster: FleetCluster): { instanceType: string; capacityType: CapacityType; count: Nodes }[] {
  const counts = new Map<string, { instanceType: string; capacityType: CapacityType; count: Nodes }>()
  for (const { instanceType, capacityType, count } of cluster.nodes) {
    const key = `${instanceType}|${capacityType}`
    const before = counts.get(key)?.count ?? 0
    counts.set(key, { instanceType, capacityType, count: before + count })
  }
  return [...counts.values()]
}
