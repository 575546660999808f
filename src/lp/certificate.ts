import type { LinearModel } from './model.ts'

/**
 * The lower bound on the linear relaxation that a vector of row duals proves, whoever computed it and however well.
 *
 *     min c·x  ≥  Σ_i (y_i ≥ 0 ? y_i·rowLower_i : y_i·rowUpper_i) + Σ_j min(d_j·lower_j, d_j·upper_j),   d = c − Aᵀy
 *
 * A dual whose row has no limit on its side counts as 0. Every variable has finite bounds, so the result is finite.
 * Source: weak duality of bounded linear programs (Neumaier and Shcherbina, "Safe bounds in linear and mixed-integer linear programming", 2004).
 */
export function dualBound(model: LinearModel, rowDuals: ArrayLike<number>): number {
  const { rowsValue, reducedCosts } = priceOut(model, rowDuals)
  let bound = rowsValue
  for (let j = 0; j < model.variableCount; j++) bound += leastOf(reducedCosts[j], model.lowers[j], model.uppers[j])
  return bound
}

/** The two parts of a dual bound before the variables' own: what the rows give, and d = c − Aᵀy. */
export function priceOut(model: LinearModel, rowDuals: ArrayLike<number>): { rowsValue: number; reducedCosts: Float64Array } {
  const reducedCosts = Float64Array.from(model.costs)
  let rowsValue = 0
  for (let row = 0; row < model.rowCount; row++) {
    const limit = rowDuals[row] >= 0 ? model.rowLowers[row] : model.rowUppers[row]
    if (rowDuals[row] === 0 || !Number.isFinite(limit)) continue
    rowsValue += rowDuals[row] * limit
    for (let k = model.starts[row]; k < model.starts[row + 1]; k++) reducedCosts[model.columns[k]] -= rowDuals[row] * model.coefficients[k]
  }
  return { rowsValue, reducedCosts }
}

/** The least that a variable between its bounds can cost. */
export const leastOf = (reducedCost: number, lower: number, upper: number): number => Math.min(reducedCost * lower, reducedCost * upper)
