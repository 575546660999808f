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
  /** ISO date-times. */
  readonly effectiveAt: readonly (string | null)[]
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
    'since', json_agg(${epochSeconds('since')}), 'effectiveAt', json_agg(effective_at))
  from (${prices}) held where ${isAsked('offer_id', filter)}`

/** The prices set aside at a time. */
export const setAsideAt = (time: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select offer_id, price_observed_at from ballast.prices_set_aside where seen_at <= ${time} and (ended_at is null or ended_at > ${time}))`

function knownPrices({ current, past, contradicted, regions }: Catalogue): KnownPrice[] {
  const known: KnownPrice[] = []
  const ownObservedAt = new Map(contradicted)
  const iso = isoTimes()
  for (const held of [current, past]) {
    const rows = rowsById(held.offerIds ?? [])
    for (const region of regions ?? []) addPrices(known, region, { held, rows, ownObservedAt, iso })
  }
  return known
}

interface Reading {
  readonly held: Held
  readonly rows: ReadonlyMap<number, number>
  readonly ownObservedAt: ReadonlyMap<number, number>
  readonly iso: IsoTimes
}

function rowsById(ids: readonly number[]): Map<number, number> {
  const rows = new Map<number, number>()
  for (let row = 0; row < ids.length; row++) rows.set(ids[row]!, row)
  return rows
}

/** A plain loop: it runs through tens of thousands of prices before the engine has had time to optimise anything. */
function addPrices(known: KnownPrice[], region: ReadRegion, { held, rows, ownObservedAt, iso }: Reading): void {
  const { ids, zones, instanceTypes, capacityTypes } = region.offers
  const { source, listing, provider } = region
  for (let place = 0; place < ids.length; place++) {
    const row = rows.get(ids[place]!)
    if (row === undefined) continue
    const since = held.since[row]!
    const effectiveAt = held.effectiveAt[row] ?? undefined
    const ownAt = ownObservedAt.get(ids[place]!)
    const price: KnownPrice = {
      provider,
      region: region.region,
      zone: zones[place]!,
      instanceType: instanceTypes[place]!,
      capacityType: capacityTypes[place]!,
      usdPerHour: held.usdPerHour[row]!,
      source,
      listing,
      // Compaction forgets reads within a day, but not since when a price held: it was seen then at the latest.
      observedAt: iso(ownAt ?? Math.max(region.readAt, since)),
      since: iso(since),
    }
    if (ownAt !== undefined) Object.assign(price, { isContradicted: true })
    known.push(effectiveAt === undefined ? price : Object.assign(price, { effectiveAt }))
  }
}
