import type { InputIssue } from '../../domain/input-error.ts'
import type { PriceRule } from '../../domain/price-rule.ts'
import { Cells } from './cells.ts'
import type { Row } from './rows.ts'

const HOW = 'write it as -12 % or +3 %'

/** The rules that hold, in the file's order, and every mistake in the others. */
export function checkedRules(rows: readonly Row[], source: string): { rules: PriceRule[]; issues: InputIssue[] } {
  const issues: InputIssue[] = []
  const rules = rows.flatMap((row) => checkedRule(row, source, issues) ?? [])
  return { rules, issues: [...issues, ...repeated(rules)] }
}

function checkedRule({ line, cells }: Row, source: string, issues: InputIssue[]): PriceRule | undefined {
  const before = issues.length
  const row = new Cells(line, cells, issues)
  const provider = row.text('provider')
  const [region, instanceType, family] = [row.optionalText('region'), row.optionalText('instanceType'), row.optionalText('family')]
  if (instanceType !== '' && family !== '') row.refuse('family', 'it is given beside an instanceType', 'give one of them')
  const capacityType = row.has('capacityType') ? row.oneOf('capacityType', ['on-demand', 'spot']) : undefined
  const appliesTo = row.has('appliesTo') ? row.oneOf('appliesTo', ['list', 'all']) : 'list'
  const rule = {
    provider,
    ...(region !== '' && region !== 'all' && { region }),
    ...(instanceType !== '' && { instanceType }),
    ...(family !== '' && { family }),
    ...(capacityType && { capacityType }),
    change: changeOf(row),
    appliesTo,
    source,
    line,
  }
  return issues.length > before ? undefined : rule
}

/** A sign is asked for: nobody can tell whether "12 %" is taken off or put on. */
function changeOf(row: Cells): number {
  const text = row.text('change')
  if (text === '') return 0
  const [, sign, percent] = /^([-+−])\s*(\d+(?:\.\d+)?)\s*%$/.exec(text) ?? []
  if (percent === undefined) {
    row.refuse('change', `"${text}" is no change in percent with its sign`, HOW)
    return 0
  }
  const change = ((sign === '+' ? 1 : -1) * Number(percent)) / 100
  if (change === 0) row.refuse('change', 'it changes nothing', 'leave the row out')
  if (change <= -1) row.refuse('change', `${text} would leave nothing to pay`, `${HOW}; what is paid already is a commitment`)
  return change
}

/** The same rule twice would count twice, which nobody means. */
function repeated(rules: readonly PriceRule[]): InputIssue[] {
  const same = Map.groupBy(rules, ({ line: _, ...rule }) => JSON.stringify(rule))
  return [...same.values()].flatMap(([first, ...others]) =>
    others.map(({ line }) => ({
      path: `line ${line}`,
      message: `the same rule already stands in line ${first!.line}`,
      remedy: 'keep one of them',
    })),
  )
}
