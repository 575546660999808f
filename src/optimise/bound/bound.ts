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
import { type LinearModel, relaxationOf, type Variable, withIntegers } from '../../lp/model.ts'
import { cheaperThan } from '../../lp/reduced-cost-bounds.ts'
import { type LinearSolution, type LinearSolver, openRelaxation, type SolveOptions } from '../../lp/solver.ts'
import type { SearchSpace } from '../search/space.ts'
import { exactLayout } from './exact-layout.ts'
import { guideFrom } from './guide.ts'
import type { BoundHooks, BoundOutcome } from './hooks.ts'
import { linksOf, sift } from './sifting/sift.ts'

export type { BoundHooks, BoundOutcome } from './hooks.ts'

/** Node variables up to which the problem is solved exactly, whole node by whole node. */
const EXACT_NODE_VARIABLES = 4_000
/** Whole variables up to which a mixed-integer program is tried at all. */
const MIXED_INTEGER_VARIABLES = 8_000
const MOST_CUT_ROUNDS = 60
/** Pairs of shape and machine from which on the relaxation is sifted first: a bound and a guide soon. */
const SIFTED_LINKS = 3_000
/** From which on nothing else is tried. */
const LARGE_LINKS = 150_000

/**
 * Bounds every plan's cost from below, better and better: the linear relaxation, the same with cuts, whole replicas and nodes, and, where the
 * problem is small, the exact optimum with its plan. Each stage guides the search. 'infeasible' is a proof.
 */
export function bound(space: SearchSpace, solver: LinearSolver, hooks: BoundHooks): BoundOutcome {
  const { instance } = space
  if (instance.agents.some(({ groups }) => groups.length === 0)) return 'infeasible'
  const ways = everyFilledNode(instance, EXACT_NODE_VARIABLES)
  const exact = ways && buildExactModel(instance, ways)
  if (exact && solver.refuses(exact.model) === undefined) {
    const outcome = solveExactly(space, exact, solver, hooks)
    if (outcome !== 'unknown') return outcome
  }
  const links = linksOf(instance)
  if (links > SIFTED_LINKS) {
    const outcome = sift(space, solver, hooks, { cuts: links > LARGE_LINKS })
    if (outcome === 'infeasible') return 'infeasible'
    if (links > LARGE_LINKS) return outcome === 'unknown' ? aggregateBound(space, solver, hooks) : outcome
  }
  const placement = buildPlacementModel(instance, { fitRows: false })
  if (solver.refuses(relaxationOf(placement.model)) !== undefined) return aggregateBound(space, solver, hooks)
  const relaxed = cutRelaxation(space, placement, solver, hooks)
  if (relaxed === 'infeasible') return 'infeasible'
  hooks.checkpoint?.()
  if (placement.model.integerCount > MIXED_INTEGER_VARIABLES) return wholeWhereDear(space, placement, relaxed, solver, hooks)
  return solver.refuses(placement.model) === undefined ? wholeNumbers(space, placement, relaxed, solver, hooks) : 'done'
}

/** A bound and a guide within seconds, while the assignment would take minutes, or is more than the solver may be asked. Throws SolverError. */
function aggregateBound(space: SearchSpace, solver: LinearSolver, hooks: BoundHooks): BoundOutcome {
  const master = buildAggregateModel(space.instance)
  const solution = solver.solve(relaxationOf(master.model), timeLimit(hooks, 0.5))
  if (solution.status === 'infeasible') return 'infeasible'
  if (!solution.values) return 'done'
  hooks.onBound(solution.lowerBound)
  hooks.onGuide(guideFrom(space, master, solution.values, solution.rowDuals), 'relaxation')
  return 'done'
}

function solveExactly(space: SearchSpace, exact: ExactModel, solver: LinearSolver, hooks: BoundHooks): BoundOutcome | 'unknown' {
  const solution = solver.solve(exact.model, { ...timeLimit(hooks, 0.5), relativeGap: 1e-9 })
  if (solution.status === 'infeasible') return 'infeasible'
  hooks.onBound(solution.lowerBound)
  if (solution.values) hooks.onLayout(exactLayout(space.instance, exact, solution.values, space.zoneNumber))
  return solution.status === 'optimal' ? 'done' : 'unknown'
}

/** Duals of the relaxation's rows, those of later cuts left out; empty where there was no time to find any. */
type Duals = Float64Array

/** The linear relaxation and its cuts, until none is broken, they raise the bound no more, or it is good enough. */
function cutRelaxation(space: SearchSpace, placement: PlacementModel, solver: LinearSolver, hooks: BoundHooks): Duals | 'infeasible' {
  const relaxation = openRelaxation(solver, placement.model)
  let duals: Duals = new Float64Array()
  try {
    const bounds: number[] = []
    for (let round = 0; round < MOST_CUT_ROUNDS; round++) {
      const solution = relaxation.solve(timeLimit(hooks, 0.9))
      if (solution.status === 'infeasible') return 'infeasible'
      if (!solution.values) break
      hooks.onBound(solution.lowerBound)
      duals = solution.rowDuals ?? duals
      if (round === 0) hooks.onGuide(guideFrom(space, placement, solution.values, solution.rowDuals), 'relaxation')
      if (hooks.isClosed(solution.lowerBound) || hooks.secondsLeft() < 1 || hasStalled(bounds, solution.lowerBound)) break
      if (addCuts(space.instance, placement, solution.values, solver) === 0) break
    }
    return duals
  } finally {
    relaxation.close()
  }
}

/** Whether the last rounds of cuts have hardly raised the bound: branching then raises it more. */
function hasStalled(bounds: number[], bound: number): boolean {
  bounds.push(bound)
  return bounds.length > STALLED_ROUNDS && bound - bounds[bounds.length - 1 - STALLED_ROUNDS] < STALLED_RISE * Math.abs(bound)
}

const STALLED_ROUNDS = 5
const STALLED_RISE = 5e-4

/** Whole replicas and nodes; cuts at each whole solution, until it is a mix of patterns. */
function wholeNumbers(space: SearchSpace, placement: PlacementModel, duals: Duals, solver: LinearSolver, hooks: BoundHooks): BoundOutcome {
  for (let round = 0; round < MOST_CUT_ROUNDS && hooks.secondsLeft() > 0.5; round++) {
    const solution = solveWhole(placement.model, duals, solver, hooks, 1e-4)
    if (solution.status === 'infeasible') return 'infeasible'
    if (!solution.values || hooks.isClosed(solution.lowerBound)) return 'done'
    hooks.onGuide(guideFrom(space, placement, solution.values), 'whole nodes')
    if (addCuts(space.instance, placement, solution.values, solver) === 0) return 'done'
  }
  return 'done'
}

/** Shares of the bound from which on a node is dear: first few nodes, then more. */
const DEAR_SHARES = [0.01, 0.004]

/** Too many numbers for all to be whole: those of the nodes whose price matters, and of the replicas that need GPUs. */
function wholeWhereDear(
  space: SearchSpace,
  placement: PlacementModel,
  duals: Duals,
  solver: LinearSolver,
  hooks: BoundHooks,
): BoundOutcome {
  for (const share of DEAR_SHARES) {
    if (hooks.secondsLeft() < 2) return 'done'
    const model = withIntegers(placement.model, dearVariables(space.instance, placement, share * hooks.bound()))
    if (solver.refuses(model) !== undefined) return 'done'
    const solution = solveWhole(model, duals, solver, hooks, 5e-4)
    if (solution.status === 'infeasible') return 'infeasible'
    if (!solution.values || hooks.isClosed(solution.lowerBound)) return 'done'
    hooks.onGuide(guideFrom(space, placement, solution.values), 'relaxation')
  }
  return 'done'
}

function dearVariables(instance: Instance, { variables }: PlacementModel, usdPerHour: number): Set<Variable> {
  const dear = instance.machines.filter(({ offer }) => offer.allocatable.gpu > 0 || offer.usdPerHour >= usdPerHour)
  const onGpus = instance.agents.filter((agent) => agent.shape.requests.gpu > 0)
  const terms = [
    ...dear.flatMap((machine) => variables.nodes(machine)),
    ...onGpus.flatMap((agent) => agent.groups.flatMap((group) => variables.replicas(agent, group))),
  ]
  return new Set(terms.map(({ variable }) => variable))
}

/**
 * Tells the bound while it rises, and stops once it is good enough. Where a plan is known, only what is cheaper by more than the gap is looked
 * for: that there is nothing is a bound too.
 */
function solveWhole(model: LinearModel, duals: Duals, solver: LinearSolver, hooks: BoundHooks, relativeGap: number): LinearSolution {
  const goal = hooks.goal()
  const isKnown = Number.isFinite(goal)
  const solution = solver.solve(isKnown ? cheaperThan(model, goal, padded(duals, model.rowCount)) : model, {
    ...timeLimit(hooks, 1),
    relativeGap,
    ...(isKnown ? { cutoff: goal } : {}),
    onProgress: ({ bound }) => {
      if (Number.isFinite(bound)) hooks.onBound(Math.min(bound - 1e-7 * Math.abs(bound), goal))
      return !hooks.isClosed(bound) && hooks.secondsLeft() > 0.2
    },
  })
  if (Number.isFinite(solution.lowerBound)) hooks.onBound(solution.lowerBound)
  return solution
}

/** Cuts that were added since have no dual yet: 0 is one. */
function padded(duals: Duals, rows: number): Duals {
  const all = new Float64Array(rows)
  all.set(duals)
  return all
}

function timeLimit(hooks: BoundHooks, share: number): SolveOptions {
  const left = hooks.secondsLeft()
  return Number.isFinite(left) ? { timeLimitSeconds: Math.max(0.05, left * share) } : { mostBranches: BRANCHES_WITHOUT_LIMIT }
}

/** Where time does not end a mixed-integer program, this does. */
const BRANCHES_WITHOUT_LIMIT = 2_000
