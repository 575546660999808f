import type { Price } from '../../domain/catalogue.ts'
import type { KnownPrice } from '../../domain/known-price.ts'

/**
 * One price of a machine in a region as a whole, of rows that differ in source and zone alone, the first source's first: the first that has
 * one is believed. Undefined where none has.
 */
export function priceOfRegion(rows: readonly KnownPrice[]): Price | undefined {
  for (const ofSource of Map.groupBy(rows, ({ listing }) => listing).values()) {
    const price = priceByListing(ofSource)
    if (price) return price
  }
  return undefined
}

/** What holds in the whole region, else the mean over its zones, for a Deployment spreads over them. Local Zones are left out. */
function priceByListing(rows: readonly KnownPrice[]): Price | undefined {
  const whole = rows.find(({ zone }) => zone === '')
  if (whole) return priceOf(whole, whole)
  const zones = rows.filter(isOwnZone)
  if (zones.length === 0) return undefined
  const [{ listing }] = zones
  return priceOf(zones[0]!, {
    usdPerHour: zones.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0) / zones.length,
    listing: zones.length === 1 ? `${listing}, one zone` : `${listing}, mean over ${zones.length} zones`,
    observedAt: zones.map(({ observedAt }) => observedAt).reduce((oldest, time) => (time < oldest ? time : oldest)),
  })
}

function priceOf(
  { provider, region, instanceType, capacityType }: KnownPrice,
  { usdPerHour, listing, observedAt }: Pick<KnownPrice, 'usdPerHour' | 'listing' | 'observedAt'>,
): Price {
  return { provider, region, instanceType, capacityType, usdPerHour, source: listing, asOf: observedAt }
}

/** A zone of the region itself is named by a letter, `eu-west-1a`; one in another town has that town's name as well. */
const isOwnZone = ({ region, zone }: KnownPrice): boolean => zone.startsWith(region) && /^-?[a-z]$/.test(zone.slice(region.length))
