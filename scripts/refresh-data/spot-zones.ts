import { spanOf } from './dates.ts'
import type { Cited } from './sources.ts'
import type { SpotZoneRow } from './tables.ts'

/** What a node costs on average where nodes are spread evenly over the region's zones. */
export interface ZoneMean {
  readonly usdPerHour: number
  readonly cited: Cited
}

/** AWS prices spot by zone: the mean over the zones that sell the type, by `region/instanceType`. */
export function meanSpotPrices(rows: readonly SpotZoneRow[]): Map<string, ZoneMean> {
  const groups = Map.groupBy(
    rows.filter((row) => Number(row.spot_usd_h) > 0),
    (row) => `${row.region}/${row.instance_type}`,
  )
  return new Map([...groups].map(([place, zones]) => [place, meanOf(place, zones)]))
}

function meanOf(place: string, zones: readonly SpotZoneRow[]): ZoneMean {
  const { source, as_of } = zones[0]!
  const mixed = zones.find((zone) => zone.source !== source || zone.as_of !== as_of)
  if (mixed) throw new Error(`spot_zones.csv: the zones of ${place} come from different sources or dates: no mean is taken over them`)
  const mean = zones.reduce((sum, zone) => sum + Number(zone.spot_usd_h), 0) / zones.length
  return { usdPerHour: Number(mean.toFixed(6)), cited: { source: `${source}, mean over the region's zones`, span: spanOf(as_of) } }
}
