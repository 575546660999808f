import { loadHighs } from '../../src/lp/highs.ts'
import type { LinearModel } from '../../src/lp/model.ts'
import type { LinearSolver } from '../../src/lp/solver.ts'
import { type BoundHooks, bound } from '../../src/optimise/bound/bound.ts'
import { sift } from '../../src/optimise/bound/sifting/sift.ts'
import type { Layout } from '../../src/optimise/search/anneal.ts'
import type { Guide } from '../../src/optimise/search/guide.ts'
import type { SearchSpace } from '../../src/optimise/search/space.ts'

const highs = await loadHighs()

/** A solver that will have nothing to do with models that have rows of these names, so that the bound is to be had without them. */
const without = (rows: RegExp): LinearSolver => ({
  ...highs,
  refuses: ({ rowNames }: LinearModel) => (rowNames.some((name) => rows.test(name)) ? 'it is not to be had' : undefined),
})

type Way = (space: SearchSpace, hooks: BoundHooks) => ReturnType<typeof sift>

/** How a bound is found for problems of different sizes; each is to hold for any, the tiny ones included. */
export const WAYS_TO_BOUND = {
  'node by node': (space, hooks) => bound(space, highs, hooks),
  'by cuts and whole numbers': (space, hooks) => bound(space, without(/^pack\[/), hooks),
  'by sums': (space, hooks) => bound(space, without(/^pack\[|^nodes\[/), hooks),
  'by sifting': (space, hooks) => sift(space, highs, hooks, { cuts: false }),
  'by sifting with cuts': (space, hooks) => sift(space, highs, hooks, { cuts: true }),
} as const satisfies Readonly<Record<string, Way>>

export interface Bounded {
  readonly outcome: ReturnType<Way>
  readonly lowerBound: number
  readonly guides: readonly Guide[]
  readonly layouts: readonly Layout[]
}

/** A plan that is known, and how far from the cheapest one may be. */
export interface Known {
  readonly usdPerHour: number
  readonly gap: number
}

/** All that is told on the way, for which there is all the time. */
export function bounded(space: SearchSpace, way: Way, known: Known = { usdPerHour: Number.POSITIVE_INFINITY, gap: 0 }): Bounded {
  const told = { guides: [] as Guide[], layouts: [] as Layout[] }
  let lowerBound = 0
  const outcome = way(space, {
    onBound: (usdPerHour) => {
      lowerBound = Math.max(lowerBound, usdPerHour)
    },
    bound: () => lowerBound,
    onGuide: (guide) => told.guides.push(guide),
    onLayout: (layout) => told.layouts.push(layout),
    secondsLeft: () => Number.POSITIVE_INFINITY,
    goal: () => known.usdPerHour * (1 - known.gap),
    isClosed: (proved) => proved >= known.usdPerHour * (1 - known.gap),
  })
  return { outcome, lowerBound, ...told }
}
