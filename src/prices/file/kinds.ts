import type { InputIssue } from '../../domain/input-error.ts'
import type { Row } from './rows.ts'

const KINDS = ['price', 'commitment', 'rule'] as const
export type Kind = (typeof KINDS)[number]

const SHAPE = ['arch', 'vcpu', 'memoryGiB', 'gpu', 'gpuModel', 'maxPods']
const COLUMNS: Readonly<Record<Kind, readonly string[]>> = {
  price: ['provider', 'region', 'instanceType', ...SHAPE, 'capacityType', 'usdPerHour', 'currency', 'observedAt'],
  commitment: ['program', 'provider', 'region', 'instanceType', 'count', 'termEnds', 'usdPerHour', 'payable', 'currency', 'observedAt'],
  rule: ['provider', 'region', 'instanceType', 'family', 'capacityType', 'change', 'appliesTo'],
}
const ALL_COLUMNS = ['kind', ...new Set(KINDS.flatMap((kind) => COLUMNS[kind]))]

/** The rows of each kind. A file in which no row says its kind holds prices; where one does, all must. */
export function rowsByKind(rows: readonly Row[]): { rows: Readonly<Record<Kind, readonly Row[]>>; issues: InputIssue[] } {
  const issues = strangeColumns(rows)
  const isMixed = rows.some(({ cells }) => cells.kind !== undefined)
  const kinds = rows.map((row) => (isMixed ? kindOf(row, issues) : 'price'))
  const of = (kind: Kind) => rows.filter((_, at) => kinds[at] === kind)
  const sorted = { price: of('price'), commitment: of('commitment'), rule: of('rule') }
  return { rows: sorted, issues: [...issues, ...KINDS.flatMap((kind) => sorted[kind].flatMap((row) => misplaced(row, kind)))] }
}

function kindOf({ line, cells }: Row, issues: InputIssue[]): Kind | undefined {
  const kind = KINDS.find((one) => one === cells.kind)
  const message = cells.kind === undefined ? 'it is missing' : `${JSON.stringify(cells.kind)} is not ${KINDS.join(' or ')}`
  if (!kind) issues.push({ path: `line ${line}, kind`, message, remedy: 'once a row says its kind, all must' })
  return kind
}

/** Each once, where it is first met: every row of a CSV file has it. */
function strangeColumns(rows: readonly Row[]): InputIssue[] {
  const met = new Map<string, number>()
  for (const { line, cells } of rows) {
    for (const column of Object.keys(cells)) if (!ALL_COLUMNS.includes(column) && !met.has(column)) met.set(column, line)
  }
  const remedy = `the columns are ${ALL_COLUMNS.join(', ')}`
  return [...met].map(([column, line]) => ({ path: `line ${line}, ${column}`, message: 'no such column', remedy }))
}

/** A cell that would be passed over is a misunderstanding. */
function misplaced({ line, cells }: Row, kind: Kind): InputIssue[] {
  const foreign = Object.keys(cells).filter(
    (column) => column !== 'kind' && ALL_COLUMNS.includes(column) && !COLUMNS[kind].includes(column),
  )
  const remedy = `leave it empty; a ${kind} has ${COLUMNS[kind].join(', ')}`
  return foreign.map((column) => ({ path: `line ${line}, ${column}`, message: `it means nothing for a ${kind}`, remedy }))
}
