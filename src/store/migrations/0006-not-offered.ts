import type { Kysely } from 'kysely'

/** Machine types that a provider told it does not sell to this user in a region: by what was told last of that region. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('not_offered')
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('region', 'text', (column) => column.notNull())
    .addColumn('instance_type', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('not_offered_once', ['provider', 'region', 'instance_type'])
    .execute()
}
