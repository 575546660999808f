import type { Kysely } from 'kysely'
import type { KeptAnswer } from '../../domain/price-refresh.ts'
import type { Database } from '../schema.ts'
import type { ReadFeed } from './price-history.ts'

/** One try to read one feed. */
export interface FeedRead {
  readonly refreshId: string
  readonly feed: ReadFeed
  readonly startedAt: Date
  readonly endedAt: Date
}

/** What is known of a good read; of one that gave no prices, its rows alone. */
export type GoodRead = Pick<KeptAnswer, 'rows'> & Partial<KeptAnswer> & { readonly leftOut?: Readonly<Record<string, number>> }

export async function recordRead(db: Kysely<Database>, read: FeedRead, { completeness, setAside, leftOut, ...counts }: GoodRead) {
  const row = { ...rowOf(read), outcome: 'good' as const, ...counts, set_aside: setAside ?? null }
  const shares = { completeness_share: completeness ?? null, left_out: leftOut ? JSON.stringify(leftOut) : null }
  await db
    .insertInto('feed_reads')
    .values({ ...row, ...shares })
    .execute()
}

export async function recordFailure(db: Kysely<Database>, read: FeedRead, error: string): Promise<void> {
  await db
    .insertInto('feed_reads')
    .values({ ...rowOf(read), outcome: 'failed', error })
    .execute()
}

const rowOf = ({ refreshId, feed, startedAt, endedAt }: FeedRead) => ({
  refresh_id: refreshId,
  feed_id: feed.id,
  listing: feed.listing,
  started_at: startedAt,
  ended_at: endedAt,
})
