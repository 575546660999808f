import type { Kysely, Selectable } from 'kysely'
import { v7 as uuidV7 } from 'uuid'
import type { Database } from '../schema.ts'
import { StoreError } from '../store-error.ts'

export type RefreshOutcome = 'complete' | 'partial' | 'failed'

export interface StartedRefresh {
  readonly id: string
  /** Ids of the feeds that were read well in it before. */
  readonly doneFeeds: ReadonlySet<string>
  readonly resumed: boolean
}

/** Times are ISO date-times; without an end it goes on, or its process ended before it did. */
export interface LastRefresh {
  readonly id: string
  readonly request: string
  readonly startedAt: string
  readonly endedAt?: string
  readonly outcome?: RefreshOutcome
}

/** What was read longer ago is better read again. */
const RESUMABLE_MILLISECONDS = 6 * 3_600_000

export async function startRefresh(db: Kysely<Database>, request: string, anew: boolean, now: Date): Promise<StartedRefresh> {
  const last = anew ? undefined : await latest(db).where('request', '=', request).executeTakeFirst()
  if (last === undefined || !isResumable(last, now)) return begin(db, request, now)
  return { id: last.id, doneFeeds: await feedsReadWell(db, last.id), resumed: true }
}

/** One that ended with failures is over: who asks again, asks for today's prices of all, not for those of hours ago. */
function isResumable({ outcome, started_at }: Selectable<Database['price_refreshes']>, now: Date): boolean {
  const age = now.getTime() - started_at.getTime()
  return outcome === null && age >= 0 && age <= RESUMABLE_MILLISECONDS
}

async function begin(db: Kysely<Database>, request: string, now: Date): Promise<StartedRefresh> {
  const id = uuidV7()
  await db.insertInto('price_refreshes').values({ id, request, started_at: now }).execute()
  return { id, doneFeeds: new Set(), resumed: false }
}

async function feedsReadWell(db: Kysely<Database>, refreshId: string): Promise<Set<string>> {
  const reads = db.selectFrom('feed_reads').select('feed_id').distinct().where('refresh_id', '=', refreshId).where('outcome', '=', 'good')
  return new Set((await reads.execute()).map(({ feed_id }) => feed_id))
}

export async function finishRefresh(db: Kysely<Database>, id: string, outcome: RefreshOutcome, now: Date): Promise<void> {
  const refresh = db.updateTable('price_refreshes').set({ outcome, ended_at: now }).where('id', '=', id)
  await refresh.returning('id').executeTakeFirstOrThrow(() => new StoreError(`there is no refresh ${id} of prices: it never began`))
}

export async function lastRefresh(db: Kysely<Database>, before?: Date): Promise<LastRefresh | undefined> {
  const row = await (before === undefined ? latest(db) : latest(db).where('started_at', '<', before)).executeTakeFirst()
  return row && refreshOf(row)
}

const latest = (db: Kysely<Database>) =>
  db.selectFrom('price_refreshes').selectAll().orderBy('started_at', 'desc').orderBy('id', 'desc').limit(1)

const refreshOf = ({ id, request, started_at, ended_at, outcome }: Selectable<Database['price_refreshes']>): LastRefresh => ({
  id,
  request,
  startedAt: started_at.toISOString(),
  ...(ended_at && { endedAt: ended_at.toISOString() }),
  ...(outcome && { outcome }),
})
