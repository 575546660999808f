import type { Kysely } from 'kysely'

/** Which agents each run moved; a row of 0 replicas is a move that was put back. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('moves')
    .addColumn('run_id', 'uuid', (column) => column.notNull().references('runs.id'))
    .addColumn('fleet', 'text', (column) => column.notNull())
    .addColumn('agent', 'text', (column) => column.notNull())
    .addColumn('replicas', 'integer', (column) => column.notNull())
    .addColumn('moved_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('moves_once_a_run', ['run_id', 'fleet', 'agent'])
    .execute()
  await db.schema.createIndex('moves_by_time').on('moves').columns(['fleet', 'moved_at']).execute()
}
