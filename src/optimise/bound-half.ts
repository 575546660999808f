import { buildInstance } from '../../models/instance/instance.ts'
import { loadSolver, type SolverName } from '../lp/index.ts'
import type { LinearSolver } from '../lp/solver.ts'
import { bound } from './bound/bound.ts'
import { conflictOf } from './conflict/conflict.ts'
import { DraftTeller } from './draft-teller.ts'
import { searchSpace } from './search/build-space.ts'
import type { HalfParts } from './worker.ts'

/** What finding the conflict may take once infeasibility is proved, whatever the time limit of the solve. */
const SECONDS_FOR_CONFLICT = 10

/** Solvers that this thread has loaded: it works for one solve after the other. */
const loaded = new Map<SolverName, Promise<LinearSolver>>()

function solverNamed(name: SolverName): Promise<LinearSolver> {
  const solver = loaded.get(name) ?? loadSolver(name)
  loaded.set(name, solver)
  return solver
}

/** Share of a proved bound. */
const GIVEN_BACK = 3e-7

/** Proves what no plan can undercut, and where none exists, why. */
export async function boundHalf({ job, inbox, tell }: HalfParts): Promise<void> {
  const { problem, gap, deadline } = job
  const linear = await solverNamed(job.solver)
  const space = searchSpace(buildInstance(problem))
  const drafts = new DraftTeller(problem, space, tell)
  let lower = 0
  // Without a deadline the best plan is looked at only where both halves wait: what is proved does not hang on who was faster.
  let best = Number.POSITIVE_INFINITY
  const bestNow = () => (deadline === undefined ? best : inbox.best)
  const outcome = bound(space, linear, {
    onBound: (usdPerHour) => {
      if (usdPerHour <= lower) return
      lower = usdPerHour
      tell({ kind: 'bound', usdPerHour })
    },
    bound: () => lower,
    onGuide: (guide, stage) => tell({ kind: 'guide', guide, stage }),
    onLayout: (layout) => drafts.tellNow(layout),
    secondsLeft: () => (inbox.isStopped ? 0 : deadline === undefined ? Number.POSITIVE_INFINITY : (deadline - Date.now()) / 1000),
    // A little beyond, since of what a mixed-integer program proves a little is given back.
    goal: () => bestNow() * (1 - Math.max(gap, 1e-6) + GIVEN_BACK),
    isClosed: (proved) => inbox.isStopped || proved >= bestNow() * (1 - gap),
    checkpoint: () => {
      if (deadline !== undefined) return
      tell({ kind: 'waiting' })
      inbox.nextOrder()
      best = inbox.best
    },
  })
  if (outcome === 'done') return tell({ kind: 'done' })
  tell({ kind: 'impossible' })
  const end = Date.now() + 1000 * SECONDS_FOR_CONFLICT
  tell({ kind: 'infeasible', ...conflictOf(problem, linear, () => (end - Date.now()) / 1000) })
}
