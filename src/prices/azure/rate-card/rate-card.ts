import { type Static, Type } from 'typebox'
import { maybe, maybeText } from '../expected-answer.ts'

/** RateCard as it comes over the wire: the fields that are read. */
export const RateCardSchema = Type.Object({
  Currency: Type.String(),
  Meters: Type.Array(
    Type.Object({
      MeterName: maybeText,
      MeterCategory: maybeText,
      MeterSubCategory: maybeText,
      MeterRegion: maybeText,
      Unit: maybeText,
      /** Price by the number of units from which on it holds. */
      MeterRates: maybe(Type.Record(Type.String(), Type.Number())),
      EffectiveDate: maybeText,
      /** `Active` or `Deprecated`; the SDK does not know it. */
      MeterStatus: maybeText,
    }),
  ),
})
export type WireRateCard = Static<typeof RateCardSchema>
