import type { KnownPrice } from '../../domain/known-price.ts'
import { ageText } from './age-text.ts'
import type { ValidHours } from './feed-freshness.ts'
import { isDated } from './shown-price.ts'

const HOUR_IN_MILLISECONDS = 3_600_000

/** What a reader of the prices must know of their age, a sentence; undefined where all of them are fresh. */
export function staleText(prices: readonly KnownPrice[], validHours: ValidHours, now: Date): string | undefined {
  const oldest = new Map<string, string>()
  for (const price of prices) {
    const age = now.getTime() - Date.parse(price.observedAt)
    if (isDated(price) || age <= validHours[price.capacityType] * HOUR_IN_MILLISECONDS) continue
    const listing = `${price.listing} ${price.region}`
    const known = oldest.get(listing)
    if (known === undefined || price.observedAt < known) oldest.set(listing, price.observedAt)
  }
  if (oldest.size === 0) return undefined
  const listings = [...oldest].map(([listing, at]) => `${listing} (${ageText(at, now)} old)`)
  return `Stale: ${listings.join(', ')}. ballast prices status tells why, ballast prices refresh reads today’s.`
}
