import type { CapacityClass, SurviveRule } from './problem.ts'
import type { GiB, Hours, Milliseconds, Replicas, Share, Usd, Vcpu } from './units.ts'

/** What an agent's owner demands of its placement: every part is optional, and absent means no such rule. */
export interface Policy {
  /** Sovereignty: tags of jurisdictions, of operators (`operator:US`) or of clusters, and clusters by name. */
  readonly placement?: { readonly anyTag?: readonly string[]; readonly noTag?: readonly string[]; readonly clusters?: readonly string[] }
  readonly latency?: LatencyLimit
  readonly survive?: readonly SurviveRule[]
  readonly spread?: { readonly clusters?: number; readonly regions?: number; readonly clouds?: number }
  /** Absent: no spot at all. */
  readonly spot?: { readonly maxShare: Share; readonly onDemandBase?: Replicas }
  /** What one interruption of one replica costs, in lost work and retries. */
  readonly restartUsd?: Usd
  readonly move?: { readonly usdPerReplica?: Usd; readonly maxReplicas?: Replicas }
  /** How many replicas more than demanded may run, so that enough survive a loss. */
  readonly extraReplicas?: Replicas
  readonly maxPerNode?: Replicas
  readonly rightSizing?: RightSizing
  /** Absent: as many replicas as are asked for. */
  readonly demand?: DemandRule
  /** A preference of the nightly plan, as are the two below: stay where the replicas stand today, or stand exactly there. */
  readonly pin?: Pin
  /** Once Ballast moved it, it stays for so long; absent: the setting of that name. */
  readonly minimumDwellHours?: Hours
  /** The least share of the fleet's cost that its moves save per share of the fleet's replicas that they move; absent: the setting. */
  readonly minimumSavingPerDisruption?: number
}

export type Pin = 'today' | readonly PinnedPlace[]

export interface PinnedPlace {
  readonly cluster: string
  readonly capacityType: CapacityClass
  readonly replicas: Replicas
}

/** The slowest network path, there and back, from where the agent's users are to where it runs. */
export interface LatencyLimit {
  readonly maxMs: Milliseconds
  readonly from: Place
}

export interface Place {
  readonly name: string
  readonly latitude: number
  readonly longitude: number
}

/** How requests follow what was used. A part that is absent leaves that request as its owner wrote it, and is only recommended. */
export interface RightSizing {
  readonly cpu?: { readonly percentile: CpuPercentile; readonly headroom: Share; readonly floor?: Vcpu; readonly ceiling?: Vcpu }
  readonly memory?: { readonly headroom: Share; readonly floorGiB?: GiB; readonly ceilingGiB?: GiB }
  /** Absent: apply. */
  readonly mode?: 'recommend' | 'apply'
  /** How long a replica must have been seen; absent: a day. */
  readonly leastHours?: Hours
  /** In how much of that time at the least; absent: a half. */
  readonly leastCoverage?: Share
}

export type CpuPercentile = 'p50' | 'p90' | 'p95' | 'p99' | 'max'

/** How many replicas follow from what was recorded; where both are said, the load counts. */
export interface DemandRule {
  readonly load?: LoadQuery
  /** As many as ran at such hours of the past, under an autoscaler of their own for one. */
  readonly fromHistory?: boolean
  /** What the coming hours are not to exceed, with this probability; absent: 0.95. */
  readonly percentile?: Share
}

/** A load that Prometheus records, and what one replica can carry of it. */
export interface LoadQuery {
  /** PromQL that gives one series: requests a second, the depth of a queue, of the whole agent. */
  readonly query: string
  readonly perReplica: number
  readonly unit: string
  readonly minReplicas?: Replicas
}
