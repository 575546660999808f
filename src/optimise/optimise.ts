import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { SolverName } from '../lp/index.ts'
import { EMPTY_PLAN, unknownPlan } from './best-plan.ts'
import { carriedBound } from './carried-bound.ts'
import { draftUnder } from './plan-of.ts'
import { Solve } from './solve.ts'
import { solveInTurns } from './steady.ts'
import { solveInTime } from './timed.ts'

export interface OptimiseOptions {
  /** Stop once (total − bound) / total is within this; default 0.01. */
  readonly gap?: number
  /**
   * Time after which the best plan so far is returned [s]. Without one the solve ends by itself, and the same problem, seed and solver give the
   * same plan: nothing then hangs on which thread was faster.
   */
  readonly timeLimitSeconds?: number
  /** Default 1. */
  readonly seed?: number
  /** Default highs. */
  readonly solver?: SolverName
  /** Plans to be beaten, such as today's; those that break a rule are passed over. */
  readonly candidates?: readonly Plan[]
  /** A problem much alike that is solved already: its plan is where the search starts, its bound counts where nothing became cheaper. */
  readonly base?: SolvedProblem
  /** The most memory that each of the two threads may take for what is not the solver's own [MiB]; default: as much as the machine gives. */
  readonly memoryMiB?: number
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

export interface SolvedProblem {
  readonly problem: Problem
  readonly plan: Plan
}

export interface Progress {
  readonly stage: 'bounding' | 'searching' | 'done'
  readonly lowerBoundUsdPerHour: number
  readonly bestUsdPerHour: number | undefined
  readonly gap: number | undefined
  readonly elapsedSeconds: number
}

/**
 * The cheapest plan that can be found, with a proved bound on what any plan costs. Two threads work side by side: one bounds from below and
 * tells the other where replicas want to be; the other searches for plans. Every plan is checked before it counts, and the caller's thread is
 * never held up. Infeasible and unknown are plans of that status.
 */
export async function optimise(problem: Problem, options: OptimiseOptions = {}): Promise<Plan> {
  if (problem.agents.every((agent) => agent.replicas === 0)) return EMPTY_PLAN
  const solve = new Solve(problem, options)
  for (const plan of options.candidates ?? []) solve.best.offer(plan)
  if (options.base) startFrom(options.base, solve)
  if (!options.signal?.aborted && !solve.best.isClosed)
    await (options.timeLimitSeconds === undefined ? solveInTurns(solve) : solveInTime(solve))
  solve.report('done')
  const plan = solve.best.plan()
  // A solver that failed before it proved anything leaves a plan of which nothing is known.
  if (solve.best.defect && (!plan || solve.best.lowerBound <= 0)) throw solve.best.defect
  return plan ?? solve.infeasible ?? unknownPlan(solve.best.lowerBound)
}

function startFrom(base: SolvedProblem, { problem, best }: Solve): void {
  const draft = draftUnder(problem, base.plan)
  if (draft) best.offer(draft)
  best.prove(carriedBound(base, problem))
}
