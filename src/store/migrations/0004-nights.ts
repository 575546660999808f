import type { Kysely } from 'kysely'

/** Whose fleet each nightly run was about, and what its problem counted beyond list prices: what a later night is held against. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('nights')
    .addColumn('run_id', 'uuid', (column) => column.primaryKey().references('runs.id'))
    .addColumn('fleet', 'text', (column) => column.notNull())
    .addColumn('surcharges', 'jsonb', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('nights_by_fleet').on('nights').columns(['fleet', 'run_id']).execute()
}
