import type { Place } from '../domain/policy.ts'
import type { Milliseconds } from '../domain/units.ts'

const EARTH_RADIUS_KM = 6371

/** Light in fibre, one way. Source: ITU-T G.114 (05/2003), Annex A, planning value for optical fibre cable. */
const MS_PER_KM = 0.005

/** The last mile, switching and TLS termination, there and back: an assumption of ours, on the safe side for a user on fixed access. */
const OVERHEAD_MS: Milliseconds = 5

type Coordinates = Pick<Place, 'latitude' | 'longitude'>

/** Network time there and back between two places [ms]: an estimate from their distance, not a measurement. */
export function roundTripMs(from: Coordinates, to: Coordinates): Milliseconds {
  const routeKm = fibreRouteKm(greatCircleKm(from, to))
  return Number((2 * routeKm * MS_PER_KM + OVERHEAD_MS).toFixed(1))
}

/** Fibre does not lie on the great circle. Source: ITU-T Y.1541 (12/2011), the rule for route length from air distance. */
function fibreRouteKm(airKm: number): number {
  if (airKm > 1200) return 1.25 * airKm
  return airKm < 1000 ? 1.5 * airKm : 1500
}

/** The haversine formula. */
function greatCircleKm(from: Coordinates, to: Coordinates): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180
  const north = Math.sin(radians(to.latitude - from.latitude) / 2) ** 2
  const east = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2
  const between = north + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * east
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, between)))
}
