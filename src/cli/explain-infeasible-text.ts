import type { Problem } from '../domain/problem.ts'
import type { Infeasibility, Remedy } from '../explain/explanation.ts'
import { usdPerHourText } from '../reports/figures.ts'
import { conflictText } from './plan-text.ts'
import type { Terminal } from './terminal.ts'
import { wrapped } from './text-layout.ts'

/** A conflict, and what would have to change: each remedy alone, or several together. */
export function infeasibilityText(infeasible: Infeasibility, problem: Problem, { width, bold }: Pick<Terminal, 'width' | 'bold'>): string {
  const { remedies, together, noOtherIsEnough } = infeasible
  const lines = (texts: readonly string[]) => texts.map((text) => `  ${wrapped(text, width - 2, 4)}\n`).join('')
  const rest = infeasible.conflict.length - MOST_RULES
  const sections = [conflictText({ ...infeasible, conflict: infeasible.conflict.slice(0, MOST_RULES) }, problem)]
  if (rest > 0) sections.push(lines([`and ${rest} more: --json has them all`]))
  if (remedies.length > 0) sections.push(`\n${bold('Any one of these makes a plan possible')}\n${lines(remedies.map(remedyText))}`)
  if (together) sections.push(`\n${bold('These together make a plan possible')}\n${lines(together.map(remedyText))}`)
  sections.push(`${lines([shownText(remedies.length, together !== undefined, noOtherIsEnough)])}`)
  return sections.join('')
}

/** More than anybody reads: a conflict of so many was not narrowed down in the time. */
const MOST_RULES = 24

function shownText(remedies: number, isTogether: boolean, noOtherIsEnough: boolean): string {
  const others = remedies > 0 ? 'No other rule of the conflict' : 'No rule of the conflict'
  const proved = noOtherIsEnough
    ? `${others} is enough alone.`
    : `It is not shown that ${others.charAt(0).toLowerCase()}${others.slice(1)} is enough alone: allow more time with --time-limit.`
  if (isTogether) return `${proved} It is not shown that fewer rules, or others, would not do.`
  return remedies > 0 ? proved : `${proved} No change that makes a plan possible was found.`
}

function remedyText({ rule, change, usdPerHour }: Remedy): string {
  const cost = `a plan with it was found at ${usdPerHourText(usdPerHour)} USD/h`
  if (change.kind === 'dropped')
    return `without this${rule.constraint === 'demand' ? ' and so without the agent' : ''}: ${rule.detail}; ${cost}`
  const { from, to, unit } = change
  return `${rule.detail}: ${amount(to)} instead of ${amount(from)} ${unit} (${shownOf(change)}); ${cost}`
}

function shownOf({ from, to, isSmallest, notEnoughBelow }: Extract<Remedy['change'], { kind: 'eased' }>): string {
  if (isSmallest) return `no ${to > from ? 'less' : 'more'} is enough`
  if (notEnoughBelow !== undefined && notEnoughBelow > from) return `less than ${amount(notEnoughBelow)} is not enough`
  return 'whether a smaller change is enough was not shown'
}

const amount = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 6 })
