import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from './migrations/index.ts'
import { type Database, SCHEMA } from './schema.ts'
import { reasonOf, StoreError } from './store-error.ts'

/** Brings the database up to this version, all or nothing; where several processes start at once, they take turns by a lock of the server. */
export async function migrate(db: Kysely<Database>, shown: string): Promise<void> {
  const migrator = new Migrator({
    db: db.withSchema(SCHEMA),
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableSchema: SCHEMA,
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw notMigrated(error, shown)
}

function notMigrated(error: unknown, shown: string): StoreError {
  const reason = reasonOf(error)
  const writtenByNewer = /previously executed migration (.*) is missing/.exec(reason)
  const message = writtenByNewer
    ? `the store ${shown} was written by a newer version of Ballast (it has ${writtenByNewer[1]}): use that version, or another store`
    : `cannot bring the store ${shown} up to date: ${reason}; it is left as it was`
  return new StoreError(message, { cause: error })
}
