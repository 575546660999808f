import type { Span } from './dates.ts'
import type { ProvenanceTable } from './provenance.ts'
import type { Summary } from './summary.ts'
import { tableText } from './table-text.ts'
import type { RegionRow } from './tables.ts'

const COLUMNS = ['provider', 'region', 'country', 'displayName', 'latitude', 'longitude', 'provenance']

/** Countries of the groups in data/jurisdictions.json, which the tables' own membership columns must agree with. */
export interface Membership {
  readonly eu: ReadonlySet<string>
  readonly eea: ReadonlySet<string>
}

export function regionsText(
  rows: readonly RegionRow[],
  membership: Membership,
  statedAt: Span,
  provenance: ProvenanceTable,
  summary: Summary,
): string {
  const regions = rows.map((row) => {
    requireMembership(row, membership)
    summary.keep('regions')
    const source = provenance.place(`place of the region: ${row.source}`, statedAt)
    return [row.provider, row.region, row.country_iso2, displayName(row), Number(row.lat), Number(row.lon), source]
  })
  return tableText({ columns: COLUMNS }, { regions })
}

/** Some rows name the country alone, as ` (MY)`. */
function displayName(row: RegionRow): string {
  return row.display_name.startsWith(' ') ? `${row.region}${row.display_name}` : row.display_name
}

function requireMembership(row: RegionRow, { eu, eea }: Membership): void {
  const agrees = (row.eu_member === '1') === eu.has(row.country_iso2) && (row.eea === '1') === eea.has(row.country_iso2)
  if (!agrees)
    throw new Error(
      `regions.csv: ${row.provider} ${row.region} (${row.country_iso2}) disagrees with data/jurisdictions.json on EU or EEA membership`,
    )
}
