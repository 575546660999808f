import { type Kysely, type Selectable, sql } from 'kysely'
import { v7 as uuidV7 } from 'uuid'
import type { Database, RunStatus } from './schema.ts'
import { StoreError } from './store-error.ts'

/** One time that a job ran. Times are ISO date-times. */
export interface Run {
  readonly id: string
  readonly kind: string
  readonly status: RunStatus
  readonly startedAt: string
  readonly endedAt?: string
  /** What it decided, in a sentence. */
  readonly decision?: string
  readonly error?: string
}

export interface RunEnd {
  readonly status: Exclude<RunStatus, 'running'>
  readonly decision?: string
  readonly error?: string
}

export interface Runs {
  start(kind: string): Promise<Run>
  /** Throws StoreError where the run is not going on. */
  finish(id: string, end: RunEnd): Promise<Run>
  find(id: string): Promise<Run | undefined>
  /** The latest first. */
  list(limit?: number): Promise<Run[]>
}

export function runsIn(db: Kysely<Database>, owner: string, now: () => Date): Runs {
  return {
    async start(kind) {
      const row = { id: uuidV7(), kind, status: 'running' as const, started_at: now(), owner }
      return runOf(await db.insertInto('runs').values(row).returningAll().executeTakeFirstOrThrow())
    },
    async finish(id, { status, decision, error }) {
      const row = { status, decision: decision ?? null, error: error ?? null, ended_at: now() }
      const running = db.updateTable('runs').set(row).where('id', '=', id).where('status', '=', 'running')
      return runOf(await running.returningAll().executeTakeFirstOrThrow(() => notRunning(id)))
    },
    async find(id) {
      const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst()
      return row && runOf(row)
    },
    async list(limit = 50) {
      const rows = await db.selectFrom('runs').selectAll().orderBy('started_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
      return rows.map(runOf)
    },
  }
}

/** Ends the runs whose process is gone: those whose owner's lock is free. One that lives, on whatever machine, holds its own. */
export async function failInterruptedRuns(db: Kysely<Database>, now: () => Date): Promise<void> {
  await db
    .updateTable('runs')
    .set({ status: 'failed', error: 'interrupted: its process ended before the run did', ended_at: now() })
    .where('status', '=', 'running')
    .where(sql<boolean>`pg_try_advisory_xact_lock(owner)`)
    .execute()
}

const notRunning = (id: string): StoreError =>
  new StoreError(`the run ${id} is not going on: it has ended, was interrupted, or never began`)

function runOf(row: Selectable<Database['runs']>): Run {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    startedAt: row.started_at.toISOString(),
    ...(row.ended_at && { endedAt: row.ended_at.toISOString() }),
    ...(row.decision !== null && { decision: row.decision }),
    ...(row.error !== null && { error: row.error }),
  }
}
