import { type Commitment, PROGRAMS } from '../../domain/commitment.ts'
import { commitmentConflicts } from '../../domain/commitment-conflicts.ts'
import type { InputIssue } from '../../domain/input-error.ts'
import type { UsdPerHour } from '../../domain/units.ts'
import type { Exchange } from '../currency.ts'
import { toUsd } from './amounts.ts'
import { Cells } from './cells.ts'
import { type Freshness, stillToCome } from './freshness.ts'
import type { Row } from './rows.ts'

/** What the cell of a commitment says for which nothing is payable any more: a bare 0 might as well be a price that is not known. */
const ALL_UPFRONT = 'all upfront'

/** The commitments that hold now, what is said of those that have ended, and every mistake. They do not age as prices do: their term ends. */
export function checkedCommitments(rows: readonly Row[], options: Freshness & { exchange: Exchange; source: string }) {
  const issues: InputIssue[] = []
  const all = rows.flatMap((row) => checkedCommitment(row, options, issues) ?? [])
  const hasEnded = ({ termEnds }: Commitment) => Date.parse(termEnds) <= options.now.getTime()
  const commitments = all.filter((one) => !hasEnded(one))
  const conflicts = commitmentConflicts(commitments).map(({ commitment, ...told }) => ({ path: `line ${commitment.line}`, ...told }))
  const dates = all.map(({ line, asOf }) => ({ line, observedAt: asOf }))
  return {
    commitments,
    notes: all.filter(hasEnded).map(endedNote),
    issues: [...issues, ...conflicts, ...stillToCome(dates, options)],
  }
}

function endedNote({ source, line, program, count, instanceType, provider, region, termEnds }: Commitment): string {
  return `${source}, line ${line}: the ${program} of ${count} ${instanceType} (${provider}, ${region}) ended on ${termEnds} and is left out.`
}

function checkedCommitment(
  { line, cells }: Row,
  { exchange, source }: { exchange: Exchange; source: string },
  issues: InputIssue[],
): Commitment | undefined {
  const before = issues.length
  const row = new Cells(line, cells, issues)
  const program = row.oneOf('program', PROGRAMS)
  const [provider, region, instanceType] = [row.text('provider'), row.text('region'), row.text('instanceType')]
  if (instanceType.includes('*'))
    row.refuse('instanceType', `"${instanceType}" is no single machine type`, 'count what the commitment buys of one type')
  const what = { program, provider, region, instanceType, count: row.wholeFromOne('count'), termEnds: row.date('termEnds') }
  const usdPerHour = stillPayable(row, exchange)
  const payable = row.has('payable') ? row.oneOf('payable', ['always', 'while running']) : 'always'
  const asOf = row.date('observedAt')
  return issues.length > before ? undefined : { ...what, usdPerHour, payable, source, asOf, line }
}

function stillPayable(row: Cells, exchange: Exchange): UsdPerHour {
  if (row.has('usdPerHour') && row.optionalText('usdPerHour').toLowerCase() === ALL_UPFRONT) return 0
  return toUsd(row, row.positive('usdPerHour', `write "${ALL_UPFRONT}" where nothing is payable any more`), exchange)
}
