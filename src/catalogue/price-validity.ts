import type { ListedCapacity } from '../domain/listed-price.ts'
import type { Hours } from '../domain/units.ts'

/** How long a price counts as fresh, by the way to buy. */
export interface PriceValidity {
  readonly onDemandPricesValidHours: Hours
  readonly spotPricesValidHours: Hours
}

const MS_PER_HOUR = 3_600_000

export const validHours = (capacityType: ListedCapacity, validity: PriceValidity): Hours =>
  capacityType === 'spot' ? validity.spotPricesValidHours : validity.onDemandPricesValidHours

/** Until when a price counts that was last listed at a time. */
export const validUntil = (listedAt: string, capacityType: ListedCapacity, validity: PriceValidity): Date =>
  new Date(Date.parse(listedAt) + validHours(capacityType, validity) * MS_PER_HOUR)

export const isStale = (listedAt: string, capacityType: ListedCapacity, validity: PriceValidity, now: Date): boolean =>
  now > validUntil(listedAt, capacityType, validity)
