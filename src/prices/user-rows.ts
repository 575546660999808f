import { CsvError, parse } from 'csv-parse/sync'
import { isMap, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml'
import type { InputIssue } from '../domain/input-error.ts'

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

/** A list of rows, or a mapping whose `prices` is that list. */
export function yamlRows(text: string): Rows {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  if (document.errors.length > 0) return { rows: [], issues: document.errors.map((error) => brokenYaml(error.message)) }
  const list = isMap(document.contents) ? document.get('prices') : document.contents
  const strange = isMap(document.contents) ? document.contents.items.map(({ key }) => String(key)).filter((key) => key !== 'prices') : []
  const issues = strange.map((key) => ({
    path: key,
    message: 'nothing of this name is read',
    remedy: 'give the rows as a list, or under `prices`',
  }))
  if (!isSeq(list))
    return {
      rows: [],
      issues: [...issues, { path: '', message: 'it holds no list of prices', remedy: 'give the rows as a list, or under `prices`' }],
    }
  const line = (item: unknown) => lines.linePos((item as YAMLMap)?.range?.[0] ?? 0).line
  const misshapen = list.items
    .filter((item) => !isMap(item))
    .map((item) => ({ path: `line ${line(item)}`, message: 'it is no mapping of columns to values' }))
  const rows = list.items
    .filter((item) => isMap(item))
    .map((item) => ({ line: line(item), cells: item.toJS(document) as Record<string, unknown> }))
  return { rows, issues: [...issues, ...misshapen] }
}

const brokenYaml = (message: string): InputIssue => ({
  path: '',
  message: `it is not YAML: ${message.split('\n')[0]}`,
  remedy: 'mend the syntax there',
})
