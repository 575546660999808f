import type { InputIssue } from '../../domain/input-error.ts'

export interface Freshness {
  readonly now: Date
  /** Prices observed longer ago are refused; default 30. */
  readonly maxAgeDays?: number
  /** Takes them all the same. */
  readonly allowStale?: boolean
}

/** A row's day, an ISO date or date-time. */
export interface Dated {
  readonly line: number
  readonly observedAt: string
}

const MS_PER_DAY = 86_400_000
const DEFAULT_MAX_AGE_DAYS = 30

const daysOld = ({ observedAt }: Dated, now: Date): number => (now.getTime() - Date.parse(observedAt)) / MS_PER_DAY

/** Days that nobody can have seen; one day ahead is another time zone's today. */
export function stillToCome(rows: readonly Dated[], { now }: Freshness): InputIssue[] {
  return rows
    .filter((row) => daysOld(row, now) < -1)
    .map(({ line, observedAt }) => ({
      path: `line ${line}, observedAt`,
      message: `${observedAt} is still to come`,
      remedy: 'give the day on which the price was seen',
    }))
}

/** One mistake for all that are too old, at the oldest. */
export function tooOld(rows: readonly Dated[], { now, maxAgeDays = DEFAULT_MAX_AGE_DAYS, allowStale = false }: Freshness): InputIssue[] {
  const stale = allowStale ? [] : rows.filter((row) => daysOld(row, now) > maxAgeDays)
  if (stale.length === 0) return []
  const oldest = stale.reduce((one, other) => (daysOld(other, now) > daysOld(one, now) ? other : one))
  const days = Math.floor(daysOld(oldest, now))
  const message = `${stale.length} of ${rows.length} prices are older than ${maxAgeDays} days, the oldest ${days} days (${oldest.observedAt})`
  const remedy = 'take the prices anew; or say allowStale: true beside this file in the fleet file, or --allow-stale-prices'
  return [{ path: `line ${oldest.line}, observedAt`, message, remedy }]
}
