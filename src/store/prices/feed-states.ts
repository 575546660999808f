import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { FeedState } from '../../domain/known-price.ts'
import type { Database } from '../schema.ts'
import { currentAt, pastAt } from './chapters.ts'
import { setAsideAt } from './known-prices.ts'
import { timestamp } from './times.ts'

interface StateRow {
  readonly source: string
  readonly listing: string
  readonly provider: string
  readonly region: string
  readonly feed_id: string
  readonly read_at: Date
  readonly completeness_share: number
  readonly on_demand: number
  readonly spot: number
  readonly set_aside: number
  readonly on_demand_contradicted_at: Date | null
  readonly spot_contradicted_at: Date | null
  readonly is_no_longer_read: boolean
  readonly failed_at: Date | null
  readonly error: string | null
}

/** Of a region that no refresh asked for in so long, nobody wants to know any more. */
const STILL_READ = sql`interval '720 hours'`

/** Tries to read a region by its feed: those since that were good for other regions are none of this one. */
const ownTries = (time: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select from ballast.feed_reads try where try.feed_id = read.feed_id and try.ended_at <= ${time}
    and (try.started_at = read.started_at or not exists (select from ballast.feed_reads other
      where other.feed_id = read.feed_id and other.outcome = 'good' and other.started_at > read.started_at and other.ended_at <= ${time}))`

/** A failure is that of the feed which read the region last: a feed of all regions fails for each of them. */
export async function feedStatesAt(db: Kysely<Database>, time: Date): Promise<FeedState[]> {
  const at = timestamp(time)
  const { rows } = await sql<StateRow>`
    with known as (
      select offer.region_id, count(*) filter (where offer.capacity_type = 'on-demand')::integer as on_demand,
        count(*) filter (where offer.capacity_type = 'spot')::integer as spot, count(suspect.offer_id)::integer as set_aside,
        min(suspect.price_observed_at) filter (where offer.capacity_type = 'on-demand') as on_demand_contradicted_at,
        min(suspect.price_observed_at) filter (where offer.capacity_type = 'spot') as spot_contradicted_at
      from (${currentAt(at)} union all ${pastAt(at)}) held
      join ballast.price_offers offer on offer.id = held.offer_id
      left join ${setAsideAt(at)} suspect on suspect.offer_id = offer.id
      group by offer.region_id),
    last_try as (
      select listed.listing, refresh.id as refresh_id from (select distinct listing from ballast.price_regions) listed
      join lateral (select id from ballast.price_refreshes refresh where started_at <= ${at} and exists (
        select from ballast.feed_reads where refresh_id = refresh.id and listing = listed.listing and ended_at <= ${at})
        order by started_at desc, id desc limit 1) refresh on true)
    select region.source, region.listing, region.provider, region.region, read.feed_id, read.read_at, read.completeness_share,
      coalesce(known.on_demand, 0) as on_demand, coalesce(known.spot, 0) as spot, coalesce(known.set_aside, 0) as set_aside,
      known.on_demand_contradicted_at, known.spot_contradicted_at, failure.ended_at as failed_at, failure.error,
      not (read.read_at > ${at} - ${STILL_READ} or exists (${ownTries(at)}
        and (try.refresh_id = last_try.refresh_id or try.ended_at > ${at} - ${STILL_READ}))) as is_no_longer_read
    from ballast.price_regions region
    join lateral (select * from ballast.region_reads where region_id = region.id and read_at <= ${at} order by read_at desc limit 1) read
      on true
    left join last_try on last_try.listing = region.listing
    left join known on known.region_id = region.id
    left join lateral (select * from ballast.feed_reads where feed_id = read.feed_id and ended_at <= ${at}
      order by ended_at desc, id desc limit 1) failure on failure.outcome = 'failed' and failure.ended_at >= read.read_at
    order by region.listing, region.provider, region.region`.execute(db)
  return rows.map(feedState)
}

function feedState({ source, listing, provider, region, feed_id, read_at, completeness_share, ...row }: StateRow): FeedState {
  return {
    source,
    listing,
    provider,
    region,
    feedId: feed_id,
    lastGoodAt: read_at.toISOString(),
    known: { 'on-demand': row.on_demand, spot: row.spot },
    completeness: completeness_share,
    setAside: row.set_aside,
    ...contradicted(row),
    ...(row.is_no_longer_read && { isNoLongerRead: true }),
    ...(row.failed_at !== null && { failure: { at: row.failed_at.toISOString(), message: row.error ?? '' } }),
  }
}

type Contradicted = Pick<StateRow, 'on_demand_contradicted_at' | 'spot_contradicted_at'>

function contradicted({
  on_demand_contradicted_at: onDemand,
  spot_contradicted_at: spot,
}: Contradicted): Pick<FeedState, 'oldestContradictedAt'> {
  if (!onDemand && !spot) return {}
  return {
    oldestContradictedAt: {
      ...(onDemand && { 'on-demand': onDemand.toISOString() }),
      ...(spot && { spot: spot.toISOString() }),
    },
  }
}
