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
export function tightened(base: Known, outcomes: readonly Outcome[]): { readonly base: Known; readonly outcomes: readonly Known[] } {
  return { base: baseBy(base, outcomes), outcomes: outcomes.map((one) => knownBy(base, one, outcomes)) }
}

/** The base with what was proved of problems that ask for less. */
export function baseBy({ lower, upper }: Known, outcomes: readonly Known[]): Known {
  return {
    lower: Math.min(
      upper,
      outcomes.reduce((most, outcome) => Math.max(most, outcome.lower), lower),
    ),
    upper,
  }
}

/** One outcome with what the others tell of it. */
export function knownBy(base: Known, one: Outcome, outcomes: readonly Outcome[]): Known {
  let { lower } = one
  let upper = Math.min(one.upper, base.upper)
  for (const other of outcomes) {
    if (other.lower > lower && isWithin(one.covers, other.covers)) lower = other.lower
    if (other.upper < upper && isWithin(other.covers, one.covers)) upper = other.upper
  }
  return { lower, upper }
}

function isWithin(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  if (part.size > whole.size) return false
  for (const one of part) if (!whole.has(one)) return false
  return true
}
