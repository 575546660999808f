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
  const reducedCosts = Float64Array.from(model.costs)
  let bound = 0
  for (let row = 0; row < model.rowCount; row++) {
    const limit = rowDuals[row] >= 0 ? model.rowLowers[row] : model.rowUppers[row]
    if (rowDuals[row] === 0 || !Number.isFinite(limit)) continue
    bound += rowDuals[row] * limit
    for (let k = model.starts[row]; k < model.starts[row + 1]; k++) reducedCosts[model.columns[k]] -= rowDuals[row] * model.coefficients[k]
  }
  for (let j = 0; j < model.variableCount; j++) bound += Math.min(reducedCosts[j] * model.lowers[j], reducedCosts[j] * model.uppers[j])
  return bound
}
