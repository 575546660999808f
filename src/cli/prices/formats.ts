import { Option } from 'commander'
import type { Row } from '../../reports/report.ts'

export type Format = 'table' | 'csv' | 'json'

/** Rows as they are shown: units in the names of the columns; the headings are the columns of a terminal's table. */
export interface Listing {
  readonly name: string
  readonly columns: readonly string[]
  readonly headings: Readonly<Record<string, string>>
  readonly rows: readonly Row[]
  /** The same rows, worded for a terminal; absent: as they are. */
  readonly tableRows?: readonly Row[]
}

export const formatOption = (): Option =>
  new Option('--format <format>', 'how to show it').choices(['table', 'csv', 'json']).default('table')

/** Each writer is loaded when it is needed. */
export async function written(format: Format, listing: Listing, width: number): Promise<string> {
  if (format === 'json') return `${JSON.stringify({ [listing.name]: listing.rows }, undefined, 2)}\n`
  if (format === 'csv') return csv(listing)
  const { textTable } = await import('../../reports/text-table.ts')
  const { name, columns, headings, rows, tableRows = rows } = listing
  const table = textTable({ name, columns, pricesAsOf: '', rows: tableRows.slice(0, MOST_TABLE_ROWS) }, headings, width)
  return tableRows.length <= MOST_TABLE_ROWS ? table : `${table}\n${cutText(tableRows.length)}\n`
}

/** More than these nobody reads; a program takes CSV or JSON, which have them all. */
const MOST_TABLE_ROWS = 400

const cutText = (rows: number): string =>
  `These are the first ${MOST_TABLE_ROWS} of ${rows.toLocaleString('en-US')}: narrow them down (--help tells how), or take all with --format csv.`

/** Formulas are neutralised as in every report; numbers keep their full precision. */
async function csv({ columns, rows }: Listing): Promise<string> {
  const { stringify } = await import('csv-stringify/sync')
  return stringify([...rows], { header: true, columns: [...columns], escape_formulas: true, cast: { number: plainNumber } })
}

const PLAIN = new Intl.NumberFormat('en-US', { useGrouping: false, maximumSignificantDigits: 12 })

/** All digits that mean something, no exponent: what a sum of doubles leaves behind its twelfth digit is noise. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a listing holds ${value}, which is no figure`)
  return PLAIN.format(value)
}
