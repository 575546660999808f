import type { LinearModel } from './model.ts'

/** What rows and costs are multiplied with, and what a variable of the scaled program is worth in the given one. */
export interface Scales {
  readonly rows: Float64Array
  readonly columns: Float64Array
  readonly cost: number
}

const PASSES = 3

/**
 * Scales that bring the coefficients of a model near 1, for a simplex with absolute tolerances: the geometric mean of the smallest and
 * the largest of each row and column, in turns, rounded to powers of two so that scaling itself rounds nothing.
 * Source: Fourer, "Solving staircase linear programs by the simplex method", 1982.
 */
export function equilibration(model: LinearModel): Scales {
  const rows = new Float64Array(model.rowCount).fill(1)
  const columns = new Float64Array(model.variableCount).fill(1)
  for (let pass = 0; pass < PASSES; pass++) {
    scaleBy(model, rows, (row, j, size) => [row, size * columns[j]])
    scaleBy(model, columns, (row, j, size) => [j, size * rows[row]])
  }
  const dearest = model.costs.reduce((most, cost, j) => Math.max(most, Math.abs(cost) * columns[j]), 0)
  return { rows, columns, cost: dearest > 0 ? powerOfTwo(1 / dearest) : 1 }
}

function scaleBy(
  model: LinearModel,
  scales: Float64Array,
  sized: (row: number, j: number, size: number) => readonly [number, number],
): void {
  const least = new Float64Array(scales.length).fill(Number.POSITIVE_INFINITY)
  const most = new Float64Array(scales.length)
  for (let row = 0; row < model.rowCount; row++) {
    for (let k = model.starts[row]; k < model.starts[row + 1]; k++) {
      const [index, size] = sized(row, model.columns[k], Math.abs(model.coefficients[k]))
      least[index] = Math.min(least[index], size)
      most[index] = Math.max(most[index], size)
    }
  }
  for (let i = 0; i < scales.length; i++) if (most[i] > 0) scales[i] = powerOfTwo(1 / Math.sqrt(least[i] * most[i]))
}

/** The nearest one: to multiply with it rounds nothing. */
export const powerOfTwo = (value: number): number => 2 ** Math.round(Math.log2(value))

/** How large the costs are that an objective is made of: an optimum near 0 may be the difference of large ones. */
export function costScale(model: LinearModel, values: ArrayLike<number>): number {
  return model.costs.reduce((total, cost, j) => total + Math.abs(cost * values[j]), 1e-9)
}
