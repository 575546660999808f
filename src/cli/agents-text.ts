import { type AgentStanding, standingsOf, whereItRuns } from '../reports/agent-standing.ts'
import type { Night } from '../reports/night.ts'
import { rulesKept } from '../reports/rules-kept.ts'
import { textTable } from '../reports/text-table.ts'
import type { Terminal } from './terminal.ts'
import { indented, wrapped } from './text-layout.ts'

/** Per agent where it runs, and below it each rule with the figures that show whether it is kept. */
export function agentsText({ problem, plan }: Pick<Night, 'problem' | 'plan'>, { width, bold }: Pick<Terminal, 'width' | 'bold'>): string {
  const standings = standingsOf(problem, plan)
  return standings
    .map((standing) => `  ${wrapped(`${bold(standing.agent.id)}: ${placeText(standing)}`, width - 2, 4)}\n${rulesText(standing, width)}`)
    .join('')
}

function placeText(standing: AgentStanding): string {
  const { agent, replicas } = standing
  return replicas === 0 ? `runs nowhere, ${agent.replicas === 0 ? 'none is' : `${agent.replicas} are`} wanted` : whereItRuns(standing)
}

function rulesText(standing: AgentStanding, width: number): string {
  const rows = rulesKept(standing).map(({ rule, kept, why }) => ({ rule: `${kept ? '✓' : '✗'} ${rule}`, why }))
  if (rows.length === 0) return ''
  const table = textTable({ name: '', columns: [], rows, pricesAsOf: '' }, { rule: '', why: '' }, width - 4)
  return indented(table.slice(table.indexOf('\n') + 1), 4)
}
