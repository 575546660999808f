import { join } from 'node:path'
import { standingsOf, whereItRuns } from '../reports/agent-standing.ts'
import { costByCloudReport } from '../reports/cost-by-cloud.ts'
import { percentText, usdPerHourText, usdPerMonthText } from '../reports/figures.ts'
import { REPORTS } from '../reports/index.ts'
import { perMonth } from '../reports/money.ts'
import type { Night, NightWithoutPlan } from '../reports/night.ts'
import { tableOf } from '../reports/report.ts'
import { rulesKept } from '../reports/rules-kept.ts'
import { strategiesReport } from '../reports/strategies.ts'
import { textTable } from '../reports/text-table.ts'
import { conflictText, planText } from './plan-text.ts'
import type { Terminal } from './terminal.ts'

interface Showing {
  readonly out: string
  /** What takes the steps, to be typed. */
  readonly applyCommand: string
  readonly terminal: Pick<Terminal, 'width' | 'bold'>
}

/** A night for a person to read, the most important first. */
export function nightText(night: Night, showing: Showing): string {
  const { bold } = showing.terminal
  const sections: [string, string][] = [
    ['', headline(night, bold)],
    ['Cost', costs(night, showing)],
    [`Steps, in order (${night.steps.length})`, steps(night)],
    ['Where each agent runs, and why that keeps its rules', agents(night, showing)],
    ['Ways to run this fleet, compared', strategies(night, showing)],
    ['Notes', notes(night, showing)],
    ['Files', files(showing.out)],
    ['Next', next(night, showing)],
  ]
  const shown = sections.filter(([, text]) => text !== '')
  return shown.map(([title, text]) => `${title === '' ? '' : `${bold(title)}\n`}${text}`).join('\n')
}

/** A night that found no plan: why, and what was left where. */
export function noPlanText(night: NightWithoutPlan, out: string): string {
  const { plan, prices, notes } = night
  const why = plan.status === 'infeasible' ? conflictText(plan) : planText(plan)
  const told = [...(prices.sentence === undefined ? [] : [prices.sentence]), ...notes].map((note) => `  ${note}\n`).join('')
  return `Nothing is moved: there is no plan for ${night.fleet.name}.\n${why}\nNotes\n${told}\nFiles\n  ${join(out, 'problem.json')}, ${join(out, 'plan.json')}\n`
}

function headline({ fleet, decision, at, runId }: Night, bold: Terminal['bold']): string {
  const { kind, savingUsdPerHour, savingUsdPerMonth, savingShare, sentences } = decision
  const amount = `${usdPerHourText(Math.abs(savingUsdPerHour))} USD/h = ${usdPerMonthText(Math.abs(savingUsdPerMonth))} USD/month`
  const saving = savingUsdPerHour >= 0 ? `Saves ${amount} (${percentText(savingShare)} of today).` : `Costs ${amount} more than today.`
  const title = kind === 'stay' ? 'Nothing to do.' : saving
  const kindOfFleet = fleet.simulated ? 'a simulated fleet' : 'a fleet'
  return `${bold(title)}\n${sentences.join('\n')}\n(${fleet.name}, ${kindOfFleet}, ${at.slice(0, 16).replace('T', ' ')} UTC, run ${runId})\n`
}

function costs(night: Night, { terminal }: Showing): string {
  const { decision, plan } = night
  const { headings, rows } = { headings: costByCloudReport.headings, rows: costByCloudReport.rows(night) }
  const total = {
    cloud: 'in all',
    todayUsdPerHour: decision.todayUsdPerHour,
    todayUsdPerMonth: perMonth(decision.todayUsdPerHour),
    usdPerHour: plan.usdPerHour.total,
    usdPerMonth: perMonth(plan.usdPerHour.total),
    todayNodes: sumOf(rows.map(({ todayNodes }) => todayNodes)),
    nodes: sumOf(rows.map(({ nodes }) => nodes)),
  }
  const table = textTable({ name: 'cost', columns: [], rows: [...rows, total], pricesAsOf: '' }, headings, terminal.width - 2)
  return `${indented(table)}\n  ${proof(night)}\n`
}

function proof({ plan }: Night): string {
  const bound = `no plan that keeps the rules can cost less than ${usdPerHourText(plan.lowerBoundUsdPerHour)} USD/h`
  return `Proved: ${bound}; this one is within ${percentText(plan.gap)} of that.`
}

const sumOf = (cells: readonly (string | number | undefined)[]): number => cells.reduce<number>((sum, cell) => sum + Number(cell ?? 0), 0)

function steps({ steps, refusal }: Night): string {
  if (refusal !== undefined) return `  None can be taken: ${refusal}.\n`
  if (steps.length === 0) return '  None: today’s placement stays.\n'
  const digits = String(steps.length).length
  return steps.map((step, at) => `  ${String(at + 1).padStart(digits)}. ${step}\n`).join('')
}

function agents({ problem, plan }: Night, { terminal: { width, bold } }: Showing): string {
  const blocks = standingsOf(problem, plan).map((standing) => {
    const place = standing.replicas === 0 ? 'runs nowhere: none is wanted' : whereItRuns(standing)
    const rules = rulesKept(standing).map(({ rule, kept, why }) => ({ rule: `${kept ? '✓' : '✗'} ${rule}`, why }))
    const table =
      rules.length === 0 ? '' : withoutHeader(textTable({ name: '', columns: [], rows: rules, pricesAsOf: '' }, RULE_COLUMNS, width - 4))
    return `  ${bold(standing.agent.id)}: ${place}\n${indented(table, 4)}`
  })
  return blocks.join('')
}

const RULE_COLUMNS = { rule: '', why: '' }

function strategies(night: Night, { terminal: { width } }: Showing): string {
  const { headings } = strategiesReport
  const { unplaceable, notes, ...brief } = { unplaceable: undefined, notes: undefined, ...headings }
  const table = textTable({ ...tableOf(strategiesReport, night), rows: strategiesReport.rows(night) }, brief, width - 2)
  return indented(table)
}

function notes({ prices, notes }: Night, _: Showing): string {
  return [...(prices.sentence === undefined ? [] : [prices.sentence]), ...notes].map((note) => `  ${note}\n`).join('')
}

const files = (out: string): string =>
  `  ${join(out, 'plan.json')}, ${join(out, 'problem.json')}, and ${REPORTS.length} reports: ${REPORTS.map(({ name }) => `${name}.csv`).join(', ')}\n`

function next({ decision, applied, refusal }: Night, { applyCommand }: Showing): string {
  if (refusal !== undefined) return '  Mend what hinders the steps, and run again.\n'
  if (applied) return '  The steps were taken. Run again: there should be nothing to do.\n'
  if (decision.kind === 'stay') return '  Nothing. Run again when prices, demand or rules have changed.\n'
  return `  Take the steps:          ${applyCommand}\n  See a report:            npx ballast report strategies\n`
}

const indented = (text: string, by = 2): string => text.replace(/^(?=.)/gm, ' '.repeat(by))
const withoutHeader = (table: string): string => table.slice(table.indexOf('\n') + 1)
