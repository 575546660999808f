import type { FleetAgent } from '../domain/fleet.ts'
import type { CpuPercentile } from '../domain/policy.ts'
import type { Hours, Replicas, Share } from '../domain/units.ts'

/** How many replicas of an agent tonight's plan must run, what each may ask for, and why. */
export interface DemandDecision {
  readonly agent: string
  readonly replicas: Replicas
  readonly requests: FleetAgent['requests']
  /** One for replicas, CPU and memory each: what was decided, from what, on what evidence. */
  readonly findings: readonly DemandFinding[]
}

export interface DemandFinding {
  readonly of: 'replicas' | 'cpu' | 'memoryGiB'
  /** As deployed or as asked for; absent for replicas that follow a load. */
  readonly before?: number
  readonly after: number
  readonly because: string
  /** What the evidence speaks for where `after` keeps what is deployed: no policy asked to apply it. */
  readonly recommended?: number
  /** What right-sizing rests on; absent where nothing was known. */
  readonly evidence?: UseEvidence
  /** What somebody should look at, with what to do about it. */
  readonly warnings?: readonly string[]
}

/** What was seen of one replica's use. What a change saves is not known before it is planned: it is the nodes that cost. */
export interface UseEvidence {
  readonly windowHours: Hours
  readonly samples?: number
  readonly coverage?: Share
  /** Absent for memory: its maximum counts. */
  readonly percentile?: CpuPercentile
  readonly used: number
  readonly outOfMemoryKills?: number
}
