import { type RawBuilder, sql } from 'kysely'

/**
 * Past prices are cut at fixed times, 16 days apart: those of any one time are then found among the few that ended in its
 * chapter, however long the history. Hours, as days would follow the clock changes of the session's time zone.
 */
const CHAPTER = sql`interval '384 hours'`

/** The chapter of a time begins at a UTC midnight. */
const chapterOf = (time: RawBuilder<unknown>): RawBuilder<unknown> => sql`date_bin(${CHAPTER}, ${time}, timestamptz 'epoch')`

/** Ends current prices of some offers: one row for each chapter in which they held; none for one that held for no time. */
export const partsOfPrices = (offers: RawBuilder<unknown>, end: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select offer_id, since, ${end}, greatest(since, chapter), least(${end}, chapter + ${CHAPTER}), effective_at, usd_per_hour
  from ballast.prices, generate_series(${chapterOf(sql`since`)}, ${end}, ${CHAPTER}) as chapter
  where offer_id in ${offers} and since < ${end} and chapter < ${end}`

/** Those of today's prices that were believed at a time already. */
export const currentAt = (time: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select offer_id, usd_per_hour, since, effective_at from ballast.prices where since <= ${time}`

/** The past prices believed at a time. A day is added as compaction may move an end to later on the same UTC day. */
export const pastAt = (time: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select offer_id, usd_per_hour, since, effective_at from ballast.past_prices
  where held_from <= ${time} and held_until > ${time} and held_until <= ${chapterOf(time)} + ${CHAPTER} + interval '24 hours'`
