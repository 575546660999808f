import CliTable from 'cli-table3'
import { cellText } from './figures.ts'
import type { Report, Row, Table } from './report.ts'

const GAP = 2

/** A report for a terminal of so many columns: only what fits a reader's eye (`headings`), long texts wrapped, no colours. */
export function textTable({ rows, priceAge, priceWarnings = [] }: Table, headings: Report['headings'], width: number): string {
  const shown = Object.keys(headings).filter((column) => rows.some((row) => row[column] !== undefined && row[column] !== ''))
  const cells = rows.map((row) => shown.map((column) => cellText(column, row[column])))
  const head = shown.map((column) => headings[column])
  const table = new CliTable({
    head,
    chars: BORDERLESS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
    colAligns: shown.map((column) => (isFigure(rows, column) ? 'right' : 'left')),
    colWidths: fittingWidths([head, ...cells], width),
    wordWrap: true,
  })
  table.push(...cells)
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
  const told = [...(priceAge === undefined ? [] : [priceAge]), ...priceWarnings.map((warning) => `Warning: ${warning}`)]
  return `${[...lines, ...(told.length > 0 ? ['', ...told] : [])].join('\n')}\n`
}

const isFigure = (rows: readonly Row[], column: string): boolean => rows.some((row) => typeof row[column] === 'number')

/** Natural widths; where they are too much together, headings are wrapped first, then the widest texts; no word is cut. */
function fittingWidths([head, ...cells]: readonly (readonly string[])[], width: number): number[] {
  const widestOf = (at: number, lines: readonly (readonly string[])[]) => Math.max(0, ...lines.map((line) => line[at].length)) + GAP
  const words = (at: number, lines: readonly (readonly string[])[]) =>
    Math.max(0, ...lines.flatMap((line) => line[at].split(' ')).map((word) => word.length)) + GAP
  const natural = head.map((_, at) => widestOf(at, [head, ...cells]))
  const withHeadWrapped = head.map((_, at) => Math.max(widestOf(at, cells), words(at, [head])))
  return shrunk(
    shrunk(natural, withHeadWrapped, width),
    head.map((_, at) => words(at, [head, ...cells])),
    width,
  )
}

/** The widest columns give way first, none below its least. */
function shrunk(widths: readonly number[], least: readonly number[], width: number): number[] {
  const result = [...widths]
  while (result.reduce((sum, each) => sum + each, 0) > width) {
    const widest = result.reduce((best, each, at) => (each > least[at] && (best < 0 || each > result[best]) ? at : best), -1)
    if (widest < 0) break
    result[widest]--
  }
  return result
}

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
}
