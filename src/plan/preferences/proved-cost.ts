import type { Plan } from '../../domain/plan.ts'
import type { CostOfPreference } from '../../domain/preference.ts'
import type { UsdPerHour } from '../../domain/units.ts'

/** What is known of a problem's optimum: it lies between the two. */
export interface Known {
  readonly usdPerHour: UsdPerHour
  readonly lowerBoundUsdPerHour: UsdPerHour
}

export const knownBy = ({ usdPerHour, lowerBoundUsdPerHour }: Plan): Known => ({ usdPerHour: usdPerHour.total, lowerBoundUsdPerHour })

/**
 * What it costs to ask for more: at least what the one is sure to cost beyond the other's plan, at most what its plan costs beyond the
 * other's bound. Never negative: a plan that was asked for more is a plan of the other problem too.
 */
export function costOfAsking(without: Known, asked: Known): CostOfPreference {
  return {
    usdPerHour: Math.max(0, asked.usdPerHour - without.usdPerHour),
    leastUsdPerHour: Math.max(0, asked.lowerBoundUsdPerHour - without.usdPerHour),
    mostUsdPerHour: Math.max(0, asked.usdPerHour - without.lowerBoundUsdPerHour),
  }
}

/**
 * A chain of problems, each asking for more than the one before: a plan of a later one is a plan of every earlier one, and a bound of an
 * earlier one holds for every later one.
 */
export function chained(known: readonly Known[]): Known[] {
  return known.map((_, at) => ({
    usdPerHour: Math.min(...known.slice(at).map(({ usdPerHour }) => usdPerHour)),
    lowerBoundUsdPerHour: Math.max(...known.slice(0, at + 1).map(({ lowerBoundUsdPerHour }) => lowerBoundUsdPerHour)),
  }))
}
