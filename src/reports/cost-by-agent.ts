import { type AgentCost, costByAgent } from './agent-costs.ts'
import type { Arrangement, Findings } from './findings.ts'
import { perMonth, total } from './money.ts'
import type { Report, Row } from './report.ts'

/** Who costs what: the rule that nodes are shared by stands at `costByAgent`. The rows sum to the plan's total. */
export const costByAgentReport: Report = {
  name: 'cost-by-agent',
  summary: 'what each agent costs: its share of the nodes, egress, interruptions and moves',
  columns: [
    'agent',
    'replicas',
    'usdPerHour',
    'usdPerMonth',
    'nodesUsdPerHour',
    'egressUsdPerHour',
    'interruptionUsdPerHour',
    'movesUsdPerHour',
    'todayReplicas',
    'todayUsdPerHour',
  ],
  headings: {
    agent: 'agent',
    replicas: 'replicas',
    usdPerHour: 'USD/h',
    usdPerMonth: 'USD/month',
    nodesUsdPerHour: 'nodes',
    egressUsdPerHour: 'egress',
    interruptionUsdPerHour: 'interruption',
    movesUsdPerHour: 'moves',
    todayUsdPerHour: 'today USD/h',
  },
  rows: ({ problem, plan, today }: Findings) => {
    const before = costByAgent(problem, today)
    const after = costByAgent(problem, plan)
    return [...new Set([...after.keys(), ...before.keys()])].map((agent) =>
      row(agent, { plan, today }, after.get(agent), before.get(agent)),
    )
  },
}

function row(
  agent: string,
  { plan, today }: { plan: Arrangement; today: Arrangement },
  after: AgentCost = NOTHING,
  before: AgentCost = NOTHING,
): Row {
  return {
    agent,
    replicas: replicasOf(agent, plan),
    usdPerHour: sumOf(after),
    usdPerMonth: perMonth(sumOf(after)),
    nodesUsdPerHour: after.nodes,
    egressUsdPerHour: after.egress,
    interruptionUsdPerHour: after.interruption,
    movesUsdPerHour: after.moves,
    todayReplicas: replicasOf(agent, today),
    todayUsdPerHour: before.nodes + before.egress + before.interruption,
  }
}

const NOTHING: AgentCost = { nodes: 0, egress: 0, interruption: 0, moves: 0 }
const sumOf = ({ nodes, egress, interruption, moves }: AgentCost): number => nodes + egress + interruption + moves
const replicasOf = (agent: string, { placements }: Arrangement): number =>
  total(placements, (placement) => (placement.agent === agent ? placement.replicas : 0))
