import { CsvError, parse } from 'csv-parse/sync'
import { type Document, isMap, isSeq, LineCounter, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml'
import type { InputIssue } from '../../domain/input-error.ts'

/** One row of a user's price file: cells by column, not yet trusted. */
export interface Row {
  readonly line: number
  readonly cells: Readonly<Record<string, unknown>>
}

export interface Rows {
  readonly rows: Row[]
  readonly issues: readonly InputIssue[]
}

export function csvRows(text: string): Rows {
  try {
    const options = { bom: true, trim: true, skip_empty_lines: true, info: true, columns: true, relax_column_count: true } as const
    const records = parse(text, options) as unknown as { record: Record<string, string>; info: { lines: number; error?: CsvError } }[]
    const issues = records.filter(({ info }) => info.error).map(({ info }) => raggedRow(info.lines))
    return {
      rows: records.filter(({ info }) => !info.error).map(({ record, info }) => ({ line: info.lines, cells: filled(record) })),
      issues,
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    return {
      rows: [],
      issues: [{ path: '', message: `it is not a CSV file: ${cause.message}`, remedy: 'save it as comma-separated UTF-8 text' }],
    }
  }
}

const raggedRow = (line: number): InputIssue => ({
  path: `line ${line}`,
  message: 'it has more or fewer cells than the first line',
  remedy: 'give every column a cell, empty where it does not apply',
})

/** An empty cell is an absent one. */
const filled = (record: Record<string, string>) => Object.fromEntries(Object.entries(record).filter(([, cell]) => cell !== ''))

/** The lists of a mapping, and of what kind the rows of each are. */
const LISTS: Readonly<Record<string, string>> = { prices: 'price', commitments: 'commitment', rules: 'rule' }
const HOW = 'give the rows as a list, or under prices, commitments and rules'

/** A list of rows, or a mapping with a list for each kind, which their rows then need not say. */
export function yamlRows(text: string): Rows {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  if (document.errors.length > 0) return { rows: [], issues: document.errors.map((error) => brokenYaml(error.message)) }
  const { contents } = document
  if (isSeq(contents)) return rowsOf(contents, document, lines)
  if (!isMap(contents)) return { rows: [], issues: [{ path: '', message: 'it holds no list of prices', remedy: HOW }] }
  const parts = contents.items.map(({ key, value }) => listOf(String(key), value, document, lines))
  return { rows: parts.flatMap(({ rows }) => rows), issues: parts.flatMap(({ issues }) => issues) }
}

function listOf(key: string, list: unknown, document: Document, lines: LineCounter): Rows {
  const kind = LISTS[key]
  if (kind === undefined) return { rows: [], issues: [{ path: key, message: 'nothing of this name is read', remedy: HOW }] }
  if (!isSeq(list)) return { rows: [], issues: [{ path: key, message: 'it is no list', remedy: HOW }] }
  const { rows, issues } = rowsOf(list, document, lines)
  return { rows: rows.map(({ line, cells }) => ({ line, cells: { kind, ...cells } })), issues }
}

function rowsOf(list: YAMLSeq, document: Document, lines: LineCounter): Rows {
  const line = (item: unknown) => lines.linePos((item as YAMLMap)?.range?.[0] ?? 0).line
  const maps = list.items.filter((item) => isMap(item))
  const misshapen = list.items.filter((item) => !isMap(item))
  return {
    rows: maps.map((item) => ({ line: line(item), cells: item.toJS(document) as Record<string, unknown> })),
    issues: misshapen.map((item) => ({ path: `line ${line(item)}`, message: 'it is no mapping of columns to values' })),
  }
}

const brokenYaml = (message: string): InputIssue => ({
  path: '',
  message: `it is not YAML: ${message.split('\n')[0]}`,
  remedy: 'mend the syntax there',
})
