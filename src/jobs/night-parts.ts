import type { ClusterWriter } from '../apply/cluster-writer.ts'
import type { FleetReader } from '../clusters/port.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Fleet } from '../domain/fleet.ts'
import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { Hours, Seconds, Share, UsdPerHour } from '../domain/units.ts'
import type { Thresholds } from '../plan/decide.ts'
import type { BuiltProblem } from '../problem/build-problem.ts'
import type { Store } from '../store/store.ts'
import type { LivePrices } from './live-prices.ts'

/** What a nightly run needs of the world; what only computes it calls itself. */
export interface NightParts {
  readonly now: () => Date
  readonly store: Store
  /** The clouds and their prices as known at a time, before a fleet adds its own. */
  readonly readCatalogue: (at: Date) => Catalogue | Promise<Catalogue>
  /** Absent: plans are made with the prices that come with Ballast. */
  readonly livePrices?: LivePrices
  /** How old the catalogue's prices are, in a sentence; undefined where nobody needs to be told. */
  readonly priceAge: (catalogue: Catalogue, now: Date) => string | undefined
  readonly readFleet: (clouds: Catalogue) => DescribedFleet | Promise<DescribedFleet>
  readonly buildProblem: (fleet: Fleet, catalogue: Catalogue) => BuiltProblem
  readonly optimise: (problem: Problem, options: SolveLimits) => Promise<Plan>
  readonly writeFiles: (files: ReadonlyMap<string, string | undefined>) => Promise<void>
  /** The clusters to act on, as they stand. Throws where there is no way to act on them. */
  readonly openClusters: (fleet: Fleet, problem: Problem) => ClusterWriter & FleetReader
  readonly onProgress: (progress: NightProgress) => void
}

/** A fleet as its user described it, or as its clusters were read, and what identifies the description. */
export interface DescribedFleet {
  readonly fleet: Fleet
  /** The clouds' prices and the user's own. */
  readonly catalogue: Catalogue
  readonly sourceHash: string
  /** Where the description stands, for messages. */
  readonly source: string
  /** What was found while it was read, in sentences: a reader of the plan must know. */
  readonly notes?: readonly string[]
}

export interface SolveLimits {
  readonly gap: Share
  readonly timeLimitSeconds: Seconds
  readonly candidates?: Plan[]
  readonly onProgress?: (progress: SolveProgress) => void
}

export interface SolveProgress {
  readonly stage: string
  readonly lowerBoundUsdPerHour: UsdPerHour
  readonly bestUsdPerHour: UsdPerHour | undefined
  readonly gap: Share | undefined
  readonly elapsedSeconds: Seconds
}

/** A stage that begins, or how far a solve has come within one. */
export type NightProgress = { readonly stage: string } | SolveProgress

/** What is preferred where an agent's own policy does not say. */
export interface PreferenceSettings {
  /** Share of the fleet's cost to save per share of its replicas moved, for each agent; 0: not judged. */
  readonly leastSavingPerDisruption: number
  readonly dwellHours: Hours
  /** Plans within this share of the cost are equal; 0: none are. */
  readonly equalCostShare: Share
  /** How many times moves are judged by a solve, at most. */
  readonly mostSolves: number
}

export interface NightSettings {
  readonly thresholds: Thresholds
  readonly preferences: PreferenceSettings
  /** Of the night's own solve. */
  readonly solve: { readonly gap: Share; readonly timeLimitSeconds: Seconds }
  /** Of each solve that weighs a preference or compares strategies; the former may also take as long as the night's own. */
  readonly compare: { readonly gap: Share; readonly timeLimitSeconds: Seconds }
  readonly apply: boolean
  /** Who acts, for the audit trail. */
  readonly actor: string
  /** False where not even a simulated fleet may be acted on with bundled prices. */
  readonly mayActOnBundledPrices: boolean
}
