import type { Layout } from '../search/anneal.ts'
import type { Guide } from '../search/guide.ts'

/** What the bound tells, and what it asks, while it works. */
export interface BoundHooks {
  /** No plan costs less [USD/h]. */
  onBound(usdPerHour: number): void
  /** The best bound told so far [USD/h]. */
  bound(): number
  onGuide(guide: Guide, stage: 'relaxation' | 'whole nodes'): void
  onLayout(layout: Layout): void
  /** Time left [s]; Infinity without a limit. */
  secondsLeft(): number
  /** The bound that is good enough for the best plan so far [USD/h]; Infinity while there is none. */
  goal(): number
  /** Said where the linear part is done and the mixed-integer part begins: the best plan may be asked for anew. */
  checkpoint?(): void
  /** Whether the bound is good enough for the best plan so far. */
  isClosed(bound: number): boolean
}

export type BoundOutcome = 'infeasible' | 'done'
