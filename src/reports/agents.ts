import { standingsOf, whereItRuns } from './agent-standing.ts'
import type { Findings } from './findings.ts'
import type { Report, Row } from './report.ts'
import { rulesKept } from './rules-kept.ts'

/** Where each agent runs and why that keeps its rules: a row a rule of an agent, with the figures that show it. */
export const agentsReport: Report = {
  name: 'agents',
  summary: 'where each agent runs and why that keeps its rules, a row a rule',
  columns: ['agent', 'runsIn', 'rule', 'kept', 'why'],
  headings: { agent: 'agent', runsIn: 'runs in', rule: 'rule', kept: 'kept', why: 'why' },
  rows: ({ problem, plan }: Findings): Row[] =>
    standingsOf(problem, plan).flatMap((standing) => {
      const place = { agent: standing.agent.id, runsIn: whereItRuns(standing) }
      const rules = rulesKept(standing)
      if (rules.length === 0) return [{ ...place, rule: 'demand', kept: 'yes', why: 'none wanted, none runs' }]
      return rules.map(({ rule, kept, why }) => ({ ...place, rule, kept: kept ? 'yes' : 'no', why }))
    }),
}
