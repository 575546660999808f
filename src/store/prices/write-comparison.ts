import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { ListedPrice } from '../../domain/listed-price.ts'
import type { Database } from '../schema.ts'
import { partsOfPrices } from './chapters.ts'
import type { Comparison, OfferPrice } from './compare-answer.ts'
import { judgedCompletenessOf } from './completeness.ts'
import { integers } from './integers.ts'
import type { ReadFeed } from './price-history.ts'
import type { LockedRegion } from './read-regions.ts'
import { rewriteRegionOffers } from './region-offers.ts'
import { timestamp } from './times.ts'

interface Reading {
  readonly refreshId: string
  readonly feed: ReadFeed
  readonly startedAt: Date
  readonly readAt: Date
}

/** One statement for each kind of change, however many there are. */
export async function writeComparison(db: Transaction<Database>, compared: Comparison, regions: readonly LockedRegion[], reading: Reading) {
  await settle(db, compared, reading)
  await setAside(db, compared, reading)
  await end(db, compared, reading)
  await change(db, compared, reading)
  await add(db, compared, regions, reading)
  await recordRegions(db, compared, regions, reading)
}

const json = (value: unknown): RawBuilder<unknown> => sql`${JSON.stringify(value)}::json`

async function settle(db: Transaction<Database>, { settled }: Comparison, { readAt }: Reading): Promise<void> {
  if (settled.length === 0) return
  await sql`update ballast.prices_set_aside set ended_at = ${timestamp(readAt)}
    where ended_at is null and offer_id in ${integers(settled)}`.execute(db)
}

/** The price that stays was last listed by the read before this one, unless another price set aside contradicted it by then. */
async function setAside(db: Transaction<Database>, compared: Comparison, { refreshId, readAt }: Reading): Promise<void> {
  if (compared.setAside.length === 0) return
  const rows = compared.setAside.map(({ offerId, price, priceObservedAt }) => [offerId, price.usdPerHour, priceObservedAt ?? null])
  await sql`insert into ballast.prices_set_aside (offer_id, refresh_id, seen_at, usd_per_hour, price_observed_at)
    select offer.id, ${refreshId}::uuid, ${timestamp(readAt)}, (jump ->> 1)::double precision,
      coalesce(to_timestamp((jump ->> 2)::double precision), (select max(read_at) from ballast.region_reads read where read.region_id = offer.region_id))
    from json_array_elements(${json(rows)}) as jump
    join ballast.price_offers offer on offer.id = (jump ->> 0)::integer`.execute(db)
}

async function end(db: Transaction<Database>, { changed, withdrawn }: Comparison, { readAt }: Reading): Promise<void> {
  const ended = [...withdrawn, ...changed.map(({ offerId }) => offerId)]
  if (ended.length === 0) return
  await sql`insert into ballast.past_prices (offer_id, since, ended_at, held_from, held_until, effective_at, usd_per_hour)
    ${partsOfPrices(integers(ended), timestamp(readAt))}`.execute(db)
  if (withdrawn.length === 0) return
  await sql`update ballast.price_offers offer set withdrawn_at = ${timestamp(readAt)}, withdrawn_usd_per_hour = price.usd_per_hour
    from ballast.prices price where price.offer_id = offer.id and offer.id in ${integers(withdrawn)}`.execute(db)
  await sql`delete from ballast.prices where offer_id in ${integers(withdrawn)}`.execute(db)
}

async function change(db: Transaction<Database>, { changed }: Comparison, { readAt }: Reading): Promise<void> {
  if (changed.length === 0) return
  await sql`update ballast.prices price
    set since = ${timestamp(readAt)}, usd_per_hour = (change ->> 1)::double precision, effective_at = change ->> 2
    from json_array_elements(${json(changed.map(changeRow))}) as change
    where price.offer_id = (change ->> 0)::integer`.execute(db)
}

const changeRow = ({ offerId, price }: OfferPrice) => [offerId, price.usdPerHour, effectiveAtOf(price)]

/** Of whatever precision and offset the source wrote: one form. */
const effectiveAtOf = ({ effectiveAt }: ListedPrice): string | null =>
  effectiveAt === undefined ? null : new Date(effectiveAt).toISOString()

async function add(db: Transaction<Database>, { added }: Comparison, regions: readonly LockedRegion[], { readAt }: Reading): Promise<void> {
  if (added.length === 0) return
  const ids = new Map(regions.map(({ region, id }) => [region, id]))
  const rows = added.map((price) => ({
    region_id: ids.get(price.region)!,
    zone: price.zone,
    instance_type: price.instanceType,
    capacity_type: price.capacityType,
    usd_per_hour: price.usdPerHour,
    effective_at: effectiveAtOf(price),
  }))
  const listed = sql`json_to_recordset(${json(rows)}) as listed(region_id integer, zone text, instance_type text, capacity_type text,
    usd_per_hour double precision, effective_at text)`
  const { numAffectedRows: newOffers } = await sql`insert into ballast.price_offers (region_id, zone, instance_type, capacity_type)
    select region_id, zone, instance_type, capacity_type from ${listed} on conflict do nothing`.execute(db)
  if (newOffers) await rewriteRegionOffers(db, integers([...new Set(rows.map(({ region_id }) => region_id))]))
  await sql`insert into ballast.prices (offer_id, since, effective_at, usd_per_hour)
    select offer.id, ${timestamp(readAt)}, effective_at, usd_per_hour from ${listed}
    join ballast.price_offers offer using (region_id, zone, instance_type, capacity_type)`.execute(db)
}

async function recordRegions(
  db: Transaction<Database>,
  compared: Comparison,
  regions: readonly LockedRegion[],
  { feed, startedAt, readAt }: Reading,
): Promise<void> {
  const rows = regions.map(({ id, region }) => [id, judgedCompletenessOf(compared.regions.get(region)!)])
  await sql`insert into ballast.region_reads (region_id, read_at, started_at, feed_id, completeness_share)
    select (read ->> 0)::integer, ${timestamp(readAt)}, ${timestamp(startedAt)}, ${feed.id}, (read ->> 1)::double precision
    from json_array_elements(${json(rows)}) as read
    on conflict (region_id, read_at) do update
    set started_at = excluded.started_at, feed_id = excluded.feed_id, completeness_share = excluded.completeness_share`.execute(db)
}
