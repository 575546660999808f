import type { Preference, PreferredAgent } from '../domain/preference.ts'
import { usdPerHourText } from '../reports/figures.ts'
import { preferenceRow } from '../reports/preferences.ts'
import { textTable } from '../reports/text-table.ts'
import { indented, wrapped } from './text-layout.ts'

/** What each preference holds back and costs, side by side; below them whom, and why. */
export function preferencesText(preferences: readonly Preference[], width: number): string {
  const table = textTable({ name: '', columns: [], rows: preferences.map(preferenceRow), pricesAsOf: '' }, HEADINGS, width - 2)
  const remarks = [MEANING, ...preferences.flatMap(remarksOf)]
  return `${indented(table, 2)}\n${remarks.map((remark) => `  ${wrapped(remark, width - 2, 4)}\n`).join('')}`
}

const HEADINGS = {
  preference: 'preference',
  agentsHeldBack: 'agents held back',
  replicasHeldBack: 'replicas',
  usdPerHour: 'costs USD/h',
  usdPerMonth: 'USD/month',
  leastUsdPerHour: 'at least USD/h',
  mostUsdPerHour: 'at most USD/h',
}

const MEANING =
  'Each cost is over the plan with the preferences above it, as the plans differ that were found; at least and at most are what the proved bounds leave open.'

function remarksOf({ name, asked, agents }: Preference): string[] {
  if (agents.length === 0) return []
  const heading = `${name}: ${asked}.`
  const reasons = Map.groupBy(agents, ({ why }) => why)
  return [[heading, ...[...reasons].map(([why, alike]) => `${alike.map(agentText).join(', ')}: ${why}.`)].join(' ')]
}

function agentText({ agent, replicasHeldBack, cost }: PreferredAgent): string {
  const held = replicasHeldBack > 0 ? ` (${replicasHeldBack})` : ''
  if (!cost || cost.mostUsdPerHour === 0) return `${agent}${held}`
  return `${agent}${held}, which costs ${usdPerHourText(cost.usdPerHour)} USD/h (between ${usdPerHourText(cost.leastUsdPerHour)} and ${usdPerHourText(cost.mostUsdPerHour)})`
}
