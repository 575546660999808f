import { type LinearModel, relaxationOf } from './model.ts'

/**
 * One interface for every solver of linear models. All pass the same contract suite (test/contract/lp-solver.ts).
 */
export interface LinearSolver {
  readonly name: string
  /** Why this solver must not be trusted with this model, in a sentence; undefined where it is right. */
  refuses(model: LinearModel): string | undefined
  /** Minimises; blocks until done or out of time. Throws SolverError where `refuses` names a reason, or the answer fails its check. */
  solve(model: LinearModel, options?: SolveOptions): LinearSolution
  /** Keeps the relaxation's basis between solves; absent where a solver cannot. */
  openRelaxation?(model: LinearModel): Relaxation
}

/** The linear relaxation of one model, solved again and again while rows are added to the model. */
export interface Relaxation {
  /** Solves the model's relaxation with all the rows that it has by now. */
  solve(options?: SolveOptions): LinearSolution
  close(): void
}

/** Opens a model's relaxation on a solver: warm where the solver keeps its basis, anew each time where it does not. */
export function openRelaxation(solver: LinearSolver, model: LinearModel): Relaxation {
  return solver.openRelaxation?.(model) ?? { solve: (options) => solver.solve(relaxationOf(model), options), close: () => {} }
}

export interface SolveOptions {
  readonly timeLimitSeconds?: number
  /**
   * Of a linear program: end within the optimal face instead of at a corner of it, where the solver can. Sooner on large models, and duals that
   * move less from one model to the next; values then only nearly keep the rows.
   */
  readonly interior?: boolean
  /** Of a mixed-integer program: branches after which it stops, where time must not decide. */
  readonly mostBranches?: number
  /** Stop once (objective − bound) / |objective| is within this; default 1e-6. */
  readonly relativeGap?: number
  /**
   * Of a mixed-integer program: solutions that cost as much are of no interest. Where there is none that costs less, the answer is 'unknown'
   * with the cutoff as its lower bound.
   */
  readonly cutoff?: number
  /** Called now and then with the best bound and objective so far (mixed-integer models only); false stops the solve. */
  readonly onProgress?: (progress: { readonly bound: number; readonly objective: number | undefined }) => boolean
}

export interface LinearSolution {
  /** optimal: within the gap · feasible: time ran out with values · infeasible: proved · unknown: time ran out with none. */
  readonly status: 'optimal' | 'feasible' | 'infeasible' | 'unknown'
  /** Recomputed from the values; undefined where there are none. */
  readonly objective: number | undefined
  readonly values: Float64Array | undefined
  /** One a row, ≥ 0 for `>=`, ≤ 0 for `<=`; only of a linear program solved to its optimum. */
  readonly rowDuals: Float64Array | undefined
  /** No solution can cost less; −Infinity where nothing was proved, +Infinity where infeasible. */
  readonly lowerBound: number
}

/** A solver was asked what it cannot answer, or gave an answer that fails its check. */
export class SolverError extends Error {
  override name = 'SolverError'
}

/** Largest violation of bounds, rows and integrality by a vector of values: what the check of every answer looks at. */
export function largestViolation(model: LinearModel, values: ArrayLike<number>): number {
  let worst = 0
  for (let i = 0; i < model.variableCount; i++) {
    worst = Math.max(worst, model.lowers[i] - values[i], values[i] - model.uppers[i])
    if (model.integers[i]) worst = Math.max(worst, Math.abs(values[i] - Math.round(values[i])))
  }
  for (let row = 0; row < model.rowCount; row++) {
    const activity = model.rowActivity(row, values)
    const scale = Math.max(1, Math.abs(activity))
    worst = Math.max(worst, (model.rowLowers[row] - activity) / scale, (activity - model.rowUppers[row]) / scale)
  }
  return worst
}
