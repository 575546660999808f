import type { ZonedPrice } from '../../domain/catalogue.ts'
import type { KnownPrice } from '../../domain/known-price.ts'
import { isZoneOf } from '../../domain/spot-price.ts'

/**
 * One price of a machine in a region as a whole, of rows that differ in source and zone alone, the first source's first: the first that has
 * one is believed. Undefined where none has.
 */
export function priceOfRegion(rows: readonly KnownPrice[]): ZonedPrice | undefined {
  for (const ofSource of Map.groupBy(rows, ({ listing }) => listing).values()) {
    const price = priceByListing(ofSource)
    if (price) return price
  }
  return undefined
}

/** What holds in the whole region, else the mean over its zones, with the price of each. Local Zones are left out. */
function priceByListing(rows: readonly KnownPrice[]): ZonedPrice | undefined {
  const whole = rows.find(({ zone }) => zone === '')
  if (whole) return priceOf(whole, whole)
  const zones = rows.filter(({ region, zone }) => isZoneOf(region, zone))
  if (zones.length === 0) return undefined
  const [{ listing }] = zones
  const mean = priceOf(zones[0]!, {
    usdPerHour: zones.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0) / zones.length,
    listing: zones.length === 1 ? `${listing}, one zone` : `${listing}, mean over ${zones.length} zones`,
    observedAt: zones.map(({ observedAt }) => observedAt).reduce((oldest, time) => (time < oldest ? time : oldest)),
  })
  return { ...mean, usdPerHourByZone: new Map(zones.map(({ zone, usdPerHour }) => [zone, usdPerHour])) }
}

function priceOf(
  { provider, region, instanceType, capacityType }: KnownPrice,
  { usdPerHour, listing, observedAt }: Pick<KnownPrice, 'usdPerHour' | 'listing' | 'observedAt'>,
): ZonedPrice {
  return { provider, region, instanceType, capacityType, usdPerHour, source: listing, asOf: observedAt }
}
