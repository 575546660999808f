import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { KnownPrice } from '../../domain/known-price.ts'
import type { Database } from '../schema.ts'
import { currentAt, pastAt } from './chapters.ts'
import { asked, isAsked } from './price-filter.ts'
import type { PriceFilter } from './price-history.ts'
import type { RegionOffers } from './region-offers.ts'
import { epochSeconds, type IsoTimes, isoTimes, timestamp } from './times.ts'

/** Prices, one array for each property; null of none. Times are seconds since the epoch. */
interface Held {
  readonly offerIds: readonly number[] | null
  readonly usdPerHour: readonly number[]
  readonly since: readonly number[]
  readonly effectiveAt: readonly (number | null)[]
}

interface ReadRegion {
  readonly source: string
  readonly listing: string
  readonly provider: string
  readonly region: string
  readonly readAt: number
  readonly offers: RegionOffers
}

interface Catalogue {
  readonly current: Held
  readonly past: Held
  /** Offers whose price one set aside contradicts, and when it was last listed itself. */
  readonly contradicted: readonly (readonly [offerId: number, observedAt: number])[] | null
  readonly regions: readonly ReadRegion[] | null
}

/** One statement, so that all of it is of one moment; a few documents come several times quicker than a row for each price. */
export async function pricesAt(db: Kysely<Database>, time: Date, filter: PriceFilter): Promise<KnownPrice[]> {
  const at = timestamp(time)
  const { rows } = await sql<Catalogue>`
    select (${held(currentAt(at), filter)}) as current, (${held(pastAt(at), filter)}) as past,
      (select json_agg(json_build_array(offer_id, ${epochSeconds('price_observed_at')})) from ${setAsideAt(at)} suspect) as contradicted,
      (select json_agg(json_build_object('source', region.source, 'listing', region.listing, 'provider', region.provider,
          'region', region.region, 'readAt', ${epochSeconds('read.read_at')}, 'offers', list.offers))
        from ballast.price_regions region
        join ballast.region_offers list on list.region_id = region.id
        join lateral (select max(read_at) as read_at from ballast.region_reads where region_id = region.id and read_at <= ${at}) read
          on read.read_at is not null
        where ${asked(filter)}) as regions`.execute(db)
  return knownPrices(rows[0]!)
}

const held = (prices: RawBuilder<unknown>, filter: PriceFilter): RawBuilder<unknown> => sql`
  select json_build_object('offerIds', json_agg(offer_id), 'usdPerHour', json_agg(usd_per_hour),
    'since', json_agg(${epochSeconds('since')}), 'effectiveAt', json_agg(${epochSeconds('effective_at')}))
  from (${prices}) held where ${isAsked('offer_id', filter)}`

/** The prices set aside at a time. */
export const setAsideAt = (time: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select offer_id, price_observed_at from ballast.prices_set_aside where seen_at <= ${time} and (ended_at is null or ended_at > ${time}))`

function knownPrices({ current, past, contradicted, regions }: Catalogue): KnownPrice[] {
  const places = placesById(regions ?? [])
  const ownObservedAt = new Map(contradicted)
  const iso = isoTimes()
  return [current, past].flatMap((held) =>
    (held.offerIds ?? []).flatMap((id, index) => {
      const place = places.get(id)
      return place ? [knownPrice(place, held, index, ownObservedAt.get(id), iso)] : []
    }),
  )
}

/** Where an offer stands in the lists of its region. */
interface Place {
  readonly region: ReadRegion
  readonly index: number
}

function placesById(regions: readonly ReadRegion[]): Map<number, Place> {
  const places = new Map<number, Place>()
  for (const region of regions) for (const [index, id] of region.offers.ids.entries()) places.set(id, { region, index })
  return places
}

/** Compaction forgets reads within a day, but not since when a price held: it was seen then at the latest. */
function knownPrice(
  { region, index: place }: Place,
  held: Held,
  index: number,
  ownObservedAt: number | undefined,
  iso: IsoTimes,
): KnownPrice {
  const since = held.since[index]!
  const effectiveAt = held.effectiveAt[index] ?? undefined
  return {
    provider: region.provider,
    region: region.region,
    zone: region.offers.zones[place]!,
    instanceType: region.offers.instanceTypes[place]!,
    capacityType: region.offers.capacityTypes[place]!,
    usdPerHour: held.usdPerHour[index]!,
    source: region.source,
    listing: region.listing,
    observedAt: iso(ownObservedAt ?? Math.max(region.readAt, since)),
    since: iso(since),
    ...(effectiveAt !== undefined && { effectiveAt: iso(effectiveAt) }),
  }
}
