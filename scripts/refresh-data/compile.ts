import { egressText } from './egress.ts'
import { interruptionBandsText } from './interruption-bands.ts'
import { machineShapesText } from './machine-shapes.ts'
import { pricesTexts } from './prices.ts'
import { ProvenanceTable } from './provenance.ts'
import { type Membership, regionsText } from './regions.ts'
import { rowSources } from './sources.ts'
import { Summary } from './summary.ts'
import type { CatalogueRow, Tables } from './tables.ts'
import { usableRows } from './usable-rows.ts'

/** The files of `data/` that are made by machine, by name, and what became of the tables' rows. */
export interface Compiled {
  readonly files: Readonly<Record<string, string>>
  readonly summary: Summary
}

/** The same tables always give the same bytes. */
export function compile(tables: Tables, membership: Membership): Compiled {
  const summary = new Summary()
  const provenance = new ProvenanceTable()
  const rows = usableRows(tables, summary)
  if (rows.length === 0) throw new Error('catalog.csv: no row can be used; is it the table of prices?')
  const files: Record<string, string> = {
    ...pricesTexts(rows, tables.spotZones, provenance, summary),
    'machine-shapes.json': machineShapesText(rows, tables.maxPods, provenance, summary),
    'interruption-bands.json': interruptionBandsText(tables.spotAdvisor, provenance, summary),
    'regions.json': regionsText(tables.regions, membership, newestDay(rows), provenance, summary),
    'egress.json': egressText(tables.egress, tables.regions, provenance, summary),
  }
  return { files: { ...files, 'provenance.json': provenance.text() }, summary }
}

/** Places carry no date of their own: they held when the newest prices were taken. */
function newestDay(rows: readonly CatalogueRow[]): { from: string; to: string } {
  const days = rows.flatMap((row) => rowSources(row.source, row.as_of).onDemand?.span?.to ?? [])
  const newest = days.reduce((latest, day) => (day > latest ? day : latest), '')
  return { from: newest, to: newest }
}
