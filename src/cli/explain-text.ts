import type { Problem } from '../domain/problem.ts'
import type { AgentPlaces, Explanation, LimitPrice, PolicyCost } from '../explain/explanation.ts'
import { percentText, usdPerHourText } from '../reports/figures.ts'
import type { Row } from '../reports/report.ts'
import { textTable } from '../reports/text-table.ts'
import { infeasibilityText } from './explain-infeasible-text.ts'
import { placesText } from './explain-places-text.ts'
import { dayOf } from './plan-text.ts'
import type { Terminal } from './terminal.ts'
import { indented, wrapped } from './text-layout.ts'

type Look = Pick<Terminal, 'width' | 'bold'>

/** An explanation for a person to read. */
export function explanationText(explanation: Explanation, problem: Problem, look: Look): string {
  const { status, infeasible } = explanation
  if (status === 'unknown') return NO_PLAN
  if (infeasible) return infeasibilityText(infeasible, problem, look)
  const sections = [
    ['What policies cost', policiesText(explanation.policies, look.width)],
    ['What limits cost', limitsText(explanation.limits, problem, explanation.plan!.cheapestUsdPerHour, look.width)],
    ...explanation.agents.map((agent) => [
      titleOf(agent),
      placesText(agent, { isFull: explanation.agents.length === 1, width: look.width }),
    ]),
    ['Left out for lack of time', leftOutText(explanation.leftOut)],
  ] as const
  return headline(explanation, look.width) + sections.flatMap(([title, text]) => (text ? [`\n${look.bold(title)}\n${text}`] : [])).join('')
}

const NO_PLAN = 'unknown: no plan was found in time, and none was excluded: allow more time with --time-limit\n'

function headline({ plan, asOf }: Explanation, width: number): string {
  const { usdPerHour, cheapestUsdPerHour, lowerBoundUsdPerHour, gap } = plan!
  const costs = `The plan costs ${usdPerHourText(usdPerHour)} USD/h at prices of ${dayOf(asOf)}`
  const shown = `(gap\u00a0${percentText(gap).replace(' ', '\u00a0')})`
  const proved = `no plan can cost less than ${usdPerHourText(lowerBoundUsdPerHour)} ${shown}`
  if (usdPerHour - cheapestUsdPerHour < SAME_COST * usdPerHour) return `${wrapped(`${costs}, and ${proved}.`, width, 0)}\n`
  const cheaper = `The cheapest that was found costs ${usdPerHourText(cheapestUsdPerHour)}: what policies and limits cost is told of that one`
  return `${wrapped(`${costs}. ${cheaper}, and ${proved}.`, width, 0)}\n`
}

/** Part of the cost by which two plans may differ and still cost the same. */
const SAME_COST = 5e-4

const titleOf = ({ agent, replicas }: AgentPlaces): string =>
  `Why ${agent} is not elsewhere (it runs ${replicas === 1 ? '1 replica' : `${replicas} replicas`})`

const table = (rows: readonly Row[], headings: Readonly<Record<string, string>>, width: number): string =>
  indented(textTable({ name: '', columns: [], rows, pricesAsOf: '' }, headings, width - 2), 2)

const paragraph = (text: string, width: number): string => `  ${wrapped(text, width - 2, 2)}\n`

/** Rows that a table shows: what follows is told as a sum. */
const MOST_ROWS = 16

function policiesText(policies: readonly PolicyCost[], width: number): string {
  if (policies.length === 0) return ''
  const told = policies.filter(({ saving, isResolved }) => isResolved || saving.atLeastUsdPerHour > 0)
  const shown = told.slice(0, MOST_ROWS)
  const rows = shown.map(({ policy, saving, ...of }) => ({
    policy,
    whose: whose(of),
    leastUsdPerHour: saving.atLeastUsdPerHour,
    mostUsdPerHour: saving.atMostUsdPerHour,
  }))
  const headings = { policy: 'without this', whose: 'of', leastUsdPerHour: 'saves at least USD/h', mostUsdPerHour: 'at most' }
  const note = 'How much less the cheapest plan would cost: solved anew without it, the true figure lies between the two.'
  return `${paragraph(note, width)}${table(rows, headings, width)}${restText(policies.length - shown.length, policies, shown, width)}`
}

function restText(count: number, policies: readonly PolicyCost[], shown: readonly PolicyCost[], width: number): string {
  if (count === 0) return ''
  const most = Math.max(...policies.filter((one) => !shown.includes(one)).map(({ saving }) => saving.atMostUsdPerHour))
  return paragraph(`${count} more ${count === 1 ? 'saves' : 'save'} at most ${usdPerHourText(most)} each; --json has them all.`, width)
}

function whose({ agent, agents, cluster, quota, about }: Omit<PolicyCost, 'policy' | 'saving'>): string {
  const owner = agent ?? cluster ?? (quota === undefined ? undefined : `quota ${quota}`)
  if (owner !== undefined) return owner
  if (about === 'limit' || agents === 0) return 'the whole plan'
  return `${agents} agents`
}

function limitsText(limits: readonly LimitPrice[], problem: Problem, total: number, width: number): string {
  const binding = limits.filter(({ isBinding }) => isBinding)
  const rows = binding.map((limit) => ({
    limit: ownerOf(limit),
    used: `${amount(limit.used)} of ${amount(limit.most)} ${limit.unit}`,
    marginalUsdPerHour: limit.marginalUsdPerHourPerUnit,
    to: limit.raised && amount(limit.raised.to),
    leastUsdPerHour: limit.raised?.saving.atLeastUsdPerHour,
    mostUsdPerHour: limit.raised?.saving.atMostUsdPerHour,
  }))
  const headings = {
    limit: 'limit',
    used: 'takes',
    marginalUsdPerHour: 'one more, at the margin USD/h',
    to: 'raised to',
    leastUsdPerHour: 'saves at least USD/h',
    mostUsdPerHour: 'at most',
  }
  const note =
    'At the margin: the most that one unit more saves the linear relaxation, an estimate. Raised: solved anew with room for one node more.'
  const notes = [...slackText(limits.length - binding.length), ...budgetText(problem, total)].map((text) => paragraph(text, width))
  return `${rows.length > 0 ? `${paragraph(note, width)}${table(rows, headings, width)}` : ''}${notes.join('')}`
}

function ownerOf({ limit: { cluster, quota, agent } }: LimitPrice): string {
  return cluster ?? (quota === undefined ? (agent ?? 'moves in all') : `quota ${quota}`)
}

const amount = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 })

const slackText = (slack: number): string[] =>
  slack === 0
    ? []
    : [`${slack === 1 ? '1 limit has' : `${slack} limits have`} room for a node more in this plan, and no price at the margin.`]

function budgetText({ limits }: Problem, total: number): string[] {
  if (limits?.usdPerHour === undefined) return []
  const left = usdPerHourText(limits.usdPerHour - total)
  return [
    `The budget of ${usdPerHourText(limits.usdPerHour)} USD/h leaves ${left}. A budget makes no plan cheaper or dearer: raising it saves nothing.`,
  ]
}

const leftOutText = (leftOut: readonly string[]): string => leftOut.map((what) => `  ${what} (--time-limit allows more)\n`).join('')
