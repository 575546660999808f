import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import { type AuditEntry, type AuditRecord, type BrokenLink, brokenLink, CHAIN_START, hashOf } from './audit-chain.ts'
import type { Database } from './schema.ts'

/** The trail of every write: it is only ever added to. */
export interface Audit {
  /** In the transaction it is called in, else in one of its own; appends wait for each other. */
  append(record: AuditRecord): Promise<AuditEntry>
  /** In order; `after` is a position. */
  list(options?: { readonly runId?: string; readonly after?: number; readonly limit?: number }): Promise<AuditEntry[]>
  /**
   * The first link of the chain that does not hold; undefined where all do. Entries cut off at the very end leave no trace
   * in the chain itself: who must know that too keeps the last hash elsewhere.
   */
  verify(): Promise<BrokenLink | undefined>
}

/** Any number that every Ballast agrees on: the lock that one appender at a time holds until its transaction ends. */
const APPENDER = '7205759403792793601'
const ENTRIES_AT_ONCE = 1000

export function auditIn(db: Kysely<Database>, now: () => Date): Audit {
  const list: Audit['list'] = async ({ runId, after = 0, limit = ENTRIES_AT_ONCE } = {}) => {
    const all = db.selectFrom('audit').selectAll().where('position', '>', after).orderBy('position').limit(limit)
    const rows = await (runId === undefined ? all : all.where('run_id', '=', runId)).execute()
    return rows.map(entryOf)
  }
  return {
    append: (record) =>
      db.isTransaction ? appendIn(db as Transaction<Database>, record, now) : db.transaction().execute((own) => appendIn(own, record, now)),
    list,
    verify: () => firstBrokenLink(list),
  }
}

async function appendIn(db: Transaction<Database>, record: AuditRecord, now: () => Date): Promise<AuditEntry> {
  await sql`select pg_advisory_xact_lock(${sql.lit(APPENDER)})`.execute(db)
  const last = await db.selectFrom('audit').select(['position', 'hash']).orderBy('position', 'desc').limit(1).executeTakeFirst()
  const previous = last ?? CHAIN_START
  const unsealed = { ...asStored(record), position: previous.position + 1, at: now().toISOString(), previousHash: previous.hash }
  const entry = { ...unsealed, hash: hashOf(unsealed) }
  await db.insertInto('audit').values(rowOf(entry)).execute()
  return entry
}

/** As it will be read back, so that what was hashed is what is checked. */
const asStored = (record: AuditRecord): AuditRecord => JSON.parse(JSON.stringify(record)) as AuditRecord

async function firstBrokenLink(list: Audit['list']): Promise<BrokenLink | undefined> {
  let previous = CHAIN_START
  for (;;) {
    const entries = await list({ after: previous.position })
    for (const entry of entries) {
      const broken = brokenLink(previous, entry)
      if (broken) return broken
      previous = entry
    }
    if (entries.length < ENTRIES_AT_ONCE) return undefined
  }
}

function rowOf(entry: AuditEntry) {
  return {
    position: entry.position,
    at: new Date(entry.at),
    actor: entry.actor,
    action: entry.action,
    subject: entry.subject,
    old_value: documentOf(entry.old),
    new_value: documentOf(entry.new),
    reason: entry.reason,
    run_id: entry.runId ?? null,
    previous_hash: entry.previousHash,
    hash: entry.hash,
  }
}

const documentOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

function entryOf(row: Selectable<Database['audit']>): AuditEntry {
  return {
    position: row.position,
    at: row.at.toISOString(),
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    ...(row.old_value !== null && { old: row.old_value }),
    ...(row.new_value !== null && { new: row.new_value }),
    reason: row.reason,
    ...(row.run_id !== null && { runId: row.run_id }),
    previousHash: row.previous_hash,
    hash: row.hash,
  }
}
