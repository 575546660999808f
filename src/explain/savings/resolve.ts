import type { Plan } from '../../domain/plan.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Seconds, UsdPerHour } from '../../domain/units.ts'
import type { Allowance } from '../allowance.ts'
import type { ExplainParts } from '../parts.ts'
import { baseBy, type Known, knownBy, type Outcome, savingWithin } from './interval.ts'

/** Something that is asked for no longer, or less of it. */
export interface Change {
  readonly covers: ReadonlySet<string>
  readonly changed: () => Problem
  /** About how much it may save: the greatest is looked at first [USD/h]. */
  readonly estimate: UsdPerHour
}

/** What came of a change. */
export interface Resolved extends Outcome {
  /** Whether it was solved anew, or only bounded by its relaxation. */
  readonly isResolved: boolean
  /** The cheapest plan that was found for it. */
  readonly withoutUsdPerHour?: UsdPerHour
}

export interface Base extends Known {
  readonly plan: Plan
}

/** How close a plan is to be solved: closer than what it is compared with, for the difference of two gaps is what can be told. */
const GAP = 1e-4
/** Part of the time that goes to relaxations, which say what to solve first and bound what is never solved. */
const SHARE_FOR_RELAXATIONS = 0.2
/** A solve in less time than so many relaxations tells nothing. */
const RELAXATIONS_A_SOLVE = 6
const LEAST_SECONDS = 0.3
/** A saving known to this part of the plan's cost is known well enough. */
const CLOSE_ENOUGH = 2e-4

/**
 * Solves changed problems anew, the most promising first, as long as there is time; those that were never come to are not among the results.
 * `relaxSeconds` is what a relaxation of the problem takes.
 */
export async function resolve(
  base: Base,
  changes: readonly Change[],
  parts: ExplainParts,
  time: Allowance,
  relaxSeconds: Seconds,
): Promise<ReadonlyMap<Change, Resolved>> {
  const results = await relaxed(changes, parts, time.part(SHARE_FOR_RELAXATIONS))
  const saving = (change: Change) => {
    const lower = results.get(change)?.lower
    return lower === undefined ? change.estimate : base.lower - lower
  }
  const inTurn = changes.toSorted((a, b) => saving(b) - saving(a))
  const least = Math.max(LEAST_SECONDS, RELAXATIONS_A_SOLVE * relaxSeconds)
  for (const [at, change] of inTurn.entries()) {
    const left = time.secondsLeft()
    if (left < LEAST_SECONDS) break
    if (isKnown(base, change, results)) continue
    const timeLimitSeconds = Math.min(left, Math.max(least, left / (inTurn.length - at)))
    const plan = await parts.solve(change.changed(), { gap: GAP, timeLimitSeconds, candidates: [base.plan] })
    results.set(change, resolvedBy(change, plan, results.get(change)?.lower ?? 0))
  }
  return results
}

async function relaxed(changes: readonly Change[], parts: ExplainParts, time: Allowance): Promise<Map<Change, Resolved>> {
  const results = new Map<Change, Resolved>()
  for (const change of changes.toSorted((a, b) => b.estimate - a.estimate)) {
    if (time.secondsLeft() <= 0) break
    const answer = await parts.relax(change.changed(), time.secondsLeft())
    if (answer.status !== 'optimal') continue
    results.set(change, {
      covers: change.covers,
      lower: answer.lowerBoundUsdPerHour,
      upper: Number.POSITIVE_INFINITY,
      isResolved: false,
    })
  }
  return results
}

function resolvedBy({ covers }: Change, plan: Plan, lower: UsdPerHour): Resolved {
  const hasPlan = plan.status === 'optimal' || plan.status === 'feasible'
  const bound = Math.max(lower, plan.lowerBoundUsdPerHour)
  if (!hasPlan) return { covers, lower: bound, upper: Number.POSITIVE_INFINITY, isResolved: false }
  const { total } = plan.usdPerHour
  return { covers, lower: Math.min(bound, total), upper: total, isResolved: true, withoutUsdPerHour: total }
}

/** Whether what others told already says what a change saves, closely enough. */
function isKnown(base: Base, change: Change, results: ReadonlyMap<Change, Resolved>): boolean {
  const outcomes = [...results.values()]
  const own = results.get(change) ?? { covers: change.covers, lower: 0, upper: Number.POSITIVE_INFINITY }
  const { atLeastUsdPerHour, atMostUsdPerHour } = savingWithin(baseBy(base, outcomes), knownBy(base, own, outcomes))
  return atMostUsdPerHour - atLeastUsdPerHour <= CLOSE_ENOUGH * base.upper
}
