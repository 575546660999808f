import type { Machine, Price } from './catalogue.ts'

/** A zone of the region itself is named by a letter, `eu-west-1a`; one in another town has that town's name as well. */
export const isZoneOf = (region: string, zone: string): boolean => zone.startsWith(region) && /^-?[a-z]$/.test(zone.slice(region.length))

type SpotPrice = Pick<Price, 'usdPerHour' | 'source' | 'asOf'>

/**
 * What a machine costs as spot in some zones of its region: where its price is known by zone, the mean over those of them that sell it,
 * for a Deployment spreads over them. Undefined where none does. Zones that are named otherwise than the region's have the region's price.
 */
export function spotPriceIn(zones: readonly string[], { region, spot }: Pick<Machine, 'region' | 'spot'>): SpotPrice | undefined {
  const own = zones.filter((zone) => isZoneOf(region, zone))
  const byZone = spot?.usdPerHourByZone
  if (!spot || !byZone || own.length === 0) return spot
  const sold = own.filter((zone) => byZone.has(zone))
  if (sold.length === 0) return undefined
  if (sold.length === byZone.size) return spot
  const usdPerHour = sold.reduce((sum, zone) => sum + byZone.get(zone)!, 0) / sold.length
  return { usdPerHour, source: `${spot.source}; here of ${sold.join(', ')}`, asOf: spot.asOf }
}
