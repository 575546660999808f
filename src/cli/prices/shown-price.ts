import type { KnownPrice } from '../../domain/known-price.ts'
import type { Listing } from './formats.ts'
import { minuteText } from './minute-text.ts'

/** A price as it is shown: whoever listed it, when Ballast last saw it. */
export interface ShownPrice extends Pick<KnownPrice, 'provider' | 'region' | 'zone' | 'instanceType' | 'capacityType' | 'usdPerHour'> {
  /** ISO date-time, or date where the source says no more. */
  readonly observedAt: string
  readonly source: string
}

export function shownPrice(known: KnownPrice): ShownPrice {
  const { listing, source: _source, effectiveAt, observedAt, since: _since, ...price } = known
  return { ...price, observedAt: isDated(known) ? (effectiveAt ?? observedAt) : observedAt, source: listing }
}

/** To read a dated price again makes it no younger: it is as old as it says. */
export const isDated = ({ source }: KnownPrice): boolean => source === 'bundled' || source === 'file'

const COLUMNS = ['provider', 'region', 'zone', 'instanceType', 'capacityType', 'usdPerHour', 'currency', 'observedAt', 'source'] as const

const HEADINGS = {
  provider: 'provider',
  region: 'region',
  zone: 'zone',
  instanceType: 'type',
  capacityType: 'capacity',
  usdPerHour: 'USD/h',
  observedAt: 'seen',
  source: 'source',
}

/** Sorted, so that the same prices are the same bytes. */
export function priceListing(prices: readonly ShownPrice[]): Listing {
  const rows = prices.toSorted(inOrder).map((price) => ({ ...price, currency: 'USD' }))
  const widest = Math.max(0, ...rows.map(({ usdPerHour }) => usdPerHour.toFixed(6).length))
  const worded = (price: ShownPrice) => ({
    ...price,
    usdPerHour: price.usdPerHour.toFixed(6).padStart(widest),
    observedAt: minuteText(price.observedAt),
  })
  return { name: 'prices', columns: COLUMNS, headings: HEADINGS, rows, tableRows: rows.map(worded) }
}

const ORDER = ['provider', 'region', 'zone', 'instanceType', 'capacityType', 'source'] as const

function inOrder(one: ShownPrice, other: ShownPrice): number {
  for (const column of ORDER) if (one[column] !== other[column]) return one[column] < other[column] ? -1 : 1
  return 0
}
