import { buildInstance } from '../../../models/instance/instance.ts'
import type { Problem } from '../../domain/problem.ts'
import type { LinearSolver } from '../../lp/solver.ts'
import { type BoundHooks, bound } from '../bound/bound.ts'
import { anneal, type Layout } from '../search/anneal.ts'
import { searchSpace } from '../search/build-space.ts'
import { type Guide, guess } from '../search/guide.ts'
import type { SearchSpace } from '../search/space.ts'

export type Verdict = 'impossible' | 'possible' | 'unknown'

/** Whether a problem has any plan at all: proved not to, shown by one, or neither in the time, of which one question may take so much [s]. */
export function isPossible(problem: Problem, solver: LinearSolver, secondsLeft: () => number, mostSeconds: number): Verdict {
  const space = searchSpace(buildInstance(problem))
  if (space.agentCount === 0) return 'possible'
  const end = Date.now() + 1000 * Math.min(mostSeconds, secondsLeft())
  let hasLayout = false
  let lower = 0
  let guide: Guide | undefined
  const hooks: BoundHooks = {
    onBound: (usdPerHour) => {
      lower = Math.max(lower, usdPerHour)
    },
    bound: () => lower,
    onGuide: (newest) => {
      guide = newest
    },
    onLayout: () => {
      hasLayout = true
    },
    secondsLeft: () => (end - Date.now()) / 1000,
    goal: () => Number.POSITIVE_INFINITY,
    isClosed: () => hasLayout,
  }
  if (bound(space, solver, hooks) === 'infeasible') return 'impossible'
  return hasLayout || isPacked(space, guide ?? guess(space), secondsLeft()) ? 'possible' : 'unknown'
}

/** Whether a short search finds a place for every replica, within the budget. */
function isPacked(space: SearchSpace, guide: Guide, seconds: number): boolean {
  const budget = space.instance.problem.limits?.usdPerHour ?? Number.POSITIVE_INFINITY
  const from = Date.now()
  const length = 1000 * Math.max(0.1, Math.min(0.5, seconds))
  let isFound = false
  const onBest = ({ unplaced, usdPerHour }: Layout) => {
    isFound ||= unplaced === 0 && usdPerHour <= budget
  }
  anneal(space, { guide, seed: 1, rounds: 20_000, guidedShare: 0.5, elapsed: () => (isFound ? 1 : (Date.now() - from) / length), onBest })
  return isFound
}
