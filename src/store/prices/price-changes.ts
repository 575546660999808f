import { type Kysely, sql } from 'kysely'
import type { PriceChange } from '../../domain/known-price.ts'
import type { ListedCapacity } from '../../domain/listed-price.ts'
import type { Database } from '../schema.ts'
import { asked } from './known-prices.ts'
import type { PriceFilter } from './price-history.ts'

interface ChangeRow {
  readonly at: Date
  readonly old_usd_per_hour: number | null
  readonly new_usd_per_hour: number | null
  readonly provider: string
  readonly region: string
  readonly zone: string
  readonly instance_type: string
  readonly capacity_type: ListedCapacity
  readonly source: string
  readonly listing: string
}

/** Where a price of an offer ends and another begins at one time, that is one change. */
export async function priceChanges(db: Kysely<Database>, after: Date, until: Date, filter: PriceFilter): Promise<PriceChange[]> {
  const [from, to] = [sql`${after.toISOString()}::timestamptz`, sql`${until.toISOString()}::timestamptz`]
  const { rows } = await sql<ChangeRow>`
    with began as (
      select offer_id, since as at, usd_per_hour from ballast.prices where since > ${from} and since <= ${to}
      union all
      select offer_id, since, usd_per_hour from ballast.past_prices where ended_at > ${from} and since > ${from} and since <= ${to}),
    ended as (
      select offer_id, ended_at as at, usd_per_hour from ballast.past_prices where ended_at > ${from} and ended_at <= ${to})
    select at, ended.usd_per_hour as old_usd_per_hour, began.usd_per_hour as new_usd_per_hour,
      region.provider, region.region, offer.zone, offer.instance_type, offer.capacity_type, region.source, region.listing
    from began full join ended using (offer_id, at)
    join ballast.price_offers offer on offer.id = offer_id
    join ballast.price_regions region on region.id = offer.region_id
    where began.usd_per_hour is distinct from ended.usd_per_hour and ${asked(filter)}
    order by at, region.id, offer.instance_type, offer.capacity_type, offer.zone`.execute(db)
  return rows.map(priceChange)
}

function priceChange({ at, old_usd_per_hour, new_usd_per_hour, instance_type, capacity_type, ...place }: ChangeRow): PriceChange {
  return {
    at: at.toISOString(),
    ...place,
    instanceType: instance_type,
    capacityType: capacity_type,
    ...(old_usd_per_hour !== null && { oldUsdPerHour: old_usd_per_hour }),
    ...(new_usd_per_hour !== null && { newUsdPerHour: new_usd_per_hour }),
  }
}
