import { buildInstance } from '../../../../models/instance/instance.ts'
import type { LinearSolver } from '../../../lp/solver.ts'
import type { SearchSpace } from '../../search/space.ts'
import { guideFrom } from '../guide.ts'
import type { BoundHooks, BoundOutcome } from '../hooks.ts'
import { Sifting } from './sifting.ts'

const MOST_ROUNDS = 60
/** The round after which the search is first told where replicas want to be. */
const FIRST_GUIDE = 1
/** How close the bound comes to the relaxation's optimum before no more is asked of it. */
const CLOSE_ENOUGH = 3e-4
/** How much dearer leaving a replica out becomes, where the first price for it was too low. */
const DEARER = 100
/** What a plan may cost beyond its budget [USD/h]: the contract's. */
const BUDGET_TOLERANCE = 1e-6

/**
 * The linear relaxation of a problem that is too large to write down: over the columns that matter, found round by round. Each round's duals
 * are completed to prices on all pods, which bound every plan whether or not the columns are complete. 'unknown' where the columns never held
 * all replicas.
 */
export function sift(space: SearchSpace, solver: LinearSolver, hooks: BoundHooks): BoundOutcome | 'unknown' {
  const sifting = new Sifting(likeShapes(space), solver)
  let isDearer = false
  let lowerBound = 0
  for (let round = 0; round < MOST_ROUNDS && hooks.secondsLeft() > 0.5; round++) {
    const found = sifting.round(hooks.secondsLeft())
    if (!found) return 'unknown'
    lowerBound = Math.max(lowerBound, found.lowerBound)
    hooks.onBound(lowerBound)
    if (lowerBound > (space.instance.problem.limits?.usdPerHour ?? Number.POSITIVE_INFINITY) + BUDGET_TOLERANCE) return 'infeasible'
    const isOver = found.added === 0 || lowerBound >= found.objective * (1 - CLOSE_ENOUGH)
    if (isOver && found.unplaced > 1e-6) {
      if (isDearer) return 'unknown'
      isDearer = true
      sifting.raisePenalty(DEARER)
      continue
    }
    if (round === FIRST_GUIDE || isOver) hooks.onGuide(guideFrom(space, sifting.rules, found.values, found.rowDuals), 'relaxation')
    if (isOver || hooks.isClosed(lowerBound)) return 'done'
  }
  return 'done'
}

/** The instance with pods of a size told as one, whatever rules say of how many may share a node: that tightens cuts, and nothing here. */
function likeShapes({ instance }: SearchSpace) {
  const coarse = buildInstance(instance.problem, { shapesByRules: false })
  return coarse.groups.length === instance.groups.length ? coarse : instance
}
