import { buildInstance } from '../../../models/instance/instance.ts'
import type { Problem } from '../../domain/problem.ts'
import type { LinearSolver } from '../../lp/solver.ts'
import { type BoundHooks, bound } from '../bound/bound.ts'
import { anneal } from '../search/anneal.ts'
import { searchSpace } from '../search/build-space.ts'
import { type Guide, guess } from '../search/guide.ts'

export type Verdict = 'impossible' | 'possible' | 'unknown'

/** The most that one question may take [s]; a conflict asks many. */
const MOST_SECONDS = 2

/** Whether a problem has any plan at all: proved not to, shown by one, or neither in the time. */
export function isPossible(problem: Problem, solver: LinearSolver, secondsLeft: () => number): Verdict {
  const space = searchSpace(buildInstance(problem))
  if (space.agentCount === 0) return 'possible'
  const end = Date.now() + 1000 * Math.min(MOST_SECONDS, secondsLeft())
  const left = () => (end - Date.now()) / 1000
  const found: { layout: boolean; guide: Guide | undefined } = { layout: false, guide: undefined }
  const hooks: BoundHooks = {
    onBound: () => {},
    bound: () => 0,
    onGuide: (guide) => {
      found.guide = guide
    },
    onLayout: () => {
      found.layout = true
    },
    secondsLeft: left,
    isClosed: () => found.layout,
  }
  if (bound(space, solver, hooks) === 'infeasible') return 'impossible'
  return found.layout || isPacked() ? 'possible' : 'unknown'

  function isPacked(): boolean {
    const { limits } = problem
    let packed = false
    const from = Date.now()
    const length = 1000 * Math.max(0.1, Math.min(0.5, secondsLeft()))
    const elapsed = () => (packed ? 1 : (Date.now() - from) / length)
    anneal(space, {
      guide: found.guide ?? guess(space),
      seed: 1,
      rounds: 20_000,
      elapsed,
      guidedShare: 0.5,
      onBest: (layout) => {
        packed = layout.unplaced === 0 && layout.usdPerHour <= (limits?.usdPerHour ?? Number.POSITIVE_INFINITY)
      },
    })
    return packed
  }
}
