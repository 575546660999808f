import { stringify } from 'csv-stringify/sync'
import type { Table } from './report.ts'

/**
 * A report as CSV: a header, a row a thing, plain decimal numbers (to a millionth), empty where it is not known.
 * Cells that a spreadsheet would take for a formula are neutralised: names come from the outside.
 */
export function csv({ columns, rows, pricesAsOf }: Table): string {
  return stringify(
    rows.map((row) => ({ ...row, pricesAsOf })),
    { header: true, columns: [...columns, 'pricesAsOf'], escape_formulas: true, cast: { number: plainNumber } },
  )
}

function plainNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a report holds ${value}, which is no figure`)
  return value
    .toFixed(6)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0')
}
