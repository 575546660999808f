import type { GiB, Replicas, Seconds, Share, UsdPerHour } from '../../../src/domain/units.ts'
import type { SizeName } from '../sizes.ts'

/** optimal, feasible, infeasible and unknown are a plan's own words; bound: no plan was asked for, only a bound. */
export type Outcome = 'optimal' | 'feasible' | 'infeasible' | 'unknown' | 'bound' | 'failed'

/** What one side did with one instance. What is not known or does not apply is absent. */
export interface Finding {
  readonly side: string
  readonly outcome: Outcome
  /** What its plan costs, recomputed. */
  readonly usdPerHour?: UsdPerHour | undefined
  readonly lowerBoundUsdPerHour?: UsdPerHour | undefined
  /** The whole process. */
  readonly seconds?: Seconds | undefined
  readonly peakMemoryGiB?: GiB | undefined
  readonly timeLimitSeconds?: Seconds | undefined
  /** Since the start of the process. */
  readonly firstPlanSeconds?: Seconds | undefined
  readonly promisedGapSeconds?: Seconds | undefined
  /** What its model says that it costs, where whole pods on whole nodes cost something else. */
  readonly modelUsdPerHour?: UsdPerHour | undefined
  /** Replicas for which the nodes of its model have no room. */
  readonly unheldReplicas?: Replicas | undefined
  /** Of one cloud alone: the agents that it holds; all others may use every cloud. */
  readonly heldAgents?: number | undefined
  readonly verified?: 'yes' | 'no' | undefined
  readonly remark?: string | undefined
}

/** A finding with what it was measured on. */
export interface Measurement extends Finding {
  /** Names size, seed and whose generator made it, such as M-1 or shared-M-1. */
  readonly instance: string
  readonly size: SizeName
  readonly seed: number
  readonly agents: number
  readonly replicas: Replicas
  readonly clusters: number
  readonly offers: number
  readonly measuredAt: string
  readonly machine: string
  readonly commit: string
}

/** What a side knew at a time: the best plan and the best bound. */
export interface CurvePoint {
  readonly instance: string
  readonly side: string
  readonly elapsedSeconds: Seconds
  readonly usdPerHour?: UsdPerHour | undefined
  readonly lowerBoundUsdPerHour?: UsdPerHour | undefined
}

/** (total − bound) / total: how far a cost may be from the optimum. */
export const gapOf = (usdPerHour: UsdPerHour, lowerBoundUsdPerHour: UsdPerHour): Share =>
  usdPerHour > 0 ? Math.max(0, (usdPerHour - lowerBoundUsdPerHour) / usdPerHour) : 0
