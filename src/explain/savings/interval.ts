import type { UsdPerHour } from '../../domain/units.ts'
import type { Interval } from '../explanation.ts'

/** What is known of an optimum O [USD/h]: lower ≤ O ≤ upper, by a proved bound and by a plan; Infinity where no plan is known. */
export interface Known {
  readonly lower: UsdPerHour
  readonly upper: UsdPerHour
}

/**
 * What dropping rules saves, as an interval: the saving is s = O − O′, with O the optimum under all rules and O′ the one without some.
 *
 *     O ∈ [B, T],   O′ ∈ [B′, T′],   O′ ≤ O    ⟹    max(0, B − T′)  ≤  s  ≤  T − B′
 *
 * Proof. O′ ≤ O, since a plan that keeps all rules keeps those that are left: s ≥ 0. s = O − O′ ≥ B − O′ ≥ B − T′. s = O − O′ ≤ T − B′. ∎
 * Nothing narrower follows from the four figures: O = T with O′ = B′ reaches the upper end; O = B with O′ = T′ the lower one where
 * T′ ≤ B, and else O = O′ at any value that both intervals hold.
 */
export function savingWithin(base: Known, relaxed: Known): Interval {
  return {
    atLeastUsdPerHour: Math.max(0, base.lower - relaxed.upper),
    atMostUsdPerHour: Math.max(0, base.upper - Math.max(0, relaxed.lower)),
  }
}

/**
 * What asking for more costs, in the same way: O″ ≥ O is the optimum under one rule more.
 *
 *     O ∈ [B, T],   O″ ∈ [B″, T″]    ⟹    max(0, B″ − T)  ≤  O″ − O  ≤  T″ − B
 */
export function costWithin(base: Known, restricted: Known): Interval {
  return {
    atLeastUsdPerHour: Math.max(0, restricted.lower - base.upper),
    atMostUsdPerHour: Math.max(0, restricted.upper - base.lower),
  }
}

/** What is known of the problem without some rules; `covers` names what it no longer asks for. */
export interface Outcome extends Known {
  readonly covers: ReadonlySet<string>
}

/**
 * What the outcomes tell of each other: who drops more than another has an optimum that is no higher. So the bound of one that drops more is
 * a bound of one that drops less, and the plan of one that drops less is a plan of one that drops more; the base drops nothing.
 */
export function tightened(base: Known, outcomes: readonly Outcome[]): { readonly base: Known; readonly outcomes: readonly Outcome[] } {
  const upper = base.upper
  const lower = Math.min(
    upper,
    outcomes.reduce((most, outcome) => Math.max(most, outcome.lower), base.lower),
  )
  return {
    base: { lower, upper },
    outcomes: outcomes.map((one) => ({
      covers: one.covers,
      lower: outcomes.reduce((most, other) => (isWithin(one.covers, other.covers) ? Math.max(most, other.lower) : most), one.lower),
      upper: outcomes.reduce(
        (least, other) => (isWithin(other.covers, one.covers) ? Math.min(least, other.upper) : least),
        Math.min(one.upper, upper),
      ),
    })),
  }
}

const isWithin = (part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean =>
  part.size <= whole.size && [...part].every((one) => whole.has(one))
