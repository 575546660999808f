import { type Kysely, sql } from 'kysely'

/**
 * What a listing said of each region, read after read. Current prices stand apart from past ones, so that what is asked most
 * is as quick after years as on the first day. A past price is cut where a chapter ends (src/store/prices/chapters.ts): one row
 * for each part, `held_from` to `held_until`, of the whole that it is a part of, `since` to `ended_at`.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await createRefreshes(db)
  await createRegions(db)
  await createReads(db)
  await createOffers(db)
  await createPrices(db)
  await createSetAside(db)
  await createShapesAndBands(db)
  await createSpotEvents(db)
}

async function createRefreshes(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('price_refreshes')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('started_at', 'timestamptz', (column) => column.notNull())
    .addColumn('ended_at', 'timestamptz')
    .addColumn('outcome', 'text', (column) => column.check(sql`outcome in ('complete', 'partial', 'failed')`))
    .addCheckConstraint('refreshes_end_with_an_outcome', sql`(outcome is null) = (ended_at is null)`)
    .execute()
  await db.schema.createIndex('price_refreshes_by_time').on('price_refreshes').columns(['started_at', 'id']).execute()
}

/** A region as one listing tells it: what is locked while an answer is kept. */
async function createRegions(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('price_regions')
    .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('listing', 'text', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('region', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addUniqueConstraint('price_regions_once', ['listing', 'provider', 'region'])
    .execute()
}

/** Every try to read a feed, and of the good ones, the regions that they told. */
async function createReads(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('feed_reads')
    .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('refresh_id', 'uuid', (column) => column.notNull().references('price_refreshes.id'))
    .addColumn('feed_id', 'text', (column) => column.notNull())
    .addColumn('listing', 'text', (column) => column.notNull())
    .addColumn('started_at', 'timestamptz', (column) => column.notNull())
    .addColumn('ended_at', 'timestamptz', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull().check(sql`outcome in ('good', 'failed')`))
    .addColumn('rows', 'integer')
    .addColumn('added', 'integer')
    .addColumn('changed', 'integer')
    .addColumn('withdrawn', 'integer')
    .addColumn('set_aside', 'integer')
    .addColumn('completeness_share', 'double precision')
    .addColumn('left_out', 'json')
    .addColumn('error', 'text')
    .execute()
  await db.schema.createIndex('feed_reads_by_refresh').on('feed_reads').column('refresh_id').execute()
  await db.schema.createIndex('feed_reads_by_time').on('feed_reads').columns(['feed_id', 'ended_at', 'id']).execute()
  await db.schema
    .createTable('region_reads')
    .addColumn('region_id', 'integer', (column) => column.notNull().references('price_regions.id'))
    .addColumn('read_at', 'timestamptz', (column) => column.notNull())
    .addColumn('started_at', 'timestamptz', (column) => column.notNull())
    .addColumn('feed_id', 'text', (column) => column.notNull())
    .addColumn('completeness_share', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('region_reads_in_order', ['region_id', 'read_at'])
    .execute()
}

/** The offers of each region a second time, as one document: src/store/prices/region-offers.ts. */
async function createOffers(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('price_offers')
    .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('region_id', 'integer', (column) => column.notNull().references('price_regions.id'))
    .addColumn('zone', 'text', (column) => column.notNull())
    .addColumn('instance_type', 'text', (column) => column.notNull())
    .addColumn('capacity_type', 'text', (column) => column.notNull().check(sql`capacity_type in ('on-demand', 'spot')`))
    .addColumn('withdrawn_at', 'timestamptz')
    .addColumn('withdrawn_usd_per_hour', 'double precision')
    .addUniqueConstraint('price_offers_once', ['region_id', 'zone', 'instance_type', 'capacity_type'])
    .execute()
  await db.schema
    .createTable('region_offers')
    .addColumn('region_id', 'integer', (column) => column.primaryKey().references('price_regions.id'))
    .addColumn('offers', 'json', (column) => column.notNull())
    .execute()
}

/**
 * `effective_at` is the source's own word, an ISO date-time that is only ever passed on: to read as many times as there are prices
 * takes as long as to read the prices.
 */
const EFFECTIVE_AT = 'text'

/** NaN counts as greater than every number in PostgreSQL: the check refuses it too. */
const A_PRICE = sql`usd_per_hour > 0 and usd_per_hour < 'infinity'`

async function createPrices(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('prices')
    .addColumn('offer_id', 'integer', (column) => column.primaryKey().references('price_offers.id'))
    .addColumn('since', 'timestamptz', (column) => column.notNull())
    .addColumn('effective_at', EFFECTIVE_AT)
    .addColumn('usd_per_hour', 'double precision', (column) => column.notNull().check(A_PRICE))
    .execute()
  await db.schema
    .createTable('past_prices')
    .addColumn('offer_id', 'integer', (column) => column.notNull().references('price_offers.id'))
    .addColumn('since', 'timestamptz', (column) => column.notNull())
    .addColumn('ended_at', 'timestamptz', (column) => column.notNull())
    .addColumn('held_from', 'timestamptz', (column) => column.notNull())
    .addColumn('held_until', 'timestamptz', (column) => column.notNull())
    .addColumn('effective_at', EFFECTIVE_AT)
    .addColumn('usd_per_hour', 'double precision', (column) => column.notNull().check(A_PRICE))
    .addPrimaryKeyConstraint('past_prices_in_order', ['offer_id', 'held_from'])
    .addCheckConstraint('past_prices_held', sql`since <= held_from and held_from < held_until and held_until <= ended_at`)
    .execute()
  await db.schema.createIndex('past_prices_by_end').on('past_prices').column('held_until').execute()
}

/** Prices that jumped and were seen but once. While one stands, the price before it counts as last seen when it last was. */
async function createSetAside(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('prices_set_aside')
    .addColumn('offer_id', 'integer', (column) => column.notNull().references('price_offers.id'))
    .addColumn('refresh_id', 'uuid', (column) => column.notNull())
    .addColumn('seen_at', 'timestamptz', (column) => column.notNull())
    .addColumn('ended_at', 'timestamptz')
    .addColumn('usd_per_hour', 'double precision', (column) => column.notNull().check(A_PRICE))
    .addColumn('price_observed_at', 'timestamptz', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('prices_set_aside_by_offer').on('prices_set_aside').column('offer_id').execute()
  await sql`create unique index prices_set_aside_once on ballast.prices_set_aside (offer_id) where ended_at is null`.execute(db)
}

async function createShapesAndBands(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('machine_shapes')
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('instance_type', 'text', (column) => column.notNull())
    .addColumn('arch', 'text', (column) => column.notNull())
    .addColumn('vcpu', 'double precision', (column) => column.notNull())
    .addColumn('memory_gib', 'double precision', (column) => column.notNull())
    .addColumn('gpu', 'double precision', (column) => column.notNull())
    .addColumn('gpu_model', 'text', (column) => column.notNull())
    .addColumn('max_pods', 'integer')
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('observed_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('machine_shapes_once', ['provider', 'instance_type'])
    .execute()
  await db.schema
    .createTable('interruption_bands')
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('region', 'text', (column) => column.notNull())
    .addColumn('instance_type', 'text', (column) => column.notNull())
    .addColumn('band', 'text', (column) => column.notNull())
    .addColumn('observed_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('interruption_bands_once', ['provider', 'region', 'instance_type'])
    .execute()
}

async function createSpotEvents(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('spot_events')
    .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull().check(sql`kind in ('refused', 'interrupted', 'ran')`))
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('region', 'text', (column) => column.notNull())
    .addColumn('zone', 'text', (column) => column.notNull())
    .addColumn('instance_type', 'text', (column) => column.notNull())
    .addColumn('node_hours', 'double precision')
    .execute()
  await db.schema.createIndex('spot_events_by_time').on('spot_events').column('at').execute()
}
