import CliTable from 'cli-table3'
import { cellText } from './figures.ts'
import type { Report, Row, Table } from './report.ts'

const GAP = 2
const NARROWEST = 14

/** A report for a terminal of so many columns: only what fits a reader's eye (`headings`), long texts wrapped, no colours. */
export function textTable({ rows, priceAge }: Table, headings: Report['headings'], width: number): string {
  const shown = Object.keys(headings).filter((column) => rows.some((row) => row[column] !== undefined && row[column] !== ''))
  const cells = rows.map((row) => shown.map((column) => cellText(column, row[column])))
  const head = shown.map((column) => headings[column])
  const table = new CliTable({
    head,
    chars: BORDERLESS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
    colAligns: shown.map((column) => (isFigure(rows, column) ? 'right' : 'left')),
    colWidths: fittingWidths(
      [head, ...cells],
      shown.map((column) => !isFigure(rows, column)),
      width,
    ),
    wordWrap: true,
  })
  table.push(...cells)
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
  return `${[...lines, ...(priceAge === undefined ? [] : ['', priceAge])].join('\n')}\n`
}

const isFigure = (rows: readonly Row[], column: string): boolean => rows.some((row) => typeof row[column] === 'number')

/** Natural widths; where they are too much together, the widest texts give way first. */
function fittingWidths(lines: readonly (readonly string[])[], mayWrap: readonly boolean[], width: number): number[] {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)) + GAP)
  const excess = () => widths.reduce((sum, each) => sum + each, 0) - width
  while (excess() > 0) {
    const widest = widths.reduce((best, each, i) => (mayWrap[i] && each > NARROWEST && (best < 0 || each > widths[best]) ? i : best), -1)
    if (widest < 0) break
    widths[widest]--
  }
  return widths
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
