import { randomBytes } from 'node:crypto'
import { Kysely, PostgresDialect } from 'kysely'
import { Client, Pool } from 'pg'
import type { Connection } from './connection.ts'
import type { Database } from './schema.ts'
import { reasonOf, StoreError } from './store-error.ts'

const CONNECT_WITHIN_MILLISECONDS = 10_000

/**
 * A PostgreSQL server. Beside the pool, one session holds an advisory lock for as long as this store is open:
 * the server frees it when the process dies, and that is how others learn that its runs were interrupted.
 */
export async function connectServer(url: string, shown: string): Promise<Connection> {
  const settings = {
    connectionString: url,
    application_name: 'ballast',
    connectionTimeoutMillis: CONNECT_WITHIN_MILLISECONDS,
    keepAlive: true,
  }
  const owner = randomBytes(8).readBigInt64BE().toString()
  const presence = new Client(settings)
  ignoreIdleErrors(presence)
  try {
    await presence.connect()
    await presence.query('select pg_advisory_lock($1)', [owner])
  } catch (error) {
    await presence.end().catch(() => undefined)
    throw unreachable(shown, error)
  }
  const pool = new Pool({ ...settings, max: 5 })
  ignoreIdleErrors(pool)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  return { db, owner, close: () => endAll(db, pool, presence) }
}

/** Unheard, the loss of a connection that nobody is using would end the process; heard, the next query tells it. */
function ignoreIdleErrors(emitter: { on(event: 'error', listener: () => void): unknown }): void {
  emitter.on('error', () => undefined)
}

async function endAll(db: Kysely<Database>, pool: Pool, presence: Client): Promise<void> {
  await db.destroy()
  if (!pool.ended) await pool.end()
  await presence.query('select pg_advisory_unlock_all()').catch(() => undefined)
  await presence.end()
}

function unreachable(shown: string, error: unknown): StoreError {
  const remedy = 'check that the server runs and that BALLAST_STORE names the right host, database, user and password'
  return new StoreError(`cannot open the store ${shown}: ${reasonOf(error)}; ${remedy}`, { cause: error })
}
