import { spanOf } from './dates.ts'
import type { ProvenanceTable } from './provenance.ts'
import type { Summary } from './summary.ts'
import { tableText } from './table-text.ts'
import type { SpotAdvisorRow } from './tables.ts'

/** In each AWS region, the machine types of each band. */
export function interruptionBandsText(rows: readonly SpotAdvisorRow[], provenance: ProvenanceTable, summary: Summary): string {
  const { source, as_of } = rows[0]!
  const span = spanOf(as_of)
  if (!span || rows.some((row) => row.source !== source || row.as_of !== as_of))
    throw new Error('aws_spot_advisor.csv: not one source of one date')
  const regions: Record<string, [string, string[]][]> = {}
  for (const [region, inRegion] of Map.groupBy(rows, (row) => row.region)) {
    regions[region] = [...Map.groupBy(inRegion, (row) => row.interruption_band)].map(([band, types]) => [
      band,
      types.map((row) => row.instance_type).sort(),
    ])
    regions[region].sort(([one], [other]) => (one < other ? -1 : 1))
  }
  for (const _ of rows) summary.keep('AWS interruption bands')
  return tableText({ provider: 'aws', provenance: provenance.place(source, span) }, { regions: inOrder(regions) })
}

const inOrder = <Value>(groups: Record<string, Value>) =>
  Object.fromEntries(Object.entries(groups).sort(([one], [other]) => (one < other ? -1 : 1)))
