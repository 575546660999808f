import type { Kysely } from 'kysely'
import { compressJson, decompressJson } from './compressed-json.ts'
import type { Database } from './schema.ts'

/** What is kept of a cluster, whatever else it holds. */
export interface ClusterState {
  /** The cluster's id in the configuration. */
  readonly cluster: string
  /** ISO date-time. */
  readonly readAt: string
}

/** The last state of each cluster that was read: what is still known of one that does not answer. */
export interface ClusterStates {
  /** Takes the place of the cluster's earlier state; of one that is older than what is kept, nothing is kept. */
  save(state: ClusterState): Promise<void>
  /** As it was saved: whoever saved it knows its form. */
  last<State extends ClusterState>(cluster: string): Promise<State | undefined>
}

export function clusterStatesIn(db: Kysely<Database>): ClusterStates {
  return {
    async save(state) {
      const values = { read_at: new Date(state.readAt), state_json_gzip: await compressJson(state) }
      await db
        .insertInto('cluster_states')
        .values({ cluster: state.cluster, ...values })
        .onConflict((conflict) => conflict.column('cluster').doUpdateSet(values).where('cluster_states.read_at', '<=', values.read_at))
        .execute()
    },
    async last<State extends ClusterState>(cluster: string) {
      const row = await db.selectFrom('cluster_states').select('state_json_gzip').where('cluster', '=', cluster).executeTakeFirst()
      return row && decompressJson<State>(row.state_json_gzip)
    },
  }
}
