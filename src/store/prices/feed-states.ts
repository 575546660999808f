import { type Kysely, sql } from 'kysely'
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
  readonly failed_at: Date | null
  readonly error: string | null
}

/** A failure is that of the feed which read the region last: a feed of all regions fails for each of them. */
export async function feedStatesAt(db: Kysely<Database>, time: Date): Promise<FeedState[]> {
  const at = timestamp(time)
  const { rows } = await sql<StateRow>`
    with known as (
      select offer.region_id, count(*) filter (where offer.capacity_type = 'on-demand')::integer as on_demand,
        count(*) filter (where offer.capacity_type = 'spot')::integer as spot, count(suspect.offer_id)::integer as set_aside
      from (${currentAt(at)} union all ${pastAt(at)}) held
      join ballast.price_offers offer on offer.id = held.offer_id
      left join ${setAsideAt(at)} suspect on suspect.offer_id = offer.id
      group by offer.region_id)
    select region.source, region.listing, region.provider, region.region, read.feed_id, read.read_at, read.completeness_share,
      coalesce(known.on_demand, 0) as on_demand, coalesce(known.spot, 0) as spot, coalesce(known.set_aside, 0) as set_aside,
      failure.ended_at as failed_at, failure.error
    from ballast.price_regions region
    join lateral (select * from ballast.region_reads where region_id = region.id and read_at <= ${at} order by read_at desc limit 1) read
      on true
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
    ...(row.failed_at !== null && { failure: { at: row.failed_at.toISOString(), message: row.error ?? '' } }),
  }
}
