import { sql, type Transaction } from 'kysely'
import type { Database } from '../schema.ts'

export interface CompactionLimits {
  /** How long past prices are kept [days]. */
  readonly historyDays: number
  /** How long each change is kept; of what is older, the last state of each UTC day [days]. */
  readonly fullDays: number
}

export async function compactHistory(
  db: Transaction<Database>,
  { historyDays }: CompactionLimits,
  now: Date,
): Promise<{ removed: number }> {
  const oldest = startOfDay(now.getTime() - historyDays * DAY)
  const gone = await sql`delete from ballast.past_prices where ended_at <= ${oldest.toISOString()}::timestamptz`.execute(db)
  return { removed: Number(gone.numAffectedRows ?? 0) }
}

const DAY = 24 * 3_600_000
const startOfDay = (time: number): Date => new Date(Math.floor(time / DAY) * DAY)
