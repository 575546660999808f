import type { ListedPrice } from '../../domain/listed-price.ts'
import type { UsdPerHour } from '../../domain/units.ts'
import type { ReadPrices } from './price-history.ts'

/** A price that jumped and was seen once. */
export interface Suspect {
  readonly usdPerHour: UsdPerHour
  readonly refreshId: string
  /** ISO date-time at which the price that it would replace was last listed. */
  readonly priceObservedAt: string
}

/** An offer that was listed before; without a price where it was withdrawn since. */
export interface KnownOffer {
  readonly offerId: number
  readonly usdPerHour?: UsdPerHour
  readonly suspect?: Suspect
}

/** Offers that a listing told of before, by region and within it by `offerKey`. */
export type KnownOffers = ReadonlyMap<string, ReadonlyMap<string, KnownOffer>>

export interface Count {
  readonly known: number
  readonly listedAgain: number
}

/** What an answer says that was not known: nothing is written but this. */
export interface Comparison {
  /** No price was known of them: not yet, or no more. */
  readonly added: ListedPrice[]
  readonly changed: OfferPrice[]
  /** Offers that are no longer listed. */
  readonly withdrawn: number[]
  /** Jumps that were not set aside yet. */
  readonly setAside: (OfferPrice & { readonly priceObservedAt?: string })[]
  /** Offers whose price set aside is believed, contradicted, replaced or withdrawn. */
  readonly settled: number[]
  /** Jumps of this answer that are not believed, set aside before or now. */
  jumps: number
  readonly regions: Map<string, Count>
}

export interface OfferPrice {
  readonly offerId: number
  readonly price: ListedPrice
}

export const offerKey = ({ zone, instanceType, capacityType }: Pick<ListedPrice, 'zone' | 'instanceType' | 'capacityType'>): string =>
  `${zone}|${instanceType}|${capacityType}`

/** Compares an answer with what was known of its regions before; a jump that this same refresh saw already is not seen twice. */
export function compareAnswer(
  known: KnownOffers,
  { regions, prices }: Pick<ReadPrices, 'regions' | 'prices'>,
  { mostJump, refreshId }: { readonly mostJump: number; readonly refreshId: string },
): Comparison {
  const found: Comparison = { added: [], changed: [], withdrawn: [], setAside: [], settled: [], jumps: 0, regions: new Map() }
  const listed = new Set<KnownOffer>()
  for (const price of prices) {
    const offer = known.get(price.region)?.get(offerKey(price))
    if (offer?.usdPerHour === undefined) found.added.push(price)
    else {
      listed.add(offer)
      judge(found, { ...offer, usdPerHour: offer.usdPerHour }, price, mostJump, refreshId)
    }
  }
  for (const region of regions) found.regions.set(region, withdrawUnlisted(found, known.get(region), listed))
  return found
}

function judge(
  found: Comparison,
  { offerId, usdPerHour: before, suspect }: KnownOffer & { readonly usdPerHour: UsdPerHour },
  price: ListedPrice,
  mostJump: number,
  refreshId: string,
): void {
  const isJump = (from: UsdPerHour): boolean => price.usdPerHour > from * mostJump || price.usdPerHour * mostJump < from
  const isSuspect = suspect !== undefined && !isJump(suspect.usdPerHour)
  if (isJump(before) && !(isSuspect && suspect.refreshId !== refreshId)) {
    found.jumps += 1
    if (isSuspect) return
    found.setAside.push({ offerId, price, ...(suspect && { priceObservedAt: suspect.priceObservedAt }) })
  } else if (price.usdPerHour !== before) found.changed.push({ offerId, price })
  if (suspect) found.settled.push(offerId)
}

function withdrawUnlisted(found: Comparison, known: ReadonlyMap<string, KnownOffer> = new Map(), listed: ReadonlySet<KnownOffer>): Count {
  let [before, listedAgain] = [0, 0]
  for (const offer of known.values()) {
    if (offer.usdPerHour === undefined) continue
    before += 1
    if (listed.has(offer)) listedAgain += 1
    else {
      found.withdrawn.push(offer.offerId)
      if (offer.suspect) found.settled.push(offer.offerId)
    }
  }
  return { known: before, listedAgain }
}
