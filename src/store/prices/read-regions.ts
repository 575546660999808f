import { sql, type Transaction } from 'kysely'
import type { Database } from '../schema.ts'
import { integers } from './integers.ts'
import type { ReadFeed } from './price-history.ts'

/** A region as a listing tells it, locked for the transaction, and its last good read. */
export interface LockedRegion {
  readonly id: number
  readonly region: string
  readonly lastReadAt?: Date
  readonly lastStartedAt?: Date
}

/**
 * Locks the regions against every other answer of this listing, always in one order: two answers that share regions wait for
 * each other and never for ever.
 */
export async function lockRegions(db: Transaction<Database>, feed: ReadFeed, regions: readonly string[]): Promise<LockedRegion[]> {
  const names = JSON.stringify([...new Set(regions)].toSorted())
  const { listing, provider, source } = feed
  await sql`insert into ballast.price_regions (listing, provider, region, source)
    select ${listing}, ${provider}, name, ${source} from json_array_elements_text(${names}::json) as name
    on conflict do nothing`.execute(db)
  const locked = await sql<{ id: number }>`select id from ballast.price_regions
    where listing = ${listing} and provider = ${provider} and region in (select json_array_elements_text(${names}::json))
    order by id for update`.execute(db)
  return lastReads(
    db,
    locked.rows.map(({ id }) => id),
  )
}

/** A statement of its own: it sees what was committed while the locks were waited for. */
async function lastReads(db: Transaction<Database>, ids: readonly number[]): Promise<LockedRegion[]> {
  const { rows } = await sql<{ id: number; region: string; read_at: Date | null; started_at: Date | null }>`
    select region.id, region.region, read.read_at, read.started_at from ballast.price_regions region
    left join lateral (select read_at, started_at from ballast.region_reads where region_id = region.id order by read_at desc limit 1) read
      on true
    where region.id in ${integers(ids)}`.execute(db)
  return rows.map(({ id, region, read_at, started_at }) => ({
    id,
    region,
    ...(read_at && { lastReadAt: read_at }),
    ...(started_at && { lastStartedAt: started_at }),
  }))
}

/** Whether a read that began later was kept already; not where the clock was set back since, for then nobody can tell. */
export const isOvertaken = ({ lastReadAt, lastStartedAt }: LockedRegion, startedAt: Date, now: Date): boolean =>
  lastReadAt !== undefined && lastStartedAt !== undefined && lastStartedAt > startedAt && lastReadAt <= now
