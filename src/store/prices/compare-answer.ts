import { type ListedPrice, listedPriceKey } from '../../domain/listed-price.ts'
import type { UsdPerHour } from '../../domain/units.ts'
import { isJump } from './jump.ts'

/** A price that jumped and was seen once. */
export interface Suspect {
  readonly usdPerHour: UsdPerHour
  /** The refresh that saw it. */
  readonly refreshId: string
  /** Seconds since the epoch at which the price that it would replace was last listed. */
  readonly priceObservedAt: number
}

/** An offer that was listed before; without a price where it was withdrawn since. */
export interface KnownOffer {
  readonly offerId: number
  readonly usdPerHour?: UsdPerHour
  /** Where that was lately: its price until then, and when, in seconds since the epoch. */
  readonly withdrawn?: { readonly usdPerHour: UsdPerHour; readonly withdrawnAt: number }
  readonly suspect?: Suspect
}

/** What was known of the regions of an answer. */
export interface Known {
  readonly regions: readonly string[]
  /** By `listedPriceKey`. */
  readonly offers: ReadonlyMap<string, KnownOffer & { readonly region: string }>
}

/** How many prices of a region were known, and how many of these an answer lists again. */
export interface Count {
  known: number
  listedAgain: number
}

export interface OfferPrice {
  readonly offerId: number
  readonly price: ListedPrice
}

/** What an answer says that was not known: nothing is written but this. */
export interface Comparison {
  /** No price was known of them: not yet, or no more. */
  readonly added: ListedPrice[]
  readonly changed: OfferPrice[]
  /** Offers that are no longer listed. */
  readonly withdrawn: number[]
  /** Jumps that were not set aside yet; the price before them was last listed by the read before this, where nothing is said. */
  readonly setAside: (OfferPrice & { readonly priceObservedAt?: number })[]
  /** Offers whose price set aside is believed, contradicted, replaced or withdrawn. */
  readonly settled: number[]
  /** Jumps of this answer that are not believed, whether set aside now or before. */
  jumps: number
  readonly regions: ReadonlyMap<string, Count>
}

interface Judging {
  readonly refreshId: string
  readonly mostJump: number
}

/** Compares an answer with what was known: each price of it once, and of these regions. */
export function compareAnswer({ regions, offers }: Known, prices: readonly ListedPrice[], judging: Judging): Comparison {
  const found: Comparison = { added: [], changed: [], withdrawn: [], setAside: [], settled: [], jumps: 0, regions: new Map() }
  const listed = new Map(prices.map((price) => [listedPriceKey(price), price]))
  for (const [key, price] of listed) {
    judge(found, offers.get(key), price, judging)
  }
  const counts = new Map(regions.map((region) => [region, { known: 0, listedAgain: 0 }]))
  for (const [key, offer] of offers) {
    const isListed = listed.has(key)
    if (offer.usdPerHour !== undefined) count(counts.get(offer.region)!, isListed)
    if (!isListed) withdraw(found, offer)
  }
  return { ...found, regions: counts }
}

/**
 * A jump is believed where a later refresh sees it again: beyond the factor from the price believed so far, within it from the
 * one set aside. What this same refresh saw before is not seen again. An offer that comes back soon is held against its last price.
 */
function judge(found: Comparison, offer: KnownOffer | undefined, price: ListedPrice, { mostJump, refreshId }: Judging): void {
  const { suspect, withdrawn } = offer ?? {}
  const before = offer?.usdPerHour ?? withdrawn?.usdPerHour
  const agrees = suspect !== undefined && !isJump(suspect.usdPerHour, price.usdPerHour, mostJump)
  const isDoubted = before !== undefined && isJump(before, price.usdPerHour, mostJump) && !(agrees && suspect.refreshId !== refreshId)
  if (isDoubted) found.jumps += 1
  if (isDoubted && agrees) return
  if (offer && suspect) found.settled.push(offer.offerId)
  if (offer && isDoubted) found.setAside.push({ offerId: offer.offerId, price, ...lastListed(suspect, withdrawn) })
  else if (offer?.usdPerHour === undefined) found.added.push(price)
  else if (price.usdPerHour !== offer.usdPerHour) found.changed.push({ offerId: offer.offerId, price })
}

function lastListed(suspect: Suspect | undefined, withdrawn: KnownOffer['withdrawn']): { priceObservedAt?: number } {
  const priceObservedAt = suspect?.priceObservedAt ?? withdrawn?.withdrawnAt
  return priceObservedAt === undefined ? {} : { priceObservedAt }
}

function withdraw(found: Comparison, { offerId, usdPerHour, suspect }: KnownOffer): void {
  if (usdPerHour !== undefined) found.withdrawn.push(offerId)
  if (suspect) found.settled.push(offerId)
}

function count(region: Count, isListedAgain: boolean): void {
  region.known += 1
  if (isListedAgain) region.listedAgain += 1
}
