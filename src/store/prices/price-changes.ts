import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { PriceChange } from '../../domain/known-price.ts'
import type { ListedCapacity } from '../../domain/listed-price.ts'
import type { Database } from '../schema.ts'
import { asked } from './price-filter.ts'
import type { PriceFilter } from './price-history.ts'
import { timestamp } from './times.ts'

/** The changes of a region at one time, one array for each property. */
interface ChangesRow {
  readonly at: Date
  readonly source: string
  readonly listing: string
  readonly provider: string
  readonly region: string
  readonly zones: readonly string[]
  readonly instance_types: readonly string[]
  readonly capacity_types: readonly ListedCapacity[]
  readonly old_usd_per_hour: readonly (number | null)[]
  readonly new_usd_per_hour: readonly (number | null)[]
}

/** Where a price of an offer ends and another begins at one time, that is one change. */
export async function priceChanges(db: Kysely<Database>, after: Date, until: Date, filter: PriceFilter): Promise<PriceChange[]> {
  const [from, to] = [timestamp(after), timestamp(until)]
  const { rows } = await sql<ChangesRow>`
    select at, region.source, region.listing, region.provider, region.region,
      json_agg(offer.zone) as zones, json_agg(offer.instance_type) as instance_types, json_agg(offer.capacity_type) as capacity_types,
      json_agg(ended.usd_per_hour) as old_usd_per_hour, json_agg(began.usd_per_hour) as new_usd_per_hour
    from ${began(from, to)} began full join ${ended(from, to)} ended using (offer_id, at)
    join ballast.price_offers offer on offer.id = offer_id
    join ballast.price_regions region on region.id = offer.region_id
    where began.usd_per_hour is distinct from ended.usd_per_hour and ${asked(filter)}
    group by region.id, at
    order by at, region.listing, region.provider, region.region`.execute(db)
  return rows.flatMap((row) => row.zones.map((_, index) => priceChange(row, index)))
}

const began = (from: RawBuilder<Date>, to: RawBuilder<Date>): RawBuilder<unknown> => sql`(
  select offer_id, since as at, usd_per_hour from ballast.prices where since > ${from} and since <= ${to}
  union all
  select offer_id, since, usd_per_hour from ballast.past_prices
  where held_until > ${from} and since > ${from} and since <= ${to} and held_from = since)`

const ended = (from: RawBuilder<Date>, to: RawBuilder<Date>): RawBuilder<unknown> => sql`(
  select offer_id, ended_at as at, usd_per_hour from ballast.past_prices
  where held_until > ${from} and held_until <= ${to} and held_until = ended_at)`

function priceChange(row: ChangesRow, index: number): PriceChange {
  const [before, now] = [row.old_usd_per_hour[index] ?? undefined, row.new_usd_per_hour[index] ?? undefined]
  return {
    at: row.at.toISOString(),
    source: row.source,
    listing: row.listing,
    provider: row.provider,
    region: row.region,
    zone: row.zones[index]!,
    instanceType: row.instance_types[index]!,
    capacityType: row.capacity_types[index]!,
    ...(before !== undefined && { oldUsdPerHour: before }),
    ...(now !== undefined && { newUsdPerHour: now }),
  }
}
