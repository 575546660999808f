import type { Kysely, Transaction } from 'kysely'
import type { FeedState, KnownPrice, PriceChange } from '../../domain/known-price.ts'
import type { ListedPrice } from '../../domain/listed-price.ts'
import type { KeptAnswer } from '../../domain/price-refresh.ts'
import type { Share } from '../../domain/units.ts'
import type { Database } from '../schema.ts'
import { asStoreError } from '../store-error.ts'
import { type CompactionLimits, compactHistory } from './compact-history.ts'
import { recordFailure, recordRead } from './feed-reads.ts'
import { feedStatesAt } from './feed-states.ts'
import { keepAnswer } from './keep-answer.ts'
import { pricesAt } from './known-prices.ts'
import { priceChanges } from './price-changes.ts'
import { finishRefresh, type LastRefresh, lastRefresh, type RefreshOutcome, type StartedRefresh, startRefresh } from './refreshes.ts'

/** Who was read: what the history needs to know of a feed. */
export interface ReadFeed {
  readonly id: string
  readonly source: string
  readonly listing: string
  readonly provider: string
}

/** What a feed answered: the whole truth about the prices of its regions. */
export interface ReadPrices {
  readonly regions: readonly string[]
  readonly prices: readonly ListedPrice[]
  /** Rows that were not taken, by reason: kept with the log of the read. */
  readonly leftOut: Readonly<Record<string, number>>
}

/** How far an answer is believed. */
export interface BeliefPolicy {
  /** Share of the prices known before that it must list again. */
  readonly leastCompleteness: Share
  /** A price that rises or falls by more than this factor is set aside until a later refresh sees it again. */
  readonly mostJump: number
}

/** Which prices are asked for; every one where nothing is said. */
export interface PriceFilter {
  readonly providers?: readonly string[]
  readonly regions?: readonly string[]
  readonly sources?: readonly string[]
}

/** All prices that were ever believed, by when that was. Inside `store.transaction`, what it does is part of that transaction. */
export interface PriceHistory {
  /** Goes on with the last refresh of the same request where it is unfinished and began within 6 h, unless `anew`. */
  start(request: string, options: { readonly anew: boolean }): Promise<StartedRefresh>
  /**
   * Keeps what changed, all or nothing; throws IncompleteAnswerError where too much is missing, and keeps nothing.
   * Regions of which a read is known that began later than `startedAt` stay as they are.
   */
  keep(refreshId: string, feed: ReadFeed, answer: ReadPrices, policy: BeliefPolicy, startedAt: Date): Promise<KeptAnswer>
  /** A good read of a feed that gives no prices. */
  done(refreshId: string, feed: ReadFeed, rows: number, startedAt: Date): Promise<void>
  fail(refreshId: string, feed: ReadFeed, message: string, startedAt: Date): Promise<void>
  finish(refreshId: string, outcome: RefreshOutcome): Promise<void>
  /** As believed at that time, in no order. */
  at(time: Date, filter?: PriceFilter): Promise<KnownPrice[]>
  /** Each change later than `after` and not later than `until`, by time: an offer that changed twice has two. */
  changes(after: Date, until: Date, filter?: PriceFilter): Promise<PriceChange[]>
  /** Now, where no time is given. */
  feedStates(at?: Date): Promise<FeedState[]>
  /** Forgets what is older than the limits; `removed` counts prices. */
  compact(limits: CompactionLimits): Promise<{ removed: number }>
  /** The latest that began, before a time where one is given. */
  lastRefresh(before?: Date): Promise<LastRefresh | undefined>
}

export function priceHistoryIn(db: Kysely<Database>, now: () => Date): PriceHistory {
  const together = <Result>(work: (own: Transaction<Database>) => Promise<Result>): Promise<Result> =>
    (db.isTransaction ? work(db as Transaction<Database>) : db.transaction().execute(work)).catch((error: unknown) => {
      throw asStoreError(error)
    })
  return {
    start: (request, { anew }) => together((own) => startRefresh(own, request, anew, now())),
    keep: (refreshId, feed, answer, policy, startedAt) =>
      together((own) => keepAnswer(own, { refreshId, feed, answer, policy, startedAt }, now)),
    done: (refreshId, feed, rows, startedAt) => recordRead(db, { refreshId, feed, startedAt, endedAt: now() }, { rows }),
    fail: (refreshId, feed, message, startedAt) => recordFailure(db, { refreshId, feed, startedAt, endedAt: now() }, message),
    finish: (refreshId, outcome) => finishRefresh(db, refreshId, outcome, now()),
    at: (time, filter = {}) => pricesAt(db, time, filter),
    changes: (after, until, filter = {}) => priceChanges(db, after, until, filter),
    feedStates: (at = now()) => feedStatesAt(db, at),
    compact: (limits) => compactHistory(db, limits, now()),
    lastRefresh: (before) => lastRefresh(db, before),
  }
}
