import { LinearModel } from './model.ts'
import { costScale } from './scaling.ts'
import { type LinearSolution, largestViolation, type SolveOptions } from './solver.ts'

/** Solves a linear program, and proves what it says; the deadline is a time of performance.now() [ms]. */
export type SolveRelaxation = (model: LinearModel, deadline: number) => LinearSolution

/** A part of the search: bounds of the variables, and what no solution within them can undercut. */
interface Part {
  readonly lowers: readonly number[]
  readonly uppers: readonly number[]
  readonly bound: number
}

interface Incumbent {
  readonly values: Float64Array
  readonly objective: number
  /** How far below the objective a bound may stay for this to count as the optimum. */
  readonly allowance: number
}

const ACCEPTED_VIOLATION = 1e-7
const DEFAULT_GAP = 1e-6
const ROUNDING = 1e-8

/**
 * Branch and bound for small mixed-integer programs: dives towards the nearer whole number, then goes on where the bound is least.
 * Each bound is one that the relaxation's solver proved; each solution is checked against the model, with integers made exact.
 */
export function branchAndBound(
  model: LinearModel,
  solveRelaxation: SolveRelaxation,
  deadline: number,
  options: SolveOptions,
): LinearSolution {
  const open: Part[] = wholePart(model)
  let incumbent: Incumbent | undefined
  let settledBound = Number.POSITIVE_INFINITY
  const bound = () => open.reduce((least, part) => Math.min(least, part.bound), settledBound)
  let dive = false
  const { mostBranches = Number.POSITIVE_INFINITY } = options
  for (let branches = 0; branches < mostBranches && open.length > 0 && performance.now() < deadline; branches++) {
    if (
      options.onProgress?.({
        bound: Math.min(bound(), incumbent?.objective ?? Number.POSITIVE_INFINITY),
        objective: incumbent?.objective,
      }) === false
    )
      break
    const part: Part = dive ? open.pop()! : takeLeast(open)
    dive = false
    if (isSettled(part.bound, incumbent)) {
      settledBound = Math.min(settledBound, part.bound)
      continue
    }
    const relaxation = solveRelaxation(restricted(model, part), deadline)
    if (relaxation.status === 'infeasible') continue
    const partBound = Math.max(part.bound, relaxation.lowerBound)
    if (relaxation.values) incumbent = better(incumbent, candidate(model, relaxation.values, options))
    const halves: Part[] = relaxation.values && !isSettled(partBound, incumbent) ? split(model, part, relaxation.values, partBound) : []
    if (halves.length === 0) settledBound = Math.min(settledBound, partBound)
    dive = halves.length > 0
    open.push(...halves)
  }
  return conclusion(incumbent, Math.min(bound(), incumbent?.objective ?? Number.POSITIVE_INFINITY))
}

function conclusion(incumbent: Incumbent | undefined, lowerBound: number): LinearSolution {
  if (!incumbent) {
    const status = lowerBound === Number.POSITIVE_INFINITY ? 'infeasible' : 'unknown'
    return { status, objective: undefined, values: undefined, rowDuals: undefined, lowerBound }
  }
  const { values, objective } = incumbent
  return { status: isSettled(lowerBound, incumbent) ? 'optimal' : 'feasible', objective, values, rowDuals: undefined, lowerBound }
}

const isSettled = (bound: number, incumbent: Incumbent | undefined): boolean =>
  incumbent !== undefined && bound >= incumbent.objective - incumbent.allowance

/** All of the model, integers between whole bounds; nothing where there is no whole number between an integer's bounds. */
function wholePart(model: LinearModel): Part[] {
  const lowers = model.lowers.map((lower, j) => (model.integers[j] ? Math.ceil(lower) : lower))
  const uppers = model.uppers.map((upper, j) => (model.integers[j] ? Math.floor(upper) : upper))
  return lowers.every((lower, j) => lower <= uppers[j]) ? [{ lowers, uppers, bound: Number.NEGATIVE_INFINITY }] : []
}

function takeLeast(open: Part[]): Part {
  const least = open.reduce((best, part, index) => (part.bound < open[best].bound ? index : best), 0)
  return open.splice(least, 1)[0]
}

const restricted = (model: LinearModel, { lowers, uppers }: Part): LinearModel =>
  Object.assign(new LinearModel(), model, { lowers, uppers, integers: [] })

function candidate(model: LinearModel, relaxed: Float64Array, { relativeGap = DEFAULT_GAP }: SolveOptions): Incumbent | undefined {
  const values = relaxed.map((value, j) => (model.integers[j] ? Math.round(value) : value))
  if (largestViolation(model, values) > ACCEPTED_VIOLATION) return undefined
  const objective = model.objective(values)
  return { values, objective, allowance: Math.max(relativeGap * Math.abs(objective), ROUNDING * costScale(model, values)) }
}

const better = (a: Incumbent | undefined, b: Incumbent | undefined): Incumbent | undefined =>
  a && b ? (b.objective < a.objective ? b : a) : (a ?? b)

/** Splits at the most fractional integer, the nearer half last; none where every integer is fixed. */
function split(model: LinearModel, part: Part, values: Float64Array, bound: number): Part[] {
  const unfixed = model.costs.flatMap((_, j) => (model.integers[j] && part.lowers[j] < part.uppers[j] ? [j] : []))
  if (unfixed.length === 0) return []
  const fraction = (j: number) => Math.abs(values[j] - Math.round(values[j]))
  const j = unfixed.reduce((most, other) => (fraction(other) > fraction(most) ? other : most))
  const most = Math.min(Math.floor(values[j]), part.uppers[j] - 1)
  const below = { ...part, uppers: part.uppers.with(j, most), bound }
  const above = { ...part, lowers: part.lowers.with(j, most + 1), bound }
  return values[j] - most < 0.5 ? [above, below] : [below, above]
}
