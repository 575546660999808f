import { sql, type Transaction } from 'kysely'
import type { ListedCapacity } from '../../domain/listed-price.ts'
import type { Database } from '../schema.ts'
import { type KnownOffer, type KnownOffers, offerKey } from './compare-answer.ts'
import type { LockedRegion } from './read-regions.ts'

type OfferRow = readonly [
  offerId: number,
  zone: string,
  instanceType: string,
  capacityType: ListedCapacity,
  usdPerHour: number | null,
  suspectUsdPerHour: number | null,
  refreshId: string,
  priceObservedAt: string,
]

/** What was known of the regions before; each comes as one document, which is several times quicker than a row for each offer. */
export async function knownOffers(db: Transaction<Database>, regions: readonly LockedRegion[]): Promise<KnownOffers> {
  const ids = JSON.stringify(regions.map(({ id }) => id))
  const { rows } = await sql<{ region: string; offers: OfferRow[] }>`
    select region.region, json_agg(json_build_array(offer.id, offer.zone, offer.instance_type, offer.capacity_type, price.usd_per_hour,
      suspect.usd_per_hour, suspect.refresh_id, suspect.price_observed_at)) as offers
    from ballast.price_regions region
    join ballast.price_offers offer on offer.region_id = region.id
    left join ballast.prices price on price.offer_id = offer.id
    left join ballast.prices_set_aside suspect on suspect.offer_id = offer.id and suspect.ended_at is null
    where region.id in (select json_array_elements_text(${ids}::json)::integer)
    group by region.id`.execute(db)
  return new Map(rows.map(({ region, offers }) => [region, new Map(offers.map(knownOffer))]))
}

function knownOffer(row: OfferRow): [string, KnownOffer] {
  const [offerId, zone, instanceType, capacityType, usdPerHour, suspected, refreshId, observedAt] = row
  const suspect = suspected === null ? {} : { suspect: { usdPerHour: suspected, refreshId, priceObservedAt: observedAt } }
  return [offerKey({ zone, instanceType, capacityType }), { offerId, ...(usdPerHour !== null && { usdPerHour }), ...suspect }]
}
