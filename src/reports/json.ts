import type { Table } from './report.ts'

/** A report as JSON: its rows with the same names as in CSV, unrounded; what is not known is absent. */
export function json({ name, pricesAsOf, priceAge, priceWarnings, rows }: Table): string {
  return `${JSON.stringify({ report: name, pricesAsOf, priceAge, priceWarnings, rows }, undefined, 2)}\n`
}
