import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { KnownPrice } from '../../domain/known-price.ts'
import type { ListedCapacity } from '../../domain/listed-price.ts'
import type { Database } from '../schema.ts'
import type { PriceFilter } from './price-history.ts'

interface RegionRow {
  readonly source: string
  readonly listing: string
  readonly provider: string
  readonly region: string
  readonly read_at: Date
  readonly offers: readonly OfferRow[]
}

type OfferRow = readonly [
  zone: string,
  instanceType: string,
  capacityType: ListedCapacity,
  usdPerHour: number,
  since: string,
  effectiveAt: string | null,
  ownObservedAt: string | null,
]

/** Each region comes as one document, which is several times quicker than a row for each price. */
export async function pricesAt(db: Kysely<Database>, time: Date, filter: PriceFilter): Promise<KnownPrice[]> {
  const at = sql`${time.toISOString()}::timestamptz`
  const { rows } = await sql<RegionRow>`
    select region.source, region.listing, region.provider, region.region, read.read_at,
      json_agg(json_build_array(offer.zone, offer.instance_type, offer.capacity_type, held.usd_per_hour, held.since, held.effective_at,
        suspect.price_observed_at)) as offers
    from ballast.price_regions region
    join lateral (select max(read_at) as read_at from ballast.region_reads where region_id = region.id and read_at <= ${at}) read
      on read.read_at is not null
    join ballast.price_offers offer on offer.region_id = region.id
    join ${heldAt(at)} held on held.offer_id = offer.id
    left join ballast.prices_set_aside suspect on suspect.offer_id = offer.id
      and suspect.seen_at <= ${at} and (suspect.ended_at is null or suspect.ended_at > ${at})
    where ${asked(filter)}
    group by region.id, read.read_at`.execute(db)
  return rows.flatMap(knownPrices)
}

/** The prices believed at a time. */
export const heldAt = (at: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select offer_id, usd_per_hour, since, effective_at from ballast.prices where since <= ${at}
  union all
  select offer_id, usd_per_hour, since, effective_at from ballast.past_prices where since <= ${at} and ended_at > ${at})`

/** Holds for the regions of `ballast.price_regions region` that a filter asks for. */
export const asked = ({ providers, regions, sources }: PriceFilter): RawBuilder<boolean> =>
  sql`${oneOf('provider', providers)} and ${oneOf('region', regions)} and ${oneOf('source', sources)}`

const oneOf = (column: string, values: readonly string[] | undefined): RawBuilder<boolean> =>
  values === undefined ? sql`true` : sql`region.${sql.ref(column)} in (select json_array_elements_text(${JSON.stringify(values)}::json))`

function knownPrices({ source, listing, provider, region, read_at, offers }: RegionRow): KnownPrice[] {
  const readAt = read_at.toISOString()
  return offers.map(([zone, instanceType, capacityType, usdPerHour, since, effectiveAt, ownObservedAt]) => ({
    provider,
    region,
    zone,
    instanceType,
    capacityType,
    usdPerHour,
    source,
    listing,
    observedAt: ownObservedAt === null ? readAt : iso(ownObservedAt),
    since: iso(since),
    ...(effectiveAt !== null && { effectiveAt: iso(effectiveAt) }),
  }))
}

const iso = (time: string): string => new Date(time).toISOString()
