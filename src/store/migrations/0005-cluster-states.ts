import type { Kysely } from 'kysely'

/** The last state of each cluster that was read. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('cluster_states')
    .addColumn('cluster', 'text', (column) => column.primaryKey())
    .addColumn('read_at', 'timestamptz', (column) => column.notNull())
    .addColumn('state_json_gzip', 'bytea', (column) => column.notNull())
    .execute()
}
