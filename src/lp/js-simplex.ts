import javascriptLpSolver from 'javascript-lp-solver'
import type { LinearModel } from './model.ts'
import { equilibration, type Scales } from './scaling.ts'

/** What the simplex of javascript-lp-solver says of a linear program, unchecked: certified-lp.ts finds out what of it holds. */
export interface SimplexAnswer {
  readonly values: Float64Array
  readonly rowDuals: Float64Array
}

// The package ships an ES module but types it as CommonJS: the default export is the solver itself.
const { Model } = javascriptLpSolver as unknown as typeof javascriptLpSolver.default

type Native = InstanceType<typeof Model>
type NativeConstraint = ReturnType<Native['smallerThan']>
type NativeVariable = ReturnType<Native['addVariable']>

/** A variable of the model counts from its cheaper bound: value = start + step · z with z ≥ 0, step < 0 from the upper bound. */
interface Origin {
  readonly start: number
  readonly step: number
}

/** A finite side of one of the model's rows, as multiplier · (Σ a·x − limit) · side ≥ 0: side 1 for its lower limit, −1 for its upper. */
interface Multiplier {
  readonly row: number
  readonly side: 1 | -1
  readonly variable: NativeVariable
}

interface DualProgram {
  readonly native: Native
  readonly origins: readonly Origin[]
  readonly multipliers: readonly Multiplier[]
  /** The dual's row of each variable of the model: its own dual is the variable's value. */
  readonly constraints: readonly NativeConstraint[]
  readonly costs: readonly number[]
}

const PRECISION = 1e-9

/**
 * One run of the library's simplex on a linear program. It is given the dual, scaled: with each variable counted from its cheaper bound
 * the dual is feasible at 0, which spares the library's first phase, where it cycles.
 *
 *     max Σ h_i·y_i − Σ U_j·w_j    subject to    Σ_i g_ij·y_i − w_j ≤ c_j,   y, w ≥ 0        (c ≥ 0)
 *
 * Equal costs and costs of 0 make it stall; a perturbation, a part of the dearest cost, is added to all and taken away at the end.
 * Undefined where it finds no optimum by the deadline [ms, as performance.now()]: the dual is unbounded where the model is infeasible.
 */
export function runSimplex(model: LinearModel, deadline: number, perturbation = 0): SimplexAnswer | undefined {
  const scales = equilibration(model)
  const program = dualProgram(model, scales)
  limitTime(program.native, deadline)
  if (perturbation > 0) {
    moveCosts(program, (cost, j) => cost + perturbation * spread(j))
    if (!isSolved(program.native)) return undefined
    moveCosts(program, (_, j) => program.costs[j])
  }
  if (!isSolved(program.native)) return undefined
  return { values: valuesOf(program, model), rowDuals: rowDualsOf(program, model, scales) }
}

function dualProgram(model: LinearModel, scales: Scales): DualProgram {
  const native = new Model(PRECISION).minimize()
  native.usePresolve = false
  native.checkForCycles = false
  const origins = model.costs.map((cost, j) => originOf(model, j, cost, scales.columns[j]))
  const costs = origins.map(({ step }, j) => model.costs[j] * scales.cost * step)
  const constraints = costs.map((cost) => native.smallerThan(cost))
  for (const [j, constraint] of constraints.entries()) {
    constraint.addTerm(-1, native.addVariable((model.uppers[j] - model.lowers[j]) / scales.columns[j]))
  }
  const starts = origins.map(({ start }) => start)
  const multipliers: Multiplier[] = []
  for (const { row, side, limit } of sidesOf(model)) {
    const scale = side * scales.rows[row]
    const variable = native.addVariable(-scale * (limit - model.rowActivity(row, starts)))
    for (let k = model.starts[row]; k < model.starts[row + 1]; k++) {
      const j = model.columns[k]
      constraints[j].addTerm(model.coefficients[k] * scale * origins[j].step, variable)
    }
    multipliers.push({ row, side, variable })
  }
  return { native, origins, multipliers, constraints, costs }
}

const originOf = (model: LinearModel, j: number, cost: number, scale: number): Origin =>
  cost < 0 ? { start: model.uppers[j], step: -scale } : { start: model.lowers[j], step: scale }

function* sidesOf({ rowCount, rowLowers, rowUppers }: LinearModel): Generator<{ row: number; side: 1 | -1; limit: number }> {
  for (let row = 0; row < rowCount; row++) {
    if (Number.isFinite(rowLowers[row])) yield { row, side: 1, limit: rowLowers[row] }
    if (Number.isFinite(rowUppers[row])) yield { row, side: -1, limit: rowUppers[row] }
  }
}

function moveCosts({ constraints, costs }: DualProgram, moved: (cost: number, j: number) => number): void {
  for (const [j, constraint] of constraints.entries()) constraint.setRightHandSide(moved(costs[j], j))
}

/** Numbers from 0.5 to 1.5 that differ from one variable to the next: the multiples of the golden ratio, less their whole parts. */
const spread = (j: number): number => 0.5 + ((j * 0.6180339887498949) % 1)

class OutOfTime extends Error {}

/** The library knows no time limit for linear programs: each of its pivots looks at the clock. */
function limitTime({ tableau }: Native, deadline: number): void {
  const pivot = tableau.pivot
  tableau.pivot = (row, column) => {
    if (performance.now() > deadline) throw new OutOfTime()
    pivot.call(tableau, row, column)
  }
}

function isSolved(native: Native): boolean {
  try {
    const { feasible, bounded } = native.solve()
    return feasible && bounded
  } catch (error) {
    if (error instanceof OutOfTime) return false
    throw error
  }
}

/** The dual of the dual, the reduced cost of a row's slack, is the variable's distance from its cheaper bound. */
function valuesOf({ native: { tableau }, origins, constraints }: DualProgram, model: LinearModel): Float64Array {
  return Float64Array.from(constraints, ({ slack }, j) => {
    const column = tableau.colByVarIndex[slack.index]
    const { start, step } = origins[j]
    const value = column < 0 ? start : start + step * -tableau.matrix[column]
    return Math.min(Math.max(model.lowers[j], value), model.uppers[j])
  })
}

/** Read from the tableau: the library's own values are rounded. */
function rowDualsOf({ native: { tableau }, multipliers }: DualProgram, model: LinearModel, scales: Scales): Float64Array {
  const duals = new Float64Array(model.rowCount)
  for (const { row, side, variable } of multipliers) {
    const basicRow = tableau.rowByVarIndex[variable.index]
    if (basicRow < 0) continue
    duals[row] += (side * Math.max(0, tableau.matrix[basicRow * tableau.width + tableau.rhsColumn]) * scales.rows[row]) / scales.cost
  }
  return duals
}
