import type { FleetAgent } from '../domain/fleet.ts'
import type { Replicas } from '../domain/units.ts'

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
}
