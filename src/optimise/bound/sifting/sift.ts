import { buildInstance, type Instance } from '../../../../models/instance/instance.ts'
import type { LinearSolver, SolveOptions } from '../../../lp/solver.ts'
import type { Guide } from '../../search/guide.ts'
import type { SearchSpace } from '../../search/space.ts'
import { guideFrom } from '../guide.ts'
import type { BoundHooks, BoundOutcome } from '../hooks.ts'
import { guidePrices } from './guide-prices.ts'
import { type Round, Sifting } from './sifting.ts'

const MOST_ROUNDS = 60
/** The rounds after which the search is told where replicas want to be, besides the last. */
const GUIDING_ROUNDS = [0, 3]
/** How close the bound comes to the relaxation's optimum before no more is asked of it. */
const CLOSE_ENOUGH = 3e-4
/** Below this share of new columns the master is solved to a corner: sharper duals, and whole replicas nearly everywhere. */
const FEW_COLUMNS = 0.02
/** Rows up to which a corner is found in about the time of an interior solution. */
const CORNER_ROWS = 30_000
/** Rounds that may raise the bound by less than `CLOSE_ENOUGH` before it is over. */
const MOST_IDLE_ROUNDS = 4
/** Pairs of shape and machine up to which rules of how many may share a node make shapes of their own, which cuts need. */
const MOST_CUT_LINKS = 2_000_000
/** How much dearer leaving a replica out becomes, where the first price for it was too low. */
const DEARER = 100
/** What a plan may cost beyond its budget [USD/h]: the contract's. */
const BUDGET_TOLERANCE = 1e-6

/**
 * The linear relaxation of a problem that is too large to write down: over the columns that matter, found round by round. Each round's duals
 * are completed to prices on all pods, which bound every plan whether or not the columns are complete. With `cuts` those that whole pods keep
 * (cuts.ts) follow once few columns are new. 'unknown' where the columns never held all replicas.
 */
export function sift(space: SearchSpace, solver: LinearSolver, hooks: BoundHooks, { cuts }: { cuts: boolean }): BoundOutcome | 'unknown' {
  const sifting = new Sifting(cuts && linksOf(space.instance) <= MOST_CUT_LINKS ? space.instance : likeShapes(space), solver)
  const budget = space.instance.problem.limits?.usdPerHour ?? Number.POSITIVE_INFINITY
  let penaltyRaised = false
  let lowerBound = 0
  let idle = 0
  let interior = true
  for (let round = 0; round < MOST_ROUNDS && hooks.secondsLeft() > 0.5; round++) {
    const wasCorner = !interior
    const found = sifting.round({ ...timeLeft(hooks), interior }, { cuts: cuts && wasCorner })
    if (!found) return round === 0 ? 'unknown' : 'done'
    idle = found.lowerBound > lowerBound * (1 + CLOSE_ENOUGH) ? 0 : idle + 1
    lowerBound = Math.max(lowerBound, found.lowerBound)
    hooks.onBound(lowerBound)
    if (lowerBound > budget + BUDGET_TOLERANCE) return 'infeasible'
    const isClose = found.added === 0 || lowerBound >= found.objective * (1 - CLOSE_ENOUGH)
    const isOver = idle >= MOST_IDLE_ROUNDS || (isClose && found.cuts === 0)
    interior = found.rows > CORNER_ROWS || (interior && found.added > FEW_COLUMNS && !isOver)
    if (isOver && found.unplaced > 1e-3) {
      if (penaltyRaised) return 'unknown'
      penaltyRaised = true
      sifting.raisePenalty(DEARER)
      continue
    }
    const isLast = isOver && (wasCorner || interior)
    if (GUIDING_ROUNDS.includes(round) || isLast) hooks.onGuide(guideOf(space, sifting, found), 'relaxation')
    if (isLast || hooks.isClosed(lowerBound)) return 'done'
  }
  return 'done'
}

function guideOf(space: SearchSpace, { rules, instance }: Sifting, found: Round): Guide {
  return { ...guideFrom(space, rules, found.values, found.rowDuals), prices: guidePrices(space, instance, rules, found) }
}

function timeLeft({ secondsLeft }: BoundHooks): SolveOptions {
  const left = secondsLeft()
  return Number.isFinite(left) ? { timeLimitSeconds: left } : {}
}

/** The instance with pods of a size told as one, whatever rules say of how many may share a node: that tightens cuts alone. */
function likeShapes({ instance }: SearchSpace) {
  const coarse = buildInstance(instance.problem, { shapesByRules: false })
  return coarse.groups.length === instance.groups.length ? coarse : instance
}

/** Pairs of shape and machine: what makes the assignment large. */
export const linksOf = ({ machines }: Instance): number => machines.reduce((links, { holds }) => links + holds.size, 0)
