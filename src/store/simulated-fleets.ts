import type { Kysely } from 'kysely'
import type { Fleet } from '../domain/fleet.ts'
import type { Database } from './schema.ts'

/** A simulated fleet as the last apply left it, and the hash of the description that it began from. */
export interface SimulatedFleet {
  readonly sourceHash: string
  readonly fleet: Fleet
}

export interface SimulatedFleets {
  /** Takes the place of the one that bears this name; saved with the audit of an apply by `store.transaction`. */
  save(name: string, simulated: SimulatedFleet): Promise<void>
  find(name: string): Promise<SimulatedFleet | undefined>
}

export function simulatedFleetsIn(db: Kysely<Database>, now: () => Date): SimulatedFleets {
  return {
    async save(name, { sourceHash, fleet }) {
      const row = { source_hash: sourceHash, fleet: JSON.stringify(fleet), saved_at: now() }
      const insert = db.insertInto('simulated_fleets').values({ name, ...row })
      await insert.onConflict((conflict) => conflict.column('name').doUpdateSet(row)).execute()
    },
    async find(name) {
      const row = await db.selectFrom('simulated_fleets').selectAll().where('name', '=', name).executeTakeFirst()
      return row && { sourceHash: row.source_hash, fleet: row.fleet as Fleet }
    },
  }
}
