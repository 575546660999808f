import { type Static, Type } from 'typebox'
import { maybe, maybeText } from '../expected-answer.ts'

/** A row of the Retail Prices API: the fields that are read. `isPrimaryMeterRegion` is not: rows that hold carry false as well. */
const RetailRowSchema = Type.Object({
  serviceName: maybeText,
  productName: maybeText,
  skuName: maybeText,
  meterName: maybeText,
  armSkuName: maybeText,
  armRegionName: maybeText,
  /** What a filter calls `priceType`. */
  type: maybeText,
  unitOfMeasure: maybeText,
  tierMinimumUnits: maybe(Type.Number()),
  currencyCode: maybeText,
  retailPrice: maybe(Type.Number()),
  effectiveStartDate: maybeText,
  /** Absent for a price that holds until further notice. */
  effectiveEndDate: maybeText,
})
export type RetailRow = Static<typeof RetailRowSchema>

export const RetailPageSchema = Type.Object({ Items: Type.Array(RetailRowSchema), NextPageLink: maybeText })
