import type { Agent, Problem } from '../../domain/problem.ts'
import { HOURS_PER_DAY, type ScheduleProblem } from '../../domain/schedule.ts'

/**
 * The problem of one plan for the whole day: of each agent as many as any period wants, at the prices of the busiest period, from today.
 */
export function peakProblem({ cyclic, horizonHours, periods }: ScheduleProblem, busiest: number): Problem {
  const today = periods[0]!.problem
  const { problem } = periods[busiest]!
  const agents = periods.flatMap((period) => period.problem.agents)
  const currentNodes = new Map(today.clusters.map((cluster) => [cluster.id, cluster.currentNodes]))
  return {
    ...problem,
    horizonHours: cyclic ? horizonHours : HOURS_PER_DAY,
    clusters: problem.clusters.map(({ currentNodes: _, ...cluster }) => {
      const standing = currentNodes.get(cluster.id)
      return standing ? { ...cluster, currentNodes: standing } : cluster
    }),
    agents: [...Map.groupBy(agents, ({ id }) => id).values()].map((inPeriods) => atItsMost(inPeriods, problem, today)),
  }
}

function atItsMost(inPeriods: readonly Agent[], busiest: Problem, today: Problem): Agent {
  const [{ id }] = inPeriods as [Agent]
  const own = (problem: Problem) => problem.agents.find((agent) => agent.id === id)
  const { current: _, ...agent } = own(busiest) ?? inPeriods[0]!
  const current = own(today)?.current
  return {
    ...agent,
    replicas: Math.max(...inPeriods.map(({ replicas }) => replicas)),
    maxReplicas: Math.max(...inPeriods.map(({ replicas, maxReplicas = replicas }) => maxReplicas)),
    ...(current ? { current } : {}),
  }
}
