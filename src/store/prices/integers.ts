import { type RawBuilder, sql } from 'kysely'

/** What `in` may follow: a set of whole numbers, however many, as one parameter. */
export const integers = (values: readonly number[]): RawBuilder<unknown> =>
  sql`(select value::integer from json_array_elements_text(${JSON.stringify(values)}::json) as value)`
