import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { Database } from '../schema.ts'
import { integers } from './integers.ts'
import { REMEMBERED_DAYS } from './known-offers.ts'
import { rewriteRegionOffers } from './region-offers.ts'
import { timestamp } from './times.ts'

export interface CompactionLimits {
  /** How long past prices are kept [days]. */
  readonly historyDays: number
  /** How long each change is kept; of what is older, the last state of each UTC day [days]. */
  readonly fullDays: number
}

/** UTC midnights: what was before `oldest` is forgotten, what was within a day before `full` is made one with the day's end. */
interface Borders {
  readonly oldest: RawBuilder<Date>
  readonly full: RawBuilder<Date>
}

/**
 * Forgets what is older than the limits. The prices at the end of each UTC day that is kept stay as they were: each amount,
 * since when it held, and when it was last seen. Answers wait until it is done.
 */
export async function compactHistory(db: Kysely<Database>, limits: CompactionLimits, now: Date): Promise<{ removed: number }> {
  if (db.isTransaction) return compactIn(db as Transaction<Database>, limits, now)
  const compacted = await db.transaction().execute((own) => compactIn(own, limits, now))
  if (compacted.removed > 0) await sql`vacuum (analyze) ballast.past_prices`.execute(db)
  return compacted
}

async function compactIn(db: Transaction<Database>, { historyDays, fullDays }: CompactionLimits, now: Date): Promise<{ removed: number }> {
  const midnight = (daysAgo: number): RawBuilder<Date> => timestamp(new Date((Math.floor(now.getTime() / DAY) - daysAgo) * DAY))
  const borders = { oldest: midnight(historyDays), full: midnight(Math.min(fullDays, historyDays)) }
  await sql`select id from ballast.price_regions order by id for update`.execute(db)
  await forgetReads(db, borders)
  const removed = (await forgetPrices(db, borders)) + (await thinPrices(db, borders))
  await forgetSetAside(db, borders)
  await forgetTries(db, borders)
  await forgetOffers(db, now)
  await sql`delete from ballast.spot_events where at < ${borders.oldest}`.execute(db)
  return { removed }
}

const DAY = 24 * 3_600_000

const utcDay = (column: string): RawBuilder<Date> => sql`date_trunc('day', ${sql.ref(column)} at time zone 'UTC')`

/** The last read before the history begins stays: it tells what was known on the first day. */
async function forgetReads(db: Transaction<Database>, { oldest, full }: Borders): Promise<void> {
  await sql`delete from ballast.region_reads read where read_at < (
    select max(read_at) from ballast.region_reads last where last.region_id = read.region_id and last.read_at <= ${oldest})`.execute(db)
  await sql`delete from ballast.region_reads read where read_at < ${full} and exists (
    select from ballast.region_reads later where later.region_id = read.region_id
      and later.read_at > read.read_at and ${utcDay('later.read_at')} = ${utcDay('read.read_at')})`.execute(db)
}

/** Prices that had ended when the first read took place that is still known. */
async function forgetPrices(db: Transaction<Database>, { oldest }: Borders): Promise<number> {
  const { numAffectedRows } = await sql`
    with first as (select region_id, max(read_at) as read_at from ballast.region_reads where read_at <= ${oldest} group by region_id)
    delete from ballast.past_prices price using ballast.price_offers offer, first
    where price.held_until <= ${oldest} and offer.id = price.offer_id and first.region_id = offer.region_id
      and price.held_until <= first.read_at`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** A price that was over on the day on which it began goes; the one before it, if any, then held until the next. */
async function thinPrices(db: Transaction<Database>, { full }: Borders): Promise<number> {
  const brief = sql`ended_at < ${full} and ${utcDay('since')} = ${utcDay('ended_at')}`
  await sql`
    with brief as (
      select offer_id, since, ended_at,
        coalesce(lag(ended_at) over (partition by offer_id order by since) <> since, true) as is_first
      from ballast.past_prices where ${brief}),
    numbered as (select *, count(*) filter (where is_first) over (partition by offer_id order by since) as chain from brief),
    chain as (select offer_id, min(since) as since, max(ended_at) as ended_at from numbered group by offer_id, chain)
    update ballast.past_prices price
    set ended_at = chain.ended_at, held_until = case when held_until = price.ended_at then chain.ended_at else held_until end
    from chain where price.offer_id = chain.offer_id and price.ended_at = chain.since
      and ${utcDay('price.since')} < ${utcDay('price.ended_at')}`.execute(db)
  const { numAffectedRows } = await sql`delete from ballast.past_prices where ${brief}`.execute(db)
  return Number(numAffectedRows ?? 0)
}

async function forgetSetAside(db: Transaction<Database>, { oldest, full }: Borders): Promise<void> {
  await sql`delete from ballast.prices_set_aside where ended_at <= ${oldest}
    or (ended_at < ${full} and ${utcDay('seen_at')} = ${utcDay('ended_at')})`.execute(db)
}

/** Of the tries to read a feed, as of the reads. */
async function forgetTries(db: Transaction<Database>, { oldest, full }: Borders): Promise<void> {
  const later = sql`select from ballast.feed_reads later where later.feed_id = read.feed_id
    and (later.ended_at, later.id) > (read.ended_at, read.id)`
  await sql`delete from ballast.feed_reads read where ended_at <= ${oldest} and exists (${later} and later.ended_at <= ${oldest})`.execute(
    db,
  )
  await sql`delete from ballast.feed_reads read where ended_at < ${full}
    and exists (${later} and ${utcDay('later.ended_at')} = ${utcDay('read.ended_at')})`.execute(db)
  await sql`delete from ballast.price_refreshes refresh where started_at < ${oldest}
    and not exists (select from ballast.feed_reads where refresh_id = refresh.id)`.execute(db)
}

async function forgetOffers(db: Transaction<Database>, now: Date): Promise<void> {
  const { rows } = await sql<{ region_id: number }>`delete from ballast.price_offers offer
    where not exists (select from ballast.prices where offer_id = offer.id)
      and not exists (select from ballast.past_prices where offer_id = offer.id)
      and not exists (select from ballast.prices_set_aside where offer_id = offer.id)
      and (withdrawn_at is null or withdrawn_at < ${timestamp(new Date(now.getTime() - REMEMBERED_DAYS * DAY))})
    returning region_id`.execute(db)
  const regions = [...new Set(rows.map(({ region_id }) => region_id))]
  if (regions.length > 0) await rewriteRegionOffers(db, integers(regions))
}
