import type { ProvenanceTable } from './provenance.ts'
import { type Cited, rowSources } from './sources.ts'
import { meanSpotPrices, type ZoneMean } from './spot-zones.ts'
import type { Summary } from './summary.ts'
import { tableText } from './table-text.ts'
import type { CatalogueRow, SpotZoneRow } from './tables.ts'

const COLUMNS = ['instanceType', 'onDemandUsdPerHour', 'onDemandProvenance', 'spotUsdPerHour', 'spotProvenance']

type PriceRow = readonly [string, number, number, number | null, number | null]

/** One file a provider: its regions, and in each the machine types with what they cost. */
export function pricesTexts(
  rows: readonly CatalogueRow[],
  spotZones: readonly SpotZoneRow[],
  provenance: ProvenanceTable,
  summary: Summary,
): Record<string, string> {
  const means = meanSpotPrices(spotZones)
  const providers: Record<string, Record<string, PriceRow[]>> = {}
  for (const row of [...rows].sort(byPlaceAndName)) {
    providers[row.provider] ??= {}
    const regions = providers[row.provider]!
    regions[row.region] ??= []
    regions[row.region]!.push(priceRow(row, spotPrice(row, means, summary), provenance, summary))
  }
  return Object.fromEntries(
    Object.entries(providers).map(([provider, regions]) => [`prices-${provider}.json`, tableText({ columns: COLUMNS }, { regions })]),
  )
}

const key = (row: CatalogueRow) => `${row.provider}\n${row.region}\n${row.instance_type}`
const byPlaceAndName = (one: CatalogueRow, other: CatalogueRow) => (key(one) < key(other) ? -1 : 1)

interface Found {
  readonly usdPerHour: number
  readonly cited: Cited
}

function priceRow(row: CatalogueRow, spot: Found | undefined, provenance: ProvenanceTable, summary: Summary): PriceRow {
  const { onDemand } = rowSources(row.source, row.as_of)
  summary.keep(`${row.provider} on-demand prices`)
  const paid = [row.instance_type, Number(row.on_demand_usd_h), provenance.place(onDemand!.source, onDemand!.span!)] as const
  if (!spot?.cited.span) return [...paid, null, null]
  summary.keep(`${row.provider} spot prices`)
  return [...paid, spot.usdPerHour, provenance.place(spot.cited.source, spot.cited.span)]
}

/** What a Deployment over all zones pays on AWS, the region's price elsewhere; undefined where unknown or undated. */
function spotPrice(row: CatalogueRow, means: ReadonlyMap<string, ZoneMean>, summary: Summary): Found | undefined {
  const place = `${row.provider} ${row.region} ${row.instance_type}`
  if (row.provider === 'aws') {
    const mean = means.get(`${row.region}/${row.instance_type}`)
    if (!mean && row.spot_usd_h) summary.drop('AWS spot prices of the cheapest zone alone', place)
    return mean
  }
  const usdPerHour = Number(row.spot_usd_h)
  if (!(usdPerHour > 0)) return undefined
  const cited = rowSources(row.source, row.as_of).spot
  if (cited?.span) return { usdPerHour, cited }
  summary.drop('spot prices without a date', place)
  return undefined
}
