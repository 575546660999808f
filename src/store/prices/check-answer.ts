import { listedPriceKey } from '../../domain/listed-price.ts'
import type { ReadFeed, ReadPrices } from './price-history.ts'

/** Throws where a source broke its word: an answer lists a price twice, or one of a provider or region that it is not about. */
export function checkAnswer({ id, provider }: ReadFeed, { regions, prices }: ReadPrices): void {
  const about = new Set(regions)
  const listed = new Set<string>()
  for (const price of prices) {
    const key = listedPriceKey(price)
    if (price.provider !== provider || !about.has(price.region)) throw new Error(`${id}: the answer lists a price of elsewhere: ${key}`)
    if (listed.has(key)) throw new Error(`${id}: the answer lists a price twice: ${key}`)
    listed.add(key)
  }
}
