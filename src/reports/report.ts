import type { Findings } from './findings.ts'

/** undefined where it is not known: an empty cell, never 0. */
export type Cell = string | number | undefined
export type Row = Readonly<Record<string, Cell>>

/** One report: a row a thing, the unit in the name of each column that has one. */
export interface Report {
  readonly name: string
  /** What it tells, in a sentence. */
  readonly summary: string
  readonly columns: readonly string[]
  /** The columns that a terminal's table shows, with what stands above them. */
  readonly headings: Readonly<Record<string, string>>
  rows(findings: Findings): readonly Row[]
}

/** A report that was made: what the writers of CSV, tables and JSON need. */
export interface Table {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  /** Date of the oldest price that a figure in it rests on. */
  readonly pricesAsOf: string
  /** How old the prices are, in a sentence; absent where they are the user's own or fresh. */
  readonly priceAge?: string
  /** What is wrong with them, in sentences; absent where nothing is. */
  readonly priceWarnings?: readonly string[]
}

export function tableOf(report: Report, findings: Findings): Table {
  const { asOf, sentence, warnings = [] } = findings.prices
  const told = { name: report.name, columns: report.columns, rows: report.rows(findings), pricesAsOf: asOf }
  return { ...told, ...(sentence !== undefined && { priceAge: sentence }), ...(warnings.length > 0 && { priceWarnings: warnings }) }
}
