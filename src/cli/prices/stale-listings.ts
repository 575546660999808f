import { agoInWords } from '../../catalogue/age.ts'
import { isStale, type PriceValidity } from '../../catalogue/price-validity.ts'
import type { KnownPrice } from '../../domain/known-price.ts'
import { isDated } from './shown-price.ts'

/** What a reader of the prices must know of their age, a sentence; undefined where all of them are fresh. */
export function staleText(prices: readonly KnownPrice[], validity: PriceValidity, now: Date): string | undefined {
  const oldest = new Map<string, string>()
  for (const price of prices) {
    if (isDated(price) || !isStale(price.observedAt, price.capacityType, validity, now)) continue
    const listing = `${price.listing} ${price.region}`
    const known = oldest.get(listing)
    if (known === undefined || price.observedAt < known) oldest.set(listing, price.observedAt)
  }
  if (oldest.size === 0) return undefined
  const listings = [...oldest].map(([listing, at]) => `${listing} (${agoInWords(at, now)} old)`)
  return `Stale: ${listings.join(', ')}. ballast prices status tells why, ballast prices refresh reads today’s.`
}
