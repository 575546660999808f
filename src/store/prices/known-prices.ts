import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { KnownPrice } from '../../domain/known-price.ts'
import type { ListedCapacity } from '../../domain/listed-price.ts'
import type { Database } from '../schema.ts'
import { heldAt } from './chapters.ts'
import type { PriceFilter } from './price-history.ts'
import { epochSeconds, isoTimes, timestamp } from './times.ts'

/** The prices of a region, one array for each property; times are seconds since the epoch. */
interface RegionRow {
  readonly source: string
  readonly listing: string
  readonly provider: string
  readonly region: string
  readonly read_at: number
  readonly zones: readonly string[]
  readonly instance_types: readonly string[]
  readonly capacity_types: readonly ListedCapacity[]
  readonly usd_per_hour: readonly number[]
  readonly since: readonly number[]
  readonly effective_at: readonly (number | null)[]
  /** Of a price that one set aside contradicts: when it was last listed itself. */
  readonly observed_at: readonly (number | null)[]
}

/** A document for each region and property comes several times quicker than a row for each price. */
export async function pricesAt(db: Kysely<Database>, time: Date, filter: PriceFilter): Promise<KnownPrice[]> {
  const at = timestamp(time)
  const { rows } = await sql<RegionRow>`
    select region.source, region.listing, region.provider, region.region, ${epochSeconds('read.read_at')} as read_at,
      json_agg(offer.zone) as zones, json_agg(offer.instance_type) as instance_types, json_agg(offer.capacity_type) as capacity_types,
      json_agg(held.usd_per_hour) as usd_per_hour, json_agg(${epochSeconds('held.since')}) as since,
      json_agg(${epochSeconds('held.effective_at')}) as effective_at, json_agg(${epochSeconds('suspect.price_observed_at')}) as observed_at
    from ballast.price_regions region
    join lateral (select max(read_at) as read_at from ballast.region_reads where region_id = region.id and read_at <= ${at}) read
      on read.read_at is not null
    join ballast.price_offers offer on offer.region_id = region.id
    join ${heldAt(at)} held on held.offer_id = offer.id
    left join ${setAsideAt(at)} suspect on suspect.offer_id = offer.id
    where ${asked(filter)}
    group by region.id, read.read_at`.execute(db)
  const iso = isoTimes()
  return rows.flatMap((row) => row.zones.map((_, index) => knownPrice(row, index, iso)))
}

/** The prices set aside at a time. */
export const setAsideAt = (time: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select offer_id, price_observed_at from ballast.prices_set_aside where seen_at <= ${time} and (ended_at is null or ended_at > ${time}))`

/** Holds for the regions of `ballast.price_regions region` that a filter asks for. */
export const asked = ({ providers, regions, sources }: PriceFilter): RawBuilder<boolean> =>
  sql`${oneOf('region.provider', providers)} and ${oneOf('region.region', regions)} and ${oneOf('region.source', sources)}`

const oneOf = (column: string, values: readonly string[] | undefined): RawBuilder<boolean> =>
  values === undefined ? sql`true` : sql`${sql.ref(column)} in (select json_array_elements_text(${JSON.stringify(values)}::json))`

/** Compaction forgets reads within a day, but not since when a price held: it was seen then at the latest. */
function knownPrice(row: RegionRow, index: number, iso: (epochSeconds: number) => string): KnownPrice {
  const since = row.since[index]!
  const effectiveAt = row.effective_at[index] ?? undefined
  return {
    provider: row.provider,
    region: row.region,
    zone: row.zones[index]!,
    instanceType: row.instance_types[index]!,
    capacityType: row.capacity_types[index]!,
    usdPerHour: row.usd_per_hour[index]!,
    source: row.source,
    listing: row.listing,
    observedAt: iso(row.observed_at[index] ?? Math.max(row.read_at, since)),
    since: iso(since),
    ...(effectiveAt !== undefined && { effectiveAt: iso(effectiveAt) }),
  }
}
