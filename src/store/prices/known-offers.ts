import { sql, type Transaction } from 'kysely'
import { listedPriceKey } from '../../domain/listed-price.ts'
import type { Database } from '../schema.ts'
import type { Known, KnownOffer, Suspect } from './compare-answer.ts'
import { integers } from './integers.ts'
import type { LockedRegion } from './read-regions.ts'
import type { RegionOffers } from './region-offers.ts'
import { epochSeconds, timestamp } from './times.ts'

interface KnownRegion {
  readonly region: string
  readonly offers: RegionOffers
  /** Of the offers that have a price now; null where none has. */
  readonly priced_ids: readonly number[] | null
  readonly usd_per_hour: readonly number[] | null
  readonly suspects: readonly (readonly [offerId: number, usdPerHour: number, refreshId: string, priceObservedAt: number])[] | null
  readonly withdrawn: readonly (readonly [offerId: number, usdPerHour: number, withdrawnAt: number])[] | null
}

/** What was withdrawn longer ago is new where it comes back. */
export const REMEMBERED_DAYS = 7

const DAY = 24 * 3_600_000

/** A few documents for each region come several times quicker than a row for each offer. */
export async function knownOffers(
  db: Transaction<Database>,
  provider: string,
  regions: readonly LockedRegion[],
  now: Date,
): Promise<Known> {
  const ids = integers(regions.map(({ id }) => id))
  const { rows } = await sql<KnownRegion>`
    select region.region, list.offers, price.priced_ids, price.usd_per_hour, suspect.suspects, gone.withdrawn
    from ballast.price_regions region
    join ballast.region_offers list on list.region_id = region.id
    left join (
      select offer.region_id, json_agg(offer.id) as priced_ids, json_agg(price.usd_per_hour) as usd_per_hour
      from ballast.price_offers offer join ballast.prices price on price.offer_id = offer.id
      where offer.region_id in ${ids} group by offer.region_id) price on price.region_id = region.id
    left join (
      select offer.region_id, json_agg(json_build_array(offer.id, suspect.usd_per_hour, suspect.refresh_id,
        ${epochSeconds('suspect.price_observed_at')})) as suspects
      from ballast.price_offers offer join ballast.prices_set_aside suspect on suspect.offer_id = offer.id and suspect.ended_at is null
      where offer.region_id in ${ids} group by offer.region_id) suspect on suspect.region_id = region.id
    left join (
      select region_id, json_agg(json_build_array(id, withdrawn_usd_per_hour, ${epochSeconds('withdrawn_at')})) as withdrawn
      from ballast.price_offers
      where region_id in ${ids} and withdrawn_at > ${timestamp(new Date(now.getTime() - REMEMBERED_DAYS * DAY))}
      group by region_id) gone on gone.region_id = region.id
    where region.id in ${ids}`.execute(db)
  const offers = rows.flatMap((row) => offersOf(provider, row))
  return { regions: regions.map(({ region }) => region), offers: new Map(offers) }
}

type RegionOffer = KnownOffer & { readonly region: string }

function offersOf(provider: string, { region, offers, ...row }: KnownRegion): [key: string, RegionOffer][] {
  const prices = new Map(row.priced_ids?.map((id, index) => [id, row.usd_per_hour![index]!]))
  const suspects = new Map<number, Suspect>(
    row.suspects?.map(([id, usdPerHour, refreshId, priceObservedAt]) => [id, { usdPerHour, refreshId, priceObservedAt }]),
  )
  const withdrawn = new Map(row.withdrawn?.map(([id, usdPerHour, withdrawnAt]) => [id, { usdPerHour, withdrawnAt }]))
  return offers.ids.map((offerId, index) => {
    const [usdPerHour, suspect, before] = [prices.get(offerId), suspects.get(offerId), withdrawn.get(offerId)]
    const priced = usdPerHour === undefined ? before && { withdrawn: before } : { usdPerHour }
    const known = { offerId, region, ...priced, ...(suspect && { suspect }) }
    return [keyAt(provider, region, offers, index), known]
  })
}

const keyAt = (provider: string, region: string, offers: RegionOffers, index: number): string =>
  listedPriceKey({
    provider,
    region,
    zone: offers.zones[index]!,
    instanceType: offers.instanceTypes[index]!,
    capacityType: offers.capacityTypes[index]!,
  })
