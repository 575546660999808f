import type { KnownPrice } from '../../domain/known-price.ts'

/**
 * Of several sources that know an offer, the first in the order given: of others, no price is shown for it.
 * A price of the whole region and one of a zone of it are of the same offer; prices of two zones are not.
 */
export function believedPrices(prices: readonly KnownPrice[], order: readonly string[]): KnownPrice[] {
  const rank = (source: string) => (order.includes(source) ? order.indexOf(source) : order.length)
  return [...Map.groupBy(prices, offerKey).values()].flatMap((ofOffer) => {
    const ranked = ofOffer.toSorted((one, other) => rank(one.source) - rank(other.source) || later(one, other))
    const believed: KnownPrice[] = []
    for (const price of ranked) if (!believed.some((first) => covers(first, price))) believed.push(price)
    return believed
  })
}

const offerKey = ({ provider, region, instanceType, capacityType }: KnownPrice): string =>
  `${provider}|${region}|${instanceType}|${capacityType}`

/** Two listings of one source are one offer's only where both name the same place; the source's zones stand side by side. */
const covers = (first: KnownPrice, price: KnownPrice): boolean =>
  first.zone === price.zone || (first.source !== price.source && (first.zone === '' || price.zone === ''))

const later = (one: KnownPrice, other: KnownPrice): number =>
  one.observedAt === other.observedAt ? 0 : one.observedAt > other.observedAt ? -1 : 1
