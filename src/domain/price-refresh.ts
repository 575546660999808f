import type { Seconds, Share } from './units.ts'

/** What a believed answer did to the prices that were known. */
export interface KeptAnswer {
  readonly rows: number
  readonly added: number
  readonly changed: number
  readonly withdrawn: number
  /** Prices that jumped and are not used until they are seen twice. */
  readonly setAside: number
  /** Share of the prices known before that it listed again; 1 where none were known. */
  readonly completeness: Share
}

/** What became of one feed. */
export interface FeedReport {
  readonly feed: string
  readonly source: string
  readonly listing: string
  readonly provider: string
  readonly gives: 'prices' | 'shapes' | 'interruption bands'
  /** `read before`: by the unfinished refresh that this one goes on with; `empty`: its cloud lists no price for the region. */
  readonly outcome: 'read' | 'read before' | 'empty' | 'failed' | 'not asked'
  readonly seconds: Seconds
  readonly rows?: number
  /** Of prices only. */
  readonly kept?: KeptAnswer
  /** How many rows were not taken, by reason. */
  readonly leftOut?: Readonly<Record<string, number>>
  /** Why it was not read: what, where, and the remedy. */
  readonly failure?: string
  /** True where nobody foresaw the failure. */
  readonly isDefect?: boolean
  /** What stays known of it from before, where it was not read; absent where nothing is. */
  readonly lastGood?: { readonly prices: number; readonly at: string }
}

/** How a refresh of prices went: a frozen value, for reports and for the exit code. */
export interface RefreshOutcome {
  readonly id: string
  /** ISO date-times. */
  readonly startedAt: string
  readonly endedAt: string
  /** True where it went on with one that had not ended. */
  readonly resumed: boolean
  /** By the feeds of prices alone: all were read, some, or none. */
  readonly kind: 'complete' | 'partial' | 'failed'
  /** Where it ended before its feeds did: run again, it goes on. */
  readonly cutShort?: 'called off' | 'out of time'
  readonly feeds: readonly FeedReport[]
  readonly warnings: readonly string[]
}
