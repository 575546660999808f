import { type RawBuilder, sql } from 'kysely'

export const timestamp = (time: Date): RawBuilder<Date> => sql`${time.toISOString()}::timestamptz`

/** Seconds since the epoch: as a number in a document a time is read back several times quicker than as a date. */
export const epochSeconds = (column: string): RawBuilder<number> => sql`date_part('epoch', ${sql.ref(column)})`

/** The ISO date-time of seconds since the epoch. */
export type IsoTimes = (epochSeconds: number) => string

/** Each time is written out once: most prices of a region share a few. */
export function isoTimes(): IsoTimes {
  const known = new Map<number, string>()
  return (epochSeconds) => {
    const before = known.get(epochSeconds)
    if (before !== undefined) return before
    const iso = new Date(Math.round(epochSeconds * 1000)).toISOString()
    known.set(epochSeconds, iso)
    return iso
  }
}
