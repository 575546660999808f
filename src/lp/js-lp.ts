import { branchAndBound } from './branch-and-bound.ts'
import { solveCertified } from './certified-lp.ts'
import type { LinearModel } from './model.ts'
import { type LinearSolution, type LinearSolver, SolverError } from './solver.ts'

/** Its tableau is dense, with a row for each variable's upper bound: beyond this many cells a linear program takes seconds. */
const MOST_CELLS = 1_000_000
/** Branch and bound without cuts: beyond these a mixed-integer program may take minutes. */
const MOST_INTEGERS = 60
const MOST_CELLS_OF_A_RELAXATION = 20_000

/**
 * javascript-lp-solver, where it is right: as a simplex for linear programs. What it answers is certified by duals, and integers are our
 * own branch and bound's work, since its own calls fractional answers feasible.
 */
export const jsLp: LinearSolver = {
  name: 'javascript-lp-solver',
  refuses,
  solve(model, options = {}): LinearSolution {
    const reason = refuses(model)
    if (reason) throw new SolverError(`javascript-lp-solver refuses the model: ${reason}`)
    const deadline = performance.now() + 1000 * (options.timeLimitSeconds ?? Number.POSITIVE_INFINITY)
    return model.integerCount > 0 ? branchAndBound(model, solveCertified, deadline, options) : solveCertified(model, deadline)
  },
}

function refuses(model: LinearModel): string | undefined {
  const cells = tableauCells(model)
  const most = model.integerCount > 0 ? MOST_CELLS_OF_A_RELAXATION : MOST_CELLS
  if (cells > most)
    return `its tableau would have ${cells} cells, and this solver is only sound up to ${most}: use highs for one of this size`
  if (model.integerCount > MOST_INTEGERS)
    return `it has ${model.integerCount} integers, and this solver only proves optima of up to ${MOST_INTEGERS}`
  return undefined
}

function tableauCells(model: LinearModel): number {
  const sides = model.rowLowers.reduce(
    (count, lower, row) => count + Number(Number.isFinite(lower)) + Number(Number.isFinite(model.rowUppers[row])),
    0,
  )
  return (model.variableCount + 1) * (model.variableCount + sides + 1)
}
