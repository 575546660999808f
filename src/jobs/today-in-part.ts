import { egressCost } from '../domain/plan-cost.ts'
import { INTERNET, type Problem } from '../domain/problem.ts'
import type { UsdPerHour } from '../domain/units.ts'
import { costByAgent, EMPTY_NODES } from '../reports/agent-costs.ts'
import type { Arrangement } from '../reports/findings.ts'

/** The agents of which a replica stands, and those of which one is wanted and none stands. */
export function placedToday(problem: Problem, arrangement: Arrangement): { placed: string[]; missing: string[] } {
  const isMissing = ({ id, replicas }: { id: string; replicas: number }) => replicas > 0 && replicasOf(id, arrangement) === 0
  const ids = (agents: Problem['agents']) => agents.map(({ id }) => id)
  return {
    placed: ids(problem.agents.filter((agent) => !isMissing(agent))),
    missing: ids(problem.agents.filter(isMissing)),
  }
}

/** Who runs, but with fewer replicas than are wanted. */
export function shortages(problem: Problem, arrangement: Arrangement): string[] {
  return problem.agents.flatMap(({ id, replicas }) => {
    const standing = replicasOf(id, arrangement)
    return standing > 0 && standing < replicas ? [`${id} runs ${standing} of ${replicas} wanted`] : []
  })
}

/**
 * What nodes and egress of some agents cost: their shares of the nodes, and of the empty nodes in the same proportion;
 * of all agents, exactly what all nodes and all egress cost.
 */
export function costOfPart(problem: Problem, arrangement: Arrangement, agents: ReadonlySet<string>): UsdPerHour {
  const costs = [...costByAgent(problem, arrangement)]
  const nodesOf = (counts: (agent: string) => boolean) => costs.reduce((sum, [agent, { nodes }]) => (counts(agent) ? sum + nodes : sum), 0)
  const occupied = nodesOf((agent) => agent !== EMPTY_NODES)
  const own = nodesOf((agent) => agents.has(agent))
  const empty = nodesOf((agent) => agent === EMPTY_NODES)
  const flows = arrangement.flows.filter(({ fromAgent, toAgent }) => agents.has(fromAgent) && (toAgent === INTERNET || agents.has(toAgent)))
  return own + empty * (occupied > 0 ? own / occupied : 1) + egressCost(problem, flows)
}

const replicasOf = (agent: string, { placements }: Arrangement): number =>
  placements.reduce((sum, place) => (place.agent === agent ? sum + place.replicas : sum), 0)
