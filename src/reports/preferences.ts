import type { CostOfPreference, Preference, PreferredAgent } from '../domain/preference.ts'
import type { Findings } from './findings.ts'
import { perMonth, total } from './money.ts'
import type { Report, Row } from './report.ts'

/** Each preference of the nightly plan and what it costs against the plan without it: a row for it, then one for each agent. */
export const preferencesReport: Report = {
  name: 'preferences',
  summary: 'what each preference of the nightly plan holds back, and what it costs',
  columns: [
    'preference',
    'agent',
    'followed',
    'agentsHeldBack',
    'replicasHeldBack',
    'usdPerHour',
    'usdPerMonth',
    'leastUsdPerHour',
    'mostUsdPerHour',
    'leastUsdPerMonth',
    'mostUsdPerMonth',
    'why',
  ],
  headings: {
    preference: 'preference',
    agent: 'agent',
    replicasHeldBack: 'replicas held back',
    usdPerHour: 'costs USD/h',
    usdPerMonth: 'USD/month',
    leastUsdPerHour: 'at least USD/h',
    mostUsdPerHour: 'at most USD/h',
    why: 'why',
  },
  rows: ({ preferences }: Findings): Row[] =>
    preferences.flatMap((preference) => [preferenceRow(preference), ...preference.agents.map((agent) => agentRow(preference, agent))]),
}

export function preferenceRow({ name, asked, agents, cost }: Preference): Row {
  return {
    preference: name,
    agentsHeldBack: agents.filter(({ replicasHeldBack }) => replicasHeldBack > 0).length,
    replicasHeldBack: total(agents, ({ replicasHeldBack }) => replicasHeldBack),
    ...costCells(cost),
    why: asked,
  }
}

function agentRow({ name }: Preference, { agent, replicasHeldBack, why, isFollowed, cost }: PreferredAgent): Row {
  return { preference: name, agent, followed: isFollowed ? 'yes' : 'no', replicasHeldBack, ...(cost ? costCells(cost) : {}), why }
}

function costCells({ usdPerHour, leastUsdPerHour, mostUsdPerHour }: CostOfPreference): Row {
  return {
    usdPerHour,
    usdPerMonth: perMonth(usdPerHour),
    leastUsdPerHour,
    mostUsdPerHour,
    leastUsdPerMonth: perMonth(leastUsdPerHour),
    mostUsdPerMonth: perMonth(mostUsdPerHour),
  }
}
