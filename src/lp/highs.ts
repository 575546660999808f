import loadHighsModule, { type Highs, type Model, type ModelData } from 'highs'
import { dualBound } from './certificate.ts'
import { type LinearModel, relaxationOf } from './model.ts'
import { powerOfTwo } from './scaling.ts'
import { type LinearSolution, type LinearSolver, largestViolation, type Relaxation, type SolveOptions, SolverError } from './solver.ts'

/** How far an answer of HiGHS may miss a bound or a row, relative to the row's activity: its tolerance, with room for scaling. */
const ACCEPTED_VIOLATION = 1e-5
/** HiGHS proves a mixed-integer bound to its feasibility tolerance; this share of it is given back, so that the bound stays a bound. */
const BOUND_SLACK = 1e-7

/**
 * The rule of presolve that replaces columns by others, as HiGHS numbers its rules, in bits: in 1.15.3 it now and then loses the optimum of
 * a mixed-integer program, and what is then called proved is wrong (test/lp/presolve.test.ts has one).
 */
const WITHOUT_AGGREGATOR = { presolve_rule_off: 1 << 12 }

/** HiGHS, compiled to WebAssembly: linear and mixed-integer programs of any size. Blocks while it solves: use it in a worker. */
export async function loadHighs(): Promise<LinearSolver> {
  // The package ships an ES module but types it as CommonJS: the default export is the loader itself.
  const highs = await (loadHighsModule as unknown as typeof loadHighsModule.default)()
  return {
    name: 'highs',
    refuses: () => undefined,
    solve: (model, options = {}) => solveOnce(highs, model, options),
    openRelaxation: (model) => openRelaxation(highs, model),
  }
}

/** Where little is to be found and much to be ruled out: branch at once on what has been tried once, and never start anew. */
const TO_PROVE = { mip_allow_restart: false, mip_pscost_minreliable: 1 }

const INTERIOR = { solver: 'ipm', run_crossover: 'off' } as const

function solveOnce(highs: Highs, model: LinearModel, options: SolveOptions): LinearSolution {
  const trivial = solutionWithoutVariables(model)
  if (trivial) return trivial
  const factor = costFactor(model)
  return highs.withModel(modelData(model, factor), (native) => {
    const integer = model.integerCount > 0
    native.options.set({
      output_flag: false,
      random_seed: 1,
      mip_rel_gap: options.relativeGap ?? 1e-6,
      mip_abs_gap: 1e-9,
      mip_feasibility_tolerance: 1e-7,
      primal_feasibility_tolerance: 1e-8,
      ...WITHOUT_AGGREGATOR,
      ...(options.interior ? INTERIOR : {}),
      ...(options.mostBranches === undefined ? {} : { mip_max_nodes: options.mostBranches }),
      ...(options.cutoff !== undefined && Number.isFinite(options.cutoff) ? { objective_bound: options.cutoff * factor, ...TO_PROVE } : {}),
    })
    if (options.timeLimitSeconds !== undefined) native.options.set('time_limit', Math.max(0.01, options.timeLimitSeconds))
    run(highs, native, factor, options)
    if (integer && options.cutoff === undefined) doubtInfeasible(highs, native, options)
    return integer ? mixedIntegerSolution(highs, native, model, factor, options) : linearSolution(highs, native, model, factor, options)
  })
}

/** That no solution exists is believed of a mixed-integer program only where HiGHS says so without its presolve too. */
function doubtInfeasible(highs: Highs, native: Model, { timeLimitSeconds }: SolveOptions): void {
  if (native.getModelStatus() !== highs.constants.modelStatus.infeasible) return
  native.clearSolver()
  native.options.set('presolve', 'off')
  if (timeLimitSeconds !== undefined) native.options.set('time_limit', native.getRunTime() + timeLimitSeconds)
  native.run()
}

/** The model stays in HiGHS with its basis; rows added to the model since are handed over before each solve. */
function openRelaxation(highs: Highs, model: LinearModel): Relaxation {
  const relaxed = relaxationOf(model)
  const factor = costFactor(relaxed)
  const native = highs.createModel(modelData(relaxed, factor))
  native.options.set({ output_flag: false, random_seed: 1, primal_feasibility_tolerance: 1e-8 })
  let rows = model.rowCount
  return {
    solve: ({ timeLimitSeconds } = {}) => {
      if (model.rowCount > rows) native.addRows(rowsFrom(model, rows))
      rows = model.rowCount
      // HiGHS counts the time of all runs of a model together.
      if (timeLimitSeconds !== undefined) native.options.set('time_limit', native.getRunTime() + Math.max(0.01, timeLimitSeconds))
      native.run()
      return linearSolution(highs, native, relaxed, factor, {})
    },
    close: () => native.dispose(),
  }
}

function rowsFrom(model: LinearModel, first: number) {
  const from = model.starts[first]
  return {
    lower: Float64Array.from(model.rowLowers.slice(first)),
    upper: Float64Array.from(model.rowUppers.slice(first)),
    matrix: {
      format: 'csr' as const,
      numRows: model.rowCount - first,
      numCols: model.variableCount,
      starts: Int32Array.from(model.starts.slice(first), (start) => start - from),
      indices: Int32Array.from(model.columns.slice(from)),
      values: Float64Array.from(model.coefficients.slice(from)),
    },
  }
}

function run(highs: Highs, native: Model, factor: number, { onProgress }: SolveOptions): void {
  if (!onProgress) {
    native.run()
    return
  }
  native.run({
    [highs.constants.callbackType.mipInterrupt]: (event: {
      data: { mip_dual_bound?: number; mip_primal_bound?: number }
      interrupt(): void
    }) => {
      const objective = event.data.mip_primal_bound
      const going = onProgress({
        bound: (event.data.mip_dual_bound ?? Number.NEGATIVE_INFINITY) / factor,
        objective: objective !== undefined && objective < 1e29 ? objective / factor : undefined,
      })
      if (!going) event.interrupt()
      return undefined
    },
  })
}

function linearSolution(highs: Highs, native: Model, model: LinearModel, factor: number, { interior }: SolveOptions): LinearSolution {
  const { modelStatus } = highs.constants
  const status = native.getModelStatus()
  if (status === modelStatus.infeasible) return INFEASIBLE
  if (status !== modelStatus.optimal) return UNKNOWN
  const { colValue, rowDual } = native.getSolution()
  const values = interior ? colValue : checked(model, colValue)
  const rowDuals = rowDual.map((dual) => dual / factor)
  return { status: 'optimal', objective: model.objective(values), values, rowDuals, lowerBound: dualBound(model, rowDuals) }
}

function mixedIntegerSolution(highs: Highs, native: Model, model: LinearModel, factor: number, { cutoff }: SolveOptions): LinearSolution {
  const { modelStatus } = highs.constants
  const status = native.getModelStatus()
  if (status === modelStatus.infeasible) return cutoff === undefined ? INFEASIBLE : { ...UNKNOWN, lowerBound: safely(cutoff) }
  const bound = native.info.get('mip_dual_bound') as number
  const proved = Math.abs(bound) < 1e29 ? safely(bound / factor) : Number.NEGATIVE_INFINITY
  const lowerBound = Math.min(proved, cutoff ?? Number.POSITIVE_INFINITY)
  if ((native.info.get('primal_solution_status') as number) !== 2) return { ...UNKNOWN, lowerBound }
  const values = checked(model, native.getSolution().colValue)
  const objective = model.objective(values)
  return {
    status: status === modelStatus.optimal ? 'optimal' : 'feasible',
    objective,
    values,
    rowDuals: undefined,
    lowerBound: Math.min(lowerBound, objective),
  }
}

const safely = (bound: number): number => bound - BOUND_SLACK * Math.abs(bound)

const INFEASIBLE: LinearSolution = {
  status: 'infeasible',
  objective: undefined,
  values: undefined,
  rowDuals: undefined,
  lowerBound: Number.POSITIVE_INFINITY,
}
const UNKNOWN: LinearSolution = {
  status: 'unknown',
  objective: undefined,
  values: undefined,
  rowDuals: undefined,
  lowerBound: Number.NEGATIVE_INFINITY,
}

/** Integers made exact, and the whole checked against the model. */
function checked(model: LinearModel, values: Float64Array): Float64Array {
  for (let j = 0; j < values.length; j++) if (model.integers[j]) values[j] = Math.round(values[j])
  const violation = largestViolation(model, values)
  if (violation > ACCEPTED_VIOLATION) throw new SolverError(`highs: its answer misses the model by ${violation}`)
  return values
}

/** HiGHS takes no model without columns: the rows alone then say whether it holds. */
function solutionWithoutVariables(model: LinearModel): LinearSolution | undefined {
  if (model.variableCount > 0) return undefined
  const holds = model.rowLowers.every((lower, row) => lower <= 0 && model.rowUppers[row] >= 0)
  if (!holds) return INFEASIBLE
  return { status: 'optimal', objective: 0, values: new Float64Array(), rowDuals: new Float64Array(model.rowCount), lowerBound: 0 }
}

/** What costs are multiplied with: HiGHS compares them absolutely, and of 1e-7 USD/h it would see nothing. A power of two rounds nothing. */
function costFactor({ costs }: LinearModel): number {
  const dearest = costs.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0)
  return dearest === 0 || (dearest >= LEAST_DEAREST && dearest <= MOST_DEAREST) ? 1 : powerOfTwo(1 / dearest)
}

/** Between these the dearest cost may lie as it is [USD/h]. */
const LEAST_DEAREST = 0.01
const MOST_DEAREST = 1e6

function modelData(model: LinearModel, factor: number): ModelData {
  const integrality = model.integers.map((integer) => (integer ? 1 : 0)) as unknown as ModelData['integrality']
  return {
    numCols: model.variableCount,
    numRows: model.rowCount,
    colCost: Float64Array.from(model.costs, (cost) => cost * factor),
    colLower: Float64Array.from(model.lowers),
    colUpper: Float64Array.from(model.uppers),
    rowLower: Float64Array.from(model.rowLowers),
    rowUpper: Float64Array.from(model.rowUppers),
    matrix: {
      format: 'csr',
      numRows: model.rowCount,
      numCols: model.variableCount,
      starts: Int32Array.from(model.starts),
      indices: Int32Array.from(model.columns),
      values: Float64Array.from(model.coefficients),
    },
    ...(model.integerCount > 0 ? { integrality } : {}),
  } as ModelData
}
