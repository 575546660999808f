import { join } from 'node:path'
import type { Plan } from '../domain/plan.ts'
import { costByCloudReport } from '../reports/cost-by-cloud.ts'
import { percentText, usdPerHourText, usdPerMonthText } from '../reports/figures.ts'
import { REPORTS } from '../reports/index.ts'
import { perMonth, total } from '../reports/money.ts'
import type { Night, NightWithoutPlan } from '../reports/night.ts'
import { priceChangesText } from '../reports/price-changes.ts'
import { textTable } from '../reports/text-table.ts'
import { agentsText } from './agents-text.ts'
import { conflictText, isUnproved } from './plan-text.ts'
import { preferencesText } from './preferences-text.ts'
import { stepsText } from './steps-text.ts'
import { strategiesText } from './strategies-text.ts'
import type { Terminal } from './terminal.ts'
import { indented, wrapped } from './text-layout.ts'

interface Showing {
  readonly out: string
  /** What takes the steps, to be typed. */
  readonly applyCommand: string
  readonly reportCommand: string
  readonly terminal: Pick<Terminal, 'width' | 'bold'>
}

/** A night for a person to read, the most important first. */
export function nightText(night: Night, { out, applyCommand, reportCommand, terminal }: Showing): string {
  const { width, bold } = terminal
  const sections: [string, string][] = [
    ['Cost', costsText(night, width)],
    [night.steps.length > 0 ? `Steps, in order (${night.steps.length})` : 'Steps', stepsOrNone(night, width)],
    ['Where each agent runs, and why that keeps its rules', agentsText(night, terminal)],
    ['Preferences, and what they cost', preferencesText(night.preferences, width)],
    ['Ways to run this fleet, compared', strategiesText(night.strategies, width)],
    ['Notes', notesText(withoutWarnings(night), width)],
    ['Files', filesText(out, width)],
    ['Next', nextText(night, applyCommand, reportCommand)],
  ]
  return headline(night, terminal) + sections.map(([title, text]) => `\n${bold(title)}\n${text}`).join('')
}

/** A night that found no plan: why, and what was left where. */
export function noPlanText(night: NightWithoutPlan, { out, terminal: { width, bold } }: Pick<Showing, 'out' | 'terminal'>): string {
  const { plan, fleet } = night
  const why = plan.status === 'infeasible' ? conflictText(plan, night.problem) : MORE_TIME
  const files = `  ${join(out, 'problem.json')}, ${join(out, 'plan.json')}\n`
  return `${bold(`Nothing is moved: there is no plan for ${fleet.name}.`)}\n${why}\n${bold('Notes')}\n${notesText([...sentenceOf(night.prices), ...warningsOf(night.prices), ...withoutWarnings(night)], width)}\n${bold('Files')}\n${files}`
}

const MORE_TIME = 'unknown: no plan was found in time, and none was excluded: allow more with BALLAST_TIME_LIMIT_SECONDS\n'

function headline({ fleet, decision, plan, prices, at, runId }: Night, { bold, width }: Showing['terminal']): string {
  const { kind, savingUsdPerHour, savingUsdPerMonth, savingShare, todayUsdPerHour, why } = decision
  const amount = `${usdPerHourText(Math.abs(savingUsdPerHour))} USD/h = ${usdPerMonthText(Math.abs(savingUsdPerMonth))} USD/month`
  const moving =
    savingUsdPerHour >= 0 ? `Saves ${amount}, ${percentText(savingShare)} of today’s cost.` : `Costs ${amount} more than today.`
  const fromTo = `${usdPerHourText(todayUsdPerHour)} → ${usdPerHourText(plan.usdPerHour.total)} USD/h`
  const title =
    kind === 'stay' ? `Nothing to do: today’s placement stays, at ${usdPerHourText(todayUsdPerHour)} USD/h.` : `${moving} ${fromTo}.`
  const run = `${fleet.name}, ${fleet.simulated ? 'a simulated fleet' : 'a real fleet'}, on ${at.slice(0, 16).replace('T', ' ')} UTC (run ${runId})`
  return `${[bold(title), ...[...why, ...sentenceOf(prices), ...warningsOf(prices)].map((reason) => wrapped(reason, width, 0)), run].join('\n')}\n`
}

/** By cloud and in all, one-off costs of moving and expected interruptions included. */
function costsText(night: Night, width: number): string {
  const { decision, plan } = night
  const rows = costByCloudReport.rows(night)
  const inAll = {
    cloud: 'in all',
    todayUsdPerHour: decision.todayUsdPerHour,
    todayUsdPerMonth: perMonth(decision.todayUsdPerHour),
    usdPerHour: plan.usdPerHour.total,
    usdPerMonth: perMonth(plan.usdPerHour.total),
    todayNodes: total(rows, ({ todayNodes }) => Number(todayNodes ?? 0)),
    nodes: total(rows, ({ nodes }) => Number(nodes ?? 0)),
  }
  const table = textTable({ name: '', columns: [], rows: [...rows, inAll], pricesAsOf: '' }, costByCloudReport.headings, width - 2)
  const remarks = [`${proofText(plan)}${preferredText(night)}`, ...(night.priceChanges ? [priceChangesText(night.priceChanges)] : [])]
  return `${indented(table, 2)}\n${remarks.map((remark) => `  ${wrapped(remark, width - 2, 2)}\n`).join('')}`
}

function proofText(plan: Plan): string {
  if (isUnproved(plan)) return 'How far from the optimum this is was not shown in time: allow more with BALLAST_TIME_LIMIT_SECONDS.'
  const bound = `no plan that keeps the rules can cost less than ${usdPerHourText(plan.lowerBoundUsdPerHour)} USD/h`
  return `Proved: ${bound}, so this one is within ${percentText(plan.gap)} of the optimum.`
}

/** A plan is not far from the optimum for want of a better one, where that is what was preferred. */
function preferredText({ preferences }: Night): string {
  const usdPerHour = total(preferences, ({ cost }) => cost.usdPerHour)
  return usdPerHour < 0.0005 ? '' : ` Preferences account for ${usdPerHourText(usdPerHour)} USD/h of that; each is told below.`
}

function stepsOrNone({ steps, refusal }: Night, width: number): string {
  if (refusal !== undefined) return `  ${wrapped(`None can be taken: ${refusal}.`, width - 2, 2)}\n`
  return steps.length === 0 ? '  None.\n' : stepsText(steps, width)
}

/** How old the prices are belongs beside the first figure. */
const sentenceOf = ({ sentence }: Night['prices']): string[] => (sentence === undefined ? [] : [sentence])
const warningsOf = ({ warnings = [] }: Night['prices']): string[] => warnings.map((warning) => `Warning: ${warning}`)

/** What was said beside the first figure is not said again. */
const withoutWarnings = ({ notes, prices: { warnings = [] } }: Pick<Night, 'notes' | 'prices'>): string[] =>
  notes.filter((note) => !warnings.includes(note))

function notesText(notes: readonly string[], width: number): string {
  return notes.length === 0 ? '  None.\n' : notes.map((note) => `  ${wrapped(note, width - 2, 2)}\n`).join('')
}

function filesText(out: string, width: number): string {
  const names = ['plan.json', 'problem.json', ...REPORTS.map(({ name }) => `${name}.csv`)]
  return `  ${wrapped(`in ${join(out, '/')} ${names.join(', ')}`, width - 2, 2)}\n`
}

function nextText({ decision, applied, refusal, prices, fleet }: Night, applyCommand: string, reportCommand: string): string {
  const see = `  See a report:    ${reportCommand}\n`
  if (refusal !== undefined) return `  Mend what hinders the steps, and run again.\n${see}`
  if (applied) return `  The steps were taken. Run again: there should be nothing to do.\n${see}`
  if (decision.kind === 'stay') return `  Nothing, until prices, demand or rules change.\n${see}`
  if (prices.mayAct === false) return `  Read prices anew: ballast prices refresh. With these nothing is acted on.\n${see}`
  if (!fleet.simulated) return `  Take the steps yourself, in this order: Ballast changes nothing in a real fleet so far.\n${see}`
  return `  Take the steps:  ${applyCommand}\n${see}`
}
