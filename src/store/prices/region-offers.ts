import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { ListedCapacity } from '../../domain/listed-price.ts'
import type { Database } from '../schema.ts'

/**
 * The offers of a region, one array for each property. They seldom change and are asked for with every catalogue: kept as one
 * document, they need neither be joined to the prices nor be written out anew, which takes as long as all the rest.
 */
export interface RegionOffers {
  readonly ids: readonly number[]
  readonly zones: readonly string[]
  readonly instanceTypes: readonly string[]
  readonly capacityTypes: readonly ListedCapacity[]
}

/** After offers were added or forgotten, within the same transaction. */
export async function rewriteRegionOffers(db: Transaction<Database>, regionIds: RawBuilder<unknown>): Promise<void> {
  await sql`delete from ballast.region_offers where region_id in ${regionIds}`.execute(db)
  await sql`insert into ballast.region_offers (region_id, offers)
    select region_id, json_build_object('ids', json_agg(id), 'zones', json_agg(zone), 'instanceTypes', json_agg(instance_type),
      'capacityTypes', json_agg(capacity_type))
    from ballast.price_offers where region_id in ${regionIds} group by region_id`.execute(db)
}
