import { LinearModel, times } from '../../src/lp/model.ts'
import type { LinearSolver } from '../../src/lp/solver.ts'
import { bestPattern, type Capacity, type Item } from './best-pattern.ts'

/** A valid inequality Σ_i weight_i·p_i ≤ 1 for every pattern p of a node, and how far a load breaks it. */
export interface ConfigurationCut {
  readonly weights: Float64Array
  /** Σ weight·load: above 1, no mix of patterns carries the load. */
  readonly load: number
}

/**
 * Whether a load per node (fractions of pods) is a mix of whole patterns; where not, weights that show it.
 *
 *     max Σ_i π_i·load_i        Σ_i π_i·p_i ≤ 1   ∀ patterns p,   π ≥ 0
 *
 * Patterns are found as they are broken, by `bestPattern`. The weights are scaled by what the last search proved, so that they hold
 * for every pattern even where that search was cut short. Returns undefined where the load is a mix, or nearly.
 */
export function configurationCut(
  items: readonly Item[],
  load: ArrayLike<number>,
  capacity: Capacity,
  solver: LinearSolver,
): ConfigurationCut | undefined {
  const patterns = firstPatterns(items, capacity)
  for (let round = 0; round < 60; round++) {
    const weights = dearestWeights(items.length, load, patterns, solver)
    if (!weights || worth(weights, load) <= 1 + 1e-4) return undefined
    const found = bestPattern(items, weights, capacity)
    if (found.value <= 1 + 1e-7) return scaled(weights, load, found.valueAtMost)
    patterns.push(found.counts)
  }
  return undefined
}

/** Each item alone, as often as it fits: bounds every weight. */
function firstPatterns(items: readonly Item[], capacity: Capacity): Int32Array[] {
  return items.map(
    (_, i) =>
      bestPattern(
        items,
        Float64Array.from(items, (_item, j) => (i === j ? 1 : 0)),
        capacity,
      ).counts,
  )
}

function dearestWeights(
  count: number,
  load: ArrayLike<number>,
  patterns: readonly Int32Array[],
  solver: LinearSolver,
): Float64Array | undefined {
  const model = new LinearModel()
  const weights = Array.from({ length: count }, (_, i) => model.variable({ upper: 1, cost: -load[i] }))
  for (const [index, pattern] of patterns.entries()) {
    const terms = weights.flatMap((variable, i) => (pattern[i] > 0 ? [times(pattern[i], variable)] : []))
    model.require(`pattern[${index}]`, terms, '<=', 1)
  }
  const { status, values } = solver.solve(model)
  return status === 'optimal' ? values : undefined
}

function scaled(weights: Float64Array, load: ArrayLike<number>, most: number): ConfigurationCut | undefined {
  const safe = weights.map((weight) => Math.max(0, weight) / Math.max(1, most))
  const total = worth(safe, load)
  return total > 1 + 1e-4 ? { weights: safe, load: total } : undefined
}

function worth(weights: ArrayLike<number>, load: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < weights.length; i++) total += weights[i] * load[i]
  return total
}
