import type { Plan } from '../domain/plan.ts'
import type { Share, Usd, UsdPerHour } from '../domain/units.ts'
import type { Findings } from './findings.ts'

/** One night, told: what was found, what was decided, and what is to be done. Plain JSON. */
export interface Night extends Findings {
  readonly runId: string
  /** ISO date-time of the start. */
  readonly at: string
  readonly fleet: { readonly name: string; readonly simulated: boolean }
  readonly decision: NightDecision
  /** Why the steps cannot be taken, and what to do; absent where they can. */
  readonly refusal?: string
  /** What a reader of the plan must know: what was assumed, and what is missing. */
  readonly notes: readonly string[]
  /** True once the steps were taken. */
  readonly applied: boolean
}

export interface NightDecision {
  readonly kind: 'stay' | 'move'
  /** The decision and its reasons. */
  readonly sentences: readonly string[]
  /** Those reasons that the figures do not tell. */
  readonly why: readonly string[]
  readonly todayUsdPerHour: UsdPerHour
  readonly afterUsdPerHour: UsdPerHour
  /** Negative where rules or demand ask for more than today costs. */
  readonly savingUsdPerHour: UsdPerHour
  readonly savingUsdPerMonth: Usd
  /** Of today's cost; 0 where today costs nothing. */
  readonly savingShare: Share
}

/** How a night ended: with a plan, or with the proof or the admission that there is none. */
export type NightOutcome =
  | { readonly kind: 'planned'; readonly night: Night }
  | { readonly kind: 'no plan'; readonly night: NightWithoutPlan }

export interface NightWithoutPlan extends Pick<Night, 'runId' | 'at' | 'fleet' | 'notes' | 'problem' | 'prices'> {
  /** Of status infeasible, with its conflict, or unknown. */
  readonly plan: Plan
}
