import { anneal, type Layout } from './anneal.ts'
import { type Guide, guess } from './guide.ts'
import type { SearchSpace } from './space.ts'

export interface SearchHooks {
  /** The newest guide that has not been taken yet. */
  takeGuide(): { readonly guide: Guide; readonly stage: 'relaxation' | 'whole nodes' } | undefined
  hasNews(): boolean
  /** How much of the time is gone, 0 to 1; 1 ends the search. */
  elapsed(): number
  /** Waits a little without burning a core. */
  pause(): void
  onBest(layout: Layout): void
}

export interface SearchOptions {
  readonly seed: number
  /** Part of the time that the relaxation's guide is waited for before the search starts on its own guess. */
  readonly patience: number
  /** Where the first run starts; without it, on an empty fleet. */
  readonly start?: Layout
}

/** Searches until the time is gone: a short run at first, then longer ones from the best; a new guide is followed at once. */
export function search(space: SearchSpace, hooks: SearchHooks, { seed, patience, start: first }: SearchOptions): void {
  while (!hooks.hasNews() && hooks.elapsed() < patience) hooks.pause()
  const told = hooks.takeGuide()
  let guide = told?.guide ?? guess(space)
  let isGuess = !told
  let best: Layout | undefined
  const keep = (layout: Layout) => {
    if (best && (layout.unplaced > best.unplaced || (layout.unplaced === best.unplaced && layout.usdPerHour >= best.usdPerHour - 1e-9)))
      return
    best = layout
    if (layout.unplaced === 0) hooks.onBest(layout)
  }
  for (let turn = 0; hooks.elapsed() < 1; turn++) {
    const news = hooks.takeGuide()
    if (news) guide = news.guide
    const from = hooks.elapsed()
    const length = Math.min(RUN_SHARES[Math.min(turn, RUN_SHARES.length - 1)], 1 - from)
    const followed = news?.stage === 'whole nodes'
    const elapsed = () => {
      const now = hooks.elapsed()
      return now >= 1 || hooks.hasNews() ? 1 : (now - from) / length
    }
    // What the first guide says is better than what was made of a guess: it is followed from the ground up.
    const isAnew = followed || (news !== undefined && isGuess && !first)
    if (news) isGuess = false
    const start = isAnew ? undefined : (best ?? (turn === 0 ? first : undefined))
    const rounds = followed ? SHORT_ROUNDS : Number.POSITIVE_INFINITY
    anneal(space, {
      guide,
      seed: seed + turn,
      rounds,
      elapsed,
      onBest: keep,
      guidedShare: followed ? 1 : GUIDED_SHARE,
      ...(start ? { start } : {}),
    })
  }
}

/** The parts of the time that one run after the other takes: an early answer first, then slower cooling from the best so far. */
const RUN_SHARES = [0.03, 0.07, 0.15, 0.25, 0.5]

/** Rounds in which a placement over whole nodes is packed, before the search goes on freely. */
const SHORT_ROUNDS = 20_000
/** Part of a run during which the relaxation's own places are kept to. */
export const GUIDED_SHARE = 0.35
