import { sql, type Transaction } from 'kysely'
import { type ListedCapacity, listedPriceKey } from '../../domain/listed-price.ts'
import type { Database } from '../schema.ts'
import type { Known, KnownOffer } from './compare-answer.ts'
import type { LockedRegion } from './read-regions.ts'
import { epochSeconds } from './times.ts'

/** The offers of a region, one array for each property; null where there is none. */
interface OffersRow {
  readonly region: string
  readonly offer_ids: readonly number[]
  readonly zones: readonly string[]
  readonly instance_types: readonly string[]
  readonly capacity_types: readonly ListedCapacity[]
  readonly usd_per_hour: readonly (number | null)[]
  readonly suspect_usd_per_hour: readonly (number | null)[]
  readonly refresh_ids: readonly string[]
  readonly price_observed_at: readonly number[]
}

/** A document for each region and property comes several times quicker than a row for each offer. */
export async function knownOffers(db: Transaction<Database>, provider: string, regions: readonly LockedRegion[]): Promise<Known> {
  const ids = JSON.stringify(regions.map(({ id }) => id))
  const { rows } = await sql<OffersRow>`
    select region.region, json_agg(offer.id) as offer_ids, json_agg(offer.zone) as zones,
      json_agg(offer.instance_type) as instance_types, json_agg(offer.capacity_type) as capacity_types,
      json_agg(price.usd_per_hour) as usd_per_hour, json_agg(suspect.usd_per_hour) as suspect_usd_per_hour,
      json_agg(suspect.refresh_id) as refresh_ids, json_agg(${epochSeconds('suspect.price_observed_at')}) as price_observed_at
    from ballast.price_regions region
    join ballast.price_offers offer on offer.region_id = region.id
    left join ballast.prices price on price.offer_id = offer.id
    left join ballast.prices_set_aside suspect on suspect.offer_id = offer.id and suspect.ended_at is null
    where region.id in (select json_array_elements_text(${ids}::json)::integer)
    group by region.id`.execute(db)
  const offers = rows.flatMap((row) => row.offer_ids.map((_, index) => [keyOf(provider, row, index), knownOffer(row, index)] as const))
  return { regions: regions.map(({ region }) => region), offers: new Map(offers) }
}

const keyOf = (provider: string, { region, ...row }: OffersRow, index: number): string =>
  listedPriceKey({
    provider,
    region,
    zone: row.zones[index]!,
    instanceType: row.instance_types[index]!,
    capacityType: row.capacity_types[index]!,
  })

function knownOffer(row: OffersRow, index: number): KnownOffer & { readonly region: string } {
  const usdPerHour = row.usd_per_hour[index] ?? undefined
  const suspected = row.suspect_usd_per_hour[index] ?? undefined
  const suspect = suspected !== undefined && {
    suspect: { usdPerHour: suspected, refreshId: row.refresh_ids[index]!, priceObservedAt: row.price_observed_at[index]! },
  }
  return { offerId: row.offer_ids[index]!, region: row.region, ...(usdPerHour !== undefined && { usdPerHour }), ...suspect }
}
