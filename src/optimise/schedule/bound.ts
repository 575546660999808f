import type { Instance } from '../../../models/instance/instance.ts'
import { addCuts } from '../../../models/placement/cuts.ts'
import {
  buildAggregateModel,
  buildExactModel,
  buildPlacementModel,
  type ExactModel,
  type PlacementModel,
} from '../../../models/placement/model.ts'
import { everyFilledNode } from '../../../models/placement/whole-nodes.ts'
import { addNewRows, valuesOf } from '../../../models/schedule/join.ts'
import { buildScheduleModel, type ScheduleModel } from '../../../models/schedule/model.ts'
import { periodInstances } from '../../../models/schedule/period-instances.ts'
import type { ScheduleProblem } from '../../domain/schedule.ts'
import { relaxationOf } from '../../lp/model.ts'
import type { LinearSolution, LinearSolver, SolveOptions } from '../../lp/solver.ts'
import { openRelaxation } from '../../lp/solver.ts'
import type { BoundMessage } from './messages.ts'
import { standingOfExact, standingOfRelaxed } from './read-values.ts'

export interface ScheduleBoundHooks {
  tell(message: BoundMessage): void
  /** Time left [s]. */
  secondsLeft(): number
  /** Whether a bound is near enough to the best schedule so far. */
  isClosed(usdPerDay: number): boolean
}

/** Node variables of all periods together up to which the day is solved exactly. */
const EXACT_NODE_VARIABLES = 4_000
/** Pairs of shape and machine of all periods together from which on a coarser relaxation goes first. */
const LARGE_LINKS = 20_000
/** Pairs up to which one program of them all is tried. */
const MOST_LINKS = 600_000
/** Whole variables up to which a mixed-integer program is tried. */
const MIXED_INTEGER_VARIABLES = 8_000
const MOST_CUT_ROUNDS = 60

/**
 * Bounds what any schedule of the day costs: where every way to fill a node can be named, by the exact program, whose optimum is the
 * schedule; else by the linear relaxation of all periods and what links them, with cuts, then over whole replicas and nodes. Where the
 * day is large, packing told in sums goes first, and is all that is told where even that is much.
 */
export function boundSchedule(schedule: ScheduleProblem, solver: LinearSolver, hooks: ScheduleBoundHooks): void {
  const instances = periodInstances(schedule)
  const exact = exactModel(schedule, instances)
  if (exact && solver.refuses(exact.model) === undefined && solveExactly(exact, solver, hooks)) return
  const links = instances.reduce((sum, { machines }) => sum + machines.reduce((all, { holds }) => all + holds.size, 0), 0)
  if (links > LARGE_LINKS && !boundBySums(schedule, instances, solver, hooks)) return
  if (links > MOST_LINKS) return
  const masters = instances.map((instance) => buildPlacementModel(instance, { fitRows: false }))
  const day = buildScheduleModel(schedule, instances, masters)
  if (solver.refuses(day.model) !== undefined) return
  if (!cutRelaxation(day, solver, hooks)) return
  if (day.model.integerCount <= MIXED_INTEGER_VARIABLES) wholeNumbers(day, solver, hooks)
}

function exactModel(schedule: ScheduleProblem, instances: readonly Instance[]): ScheduleModel<ExactModel> | undefined {
  let left = EXACT_NODE_VARIABLES
  const masters: ExactModel[] = []
  for (const instance of instances) {
    const ways = everyFilledNode(instance, left)
    if (!ways) return undefined
    left -= ways.length
    masters.push(buildExactModel(instance, ways))
  }
  return buildScheduleModel(schedule, instances, masters)
}

/** Whether that settles it. */
function solveExactly({ model, periods }: ScheduleModel<ExactModel>, solver: LinearSolver, hooks: ScheduleBoundHooks): boolean {
  const solution = solver.solve(model, { timeLimitSeconds: share(hooks, 0.5), relativeGap: 1e-9 })
  if (!isPossible(solution, hooks)) return true
  const { values } = solution
  if (values) {
    const standings = periods.map((period) => standingOfExact(period, values))
    hooks.tell({ kind: 'plans', standings })
  }
  return solution.status === 'optimal'
}

/** Packing told only in sums: little is proved, but soon; whether to go on. */
function boundBySums(schedule: ScheduleProblem, instances: readonly Instance[], solver: LinearSolver, hooks: ScheduleBoundHooks): boolean {
  const day = buildScheduleModel(schedule, instances, instances.map(buildAggregateModel))
  const relaxed = relaxationOf(day.model)
  return solver.refuses(relaxed) !== undefined || isPossible(solver.solve(relaxed, { timeLimitSeconds: share(hooks, 0.9) }), hooks)
}

/** The relaxation and its cuts, period by period, until none is broken or they raise the bound no more; whether to go on. */
function cutRelaxation({ model, periods }: ScheduleModel<PlacementModel>, solver: LinearSolver, hooks: ScheduleBoundHooks): boolean {
  const relaxation = openRelaxation(solver, model)
  try {
    const bounds: number[] = []
    for (let round = 0; round < MOST_CUT_ROUNDS; round++) {
      const solution = relaxation.solve({ timeLimitSeconds: share(hooks, 0.9) })
      if (!isPossible(solution, hooks) || hooks.isClosed(solution.lowerBound) || hooks.secondsLeft() < 1) return false
      if (!solution.values || hasStalled(bounds, solution.lowerBound)) return true
      if (cut({ model, periods }, solution.values, solver) === 0) return true
    }
    return true
  } finally {
    relaxation.close()
  }
}

/** Ten rounds that raised the bound by less than a thousandth. */
function hasStalled(bounds: number[], bound: number): boolean {
  bounds.push(bound)
  return bounds.length > 10 && bound - bounds.at(-11)! < 1e-3 * Math.abs(bound)
}

function cut({ model, periods }: ScheduleModel<PlacementModel>, values: Float64Array, solver: LinearSolver): number {
  return periods.reduce((sum, { instance, master, part }) => {
    const added = addCuts(instance, master, valuesOf(part, values), solver)
    addNewRows(model, part)
    return sum + added
  }, 0)
}

/** Whole replicas and nodes of all periods at once: a better bound, and where the search should aim. */
function wholeNumbers(day: ScheduleModel<PlacementModel>, solver: LinearSolver, hooks: ScheduleBoundHooks): void {
  for (let round = 0; round < MOST_CUT_ROUNDS && hooks.secondsLeft() > 0.5; round++) {
    const solution = solver.solve(day.model, { timeLimitSeconds: share(hooks, 1), relativeGap: 1e-4, ...whileUseful(hooks) })
    const { values } = solution
    if (!isPossible(solution, hooks) || !values) return
    const standings = day.periods.map((period) => standingOfRelaxed(period, values))
    hooks.tell({ kind: 'aim', standings })
    if (hooks.isClosed(solution.lowerBound) || cut(day, values, solver) === 0) return
  }
}

/** Tells the bound of the tree as it rises, with the solver's own tolerance given back. */
function whileUseful(hooks: ScheduleBoundHooks): Pick<SolveOptions, 'onProgress'> {
  return {
    onProgress: ({ bound }) => {
      if (Number.isFinite(bound)) hooks.tell({ kind: 'bound', usdPerDay: bound - 1e-7 * Math.abs(bound) })
      return !hooks.isClosed(bound) && hooks.secondsLeft() > 0.2
    },
  }
}

/** Tells what a solution proves; false where it proves that there is no schedule. */
function isPossible(solution: LinearSolution, { tell }: ScheduleBoundHooks): boolean {
  if (solution.status === 'infeasible') tell({ kind: 'infeasible' })
  else if (Number.isFinite(solution.lowerBound)) tell({ kind: 'bound', usdPerDay: solution.lowerBound })
  return solution.status !== 'infeasible'
}

const share = ({ secondsLeft }: ScheduleBoundHooks, part: number): number => Math.max(0.05, secondsLeft() * part)
