import { dualBound, priceOut } from './certificate.ts'
import { type LinearModel, withBounds } from './model.ts'

/**
 * The model with only those solutions left that may cost less than a cutoff, by the duals of its relaxation: a variable that would raise the
 * proved bound to the cutoff by itself goes no further from its cheaper bound.
 *
 *     x_j ≤ lower_j + (cutoff − bound) / d_j     where d_j > 0,      x_j ≥ upper_j − (cutoff − bound) / −d_j     where d_j < 0
 *
 * Reduced-cost fixing (Crowder, Johnson and Padberg, 1983), with the bound that the duals themselves prove.
 */
export function cheaperThan(model: LinearModel, cutoff: number, rowDuals: ArrayLike<number>): LinearModel {
  const room = cutoff - dualBound(model, rowDuals)
  if (!Number.isFinite(room) || room < 0) return model
  const { reducedCosts } = priceOut(model, rowDuals)
  const lowers = [...model.lowers]
  const uppers = [...model.uppers]
  for (const [j, reducedCost] of reducedCosts.entries()) {
    const steps = stepsWithin(room, Math.abs(reducedCost), model.integers[j])
    if (reducedCost > 0) uppers[j] = Math.min(uppers[j], lowers[j] + steps)
    else if (reducedCost < 0) lowers[j] = Math.max(lowers[j], model.uppers[j] - steps)
  }
  return withBounds(model, { lowers, uppers })
}

function stepsWithin(room: number, each: number, isWhole: boolean): number {
  const steps = room / each + PRECISION
  return isWhole ? Math.floor(steps) : steps
}

const PRECISION = 1e-6
