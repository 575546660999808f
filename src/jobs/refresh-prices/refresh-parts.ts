import type { FeedState } from '../../domain/known-price.ts'
import type { FeedReport, KeptAnswer } from '../../domain/price-refresh.ts'
import type { Seconds, Share } from '../../domain/units.ts'
import type { KnownRegion } from '../../prices/asked-regions.ts'
import type { Feed, InterruptionBand, PriceAnswer, PriceSource, ProviderShape, ShapeAnswer, SourceName } from '../../prices/source.ts'

export interface RefreshRequest {
  readonly sources: readonly SourceName[]
  /** Empty: every region that a source knows. */
  readonly regions: readonly string[]
  /** Reads everything, also what an unfinished refresh has read already. */
  readonly anew: boolean
  /** Believes an answer that lists far less than was known before. */
  readonly acceptIncomplete: boolean
}

export interface RefreshSettings {
  readonly feedsPerHost: number
  readonly deadlineSeconds: Seconds
  readonly leastCompleteness: Share
  readonly mostJump: number
  readonly historyDays: number
  readonly fullDays: number
}

/** Of the store, what a refresh needs. */
export interface RefreshStore {
  readonly prices: {
    start(request: string, options: { anew: boolean }): Promise<{ id: string; doneFeeds: ReadonlySet<string>; resumed: boolean }>
    keep(
      refreshId: string,
      feed: Pick<Feed, 'id' | 'source' | 'listing' | 'provider'>,
      answer: Pick<PriceAnswer, 'regions' | 'prices' | 'leftOut'>,
      policy: { leastCompleteness: number; mostJump: number },
      startedAt: Date,
    ): Promise<KeptAnswer>
    done(refreshId: string, feed: Pick<Feed, 'id' | 'source' | 'listing' | 'provider'>, rows: number, startedAt: Date): Promise<void>
    fail(refreshId: string, feed: Pick<Feed, 'id' | 'source' | 'listing' | 'provider'>, message: string, startedAt: Date): Promise<void>
    finish(refreshId: string, outcome: 'complete' | 'partial' | 'failed'): Promise<void>
    feedStates(at?: Date): Promise<FeedState[]>
    compact(limits: { historyDays: number; fullDays: number }): Promise<{ removed: number }>
  }
  readonly shapes: { save(shapes: readonly ProviderShape[], source: string, notOffered: ShapeAnswer['notOffered']): Promise<void> }
  readonly bands: { save(provider: string, bands: readonly InterruptionBand[]): Promise<void> }
}

export type RefreshProgress =
  | { readonly kind: 'planned'; readonly feeds: number; readonly resumed: boolean; readonly warnings: readonly string[] }
  | { readonly kind: 'begun'; readonly feed: Feed }
  | { readonly kind: 'page'; readonly feed: Feed; readonly rows: number }
  | { readonly kind: 'ended'; readonly report: FeedReport }

export interface RefreshParts {
  readonly sourceOf: (name: SourceName) => PriceSource
  readonly knownRegions: readonly KnownRegion[]
  /** What else tells one request from another: addresses, currency. */
  readonly origin: string
  readonly store: RefreshStore
  readonly settings: RefreshSettings
  readonly now: () => Date
  /** Called off by a person. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: RefreshProgress) => void
  /** Told of an error that nobody foresaw; its feed failed, the others go on. */
  readonly onDefect?: (error: unknown, feed: Feed) => void
}
