import { type RawBuilder, sql } from 'kysely'
import type { PriceFilter } from './price-history.ts'

/** Holds for the regions of `ballast.price_regions region` that a filter asks for. */
export const asked = ({ providers, regions, sources }: PriceFilter): RawBuilder<boolean> =>
  sql`${oneOf('region.provider', providers)} and ${oneOf('region.region', regions)} and ${oneOf('region.source', sources)}`

const oneOf = (column: string, values: readonly string[] | undefined): RawBuilder<boolean> =>
  values === undefined ? sql`true` : sql`${sql.ref(column)} in (select json_array_elements_text(${JSON.stringify(values)}::json))`

/** Holds for the offers whose region a filter asks for. */
export const isAsked = (offerId: string, filter: PriceFilter): RawBuilder<boolean> =>
  Object.values(filter).every((values) => values === undefined)
    ? sql`true`
    : sql`${sql.ref(offerId)} in (select offer.id from ballast.price_offers offer
        join ballast.price_regions region on region.id = offer.region_id where ${asked(filter)})`
