import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'

/** An open database, before any migration. */
export interface Connection {
  readonly db: Kysely<Database>
  /** Key of the advisory lock that a live session holds as long as runs that it started may go on. */
  readonly owner: string
  close(): Promise<void>
}
