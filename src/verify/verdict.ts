import type { ConflictItem, CostRate } from '../domain/plan.ts'
import type { Share } from '../domain/units.ts'

/** What can be wrong with a plan: the contract's ten rules, and what the plan says of itself. */
export type ConstraintKind =
  | 'document'
  | 'demand'
  | 'eligibility'
  | 'packing'
  | 'quota'
  | 'survive'
  | 'spread'
  | 'spot'
  | 'moves'
  | 'budget'
  | 'traffic'
  | 'cost'
  | 'bound'

/** One rule that the plan breaks: which, whose, and a sentence that says by how much. */
export interface Violation extends ConflictItem {
  readonly constraint: ConstraintKind
}

export interface Recomputed {
  readonly usdPerHour: CostRate
  /** (total − the plan's own bound) / total; 1 where the plan states no bound. */
  readonly gap: Share
}

/** The whole plan was recomputed from the contract. */
export interface CheckedVerdict {
  readonly checked: true
  readonly holds: boolean
  readonly violations: readonly Violation[]
  readonly recomputed: Recomputed
}

/** The plan places nothing: it claims that no plan exists or that none was found, which recomputing cannot confirm. */
export interface UncheckedVerdict {
  readonly checked: false
  readonly holds: false
  readonly claim: 'infeasible' | 'unknown'
  /** Only what is wrong with the claim itself. */
  readonly violations: readonly Violation[]
  readonly recomputed?: undefined
}

export type Verdict = CheckedVerdict | UncheckedVerdict
