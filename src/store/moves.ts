import type { Kysely } from 'kysely'
import type { Replicas } from '../domain/units.ts'
import type { Database } from './schema.ts'

/** An agent of a fleet that a run moved. */
export interface Move {
  readonly runId: string
  readonly agent: string
  readonly replicas: Replicas
  /** ISO date-time of the last write that moved it. */
  readonly at: string
}

/** Who was moved when: written with the audit of each write by `store.transaction`. */
export interface Moves {
  /** What a run has moved so far takes the place of what it had before; 0 replicas: it was put back. */
  record(runId: string, fleet: string, moved: ReadonlyMap<string, Replicas>): Promise<void>
  /** Of a fleet after a time, the latest of each agent. */
  since(fleet: string, after: Date): Promise<Move[]>
}

export function movesIn(db: Kysely<Database>, now: () => Date): Moves {
  return {
    async record(runId, fleet, moved) {
      for (const [agent, replicas] of moved) {
        const row = { replicas, moved_at: now() }
        const insert = db.insertInto('moves').values({ run_id: runId, fleet, agent, ...row })
        await insert.onConflict((conflict) => conflict.columns(['run_id', 'fleet', 'agent']).doUpdateSet(row)).execute()
      }
    },
    async since(fleet, after) {
      const rows = await db
        .selectFrom('moves')
        .selectAll()
        .distinctOn('agent')
        .where('fleet', '=', fleet)
        .where('moved_at', '>', after)
        .where('replicas', '>', 0)
        .orderBy('agent')
        .orderBy('moved_at', 'desc')
        .execute()
      return rows.map(({ run_id, agent, replicas, moved_at }) => ({ runId: run_id, agent, replicas, at: moved_at.toISOString() }))
    },
  }
}
