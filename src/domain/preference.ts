import type { Replicas, UsdPerHour } from './units.ts'

/** The preferences of the nightly plan, in the order in which they are applied on top of the cheapest plan. */
export const PREFERENCES = ['pinned placement', 'dwell time', 'balance of moves', 'ties stay', 'thresholds'] as const
export type PreferenceName = (typeof PREFERENCES)[number]

/**
 * What something costs, as far as two solves can tell: the difference of the two plans that were found, and between which two
 * figures the difference of their optima lies, by what was proved of each.
 */
export interface CostOfPreference {
  readonly usdPerHour: UsdPerHour
  readonly leastUsdPerHour: UsdPerHour
  readonly mostUsdPerHour: UsdPerHour
}

/** What a preference did to one agent. */
export interface PreferredAgent {
  readonly agent: string
  /** Replicas that the plan would have moved without it. */
  readonly replicasHeldBack: Replicas
  /** Why it was held back; or why the preference could not be followed. */
  readonly why: string
  /** False where rules or demand come first. */
  readonly isFollowed: boolean
  /** Where it was solved for by itself. */
  readonly cost?: CostOfPreference
}

/** One preference of a night: what it asked for, whom it held back, and what it costs against the plan without it. */
export interface Preference {
  readonly name: PreferenceName
  /** The settings that it follows, in words. */
  readonly asked: string
  readonly agents: readonly PreferredAgent[]
  /** Over the plan with the preferences before it; all of them together are what the night's plan costs over the optimum. */
  readonly cost: CostOfPreference
}

export const NO_EXTRA_COST: CostOfPreference = { usdPerHour: 0, leastUsdPerHour: 0, mostUsdPerHour: 0 }
