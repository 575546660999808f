import type { Price } from './catalogue.ts'
import type { UsdPerHour } from './units.ts'

/** The ways to buy that a public price list tells apart. */
export type ListedCapacity = Price['capacityType']

/** One price as its source lists it, already in USD per hour. What has no price is not listed: unknown is never 0. */
export interface ListedPrice {
  readonly provider: string
  readonly region: string
  /** '' where the price holds in the whole region. */
  readonly zone: string
  readonly instanceType: string
  readonly capacityType: ListedCapacity
  /** Finite and above 0. */
  readonly usdPerHour: UsdPerHour
  /** ISO date-time since when the source says that it holds; absent where it says nothing. */
  readonly effectiveAt?: string
}

/** What tells one listed price from another within a source. */
export const listedPriceKey = ({
  provider,
  region,
  zone,
  instanceType,
  capacityType,
}: Omit<ListedPrice, 'usdPerHour' | 'effectiveAt'>): string => [provider, region, zone, instanceType, capacityType].join('|')
