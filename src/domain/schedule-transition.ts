import type { Plan } from './plan.ts'
import { movedReplicas, planCost } from './plan-cost.ts'
import type { Problem } from './problem.ts'
import type { SchedulePeriod, ScheduleProblem } from './schedule.ts'
import type { Nodes, Replicas, Usd } from './units.ts'

type Standing = Pick<Plan, 'placements' | 'nodeGroups'>

/** The problem of a period that begins with what another plan leaves standing: that plan is its today, and the period its horizon. */
export function problemAfter({ problem, hours }: Pick<SchedulePeriod, 'problem' | 'hours'>, before: Standing): Problem {
  const placed = Map.groupBy(before.placements, ({ agent }) => agent)
  const standing = Map.groupBy(before.nodeGroups, ({ cluster }) => cluster)
  return {
    ...problem,
    horizonHours: hours,
    clusters: problem.clusters.map((cluster) => ({ ...cluster, currentNodes: nodesIn(standing.get(cluster.id) ?? []) })),
    agents: problem.agents.map((agent) => ({
      ...agent,
      current: (placed.get(agent.id) ?? [])
        .filter(({ replicas, cluster }) => replicas > 0 && problem.clusters.some(({ id }) => id === cluster))
        .map(({ cluster, capacityType, replicas }) => ({ cluster, capacityType, replicas })),
    })),
  }
}

/** A problem that knows nothing of what stands: no moves, no starts. */
export function withoutToday(problem: Problem): Problem {
  return {
    ...problem,
    clusters: problem.clusters.map(({ currentNodes: _, ...cluster }) => cluster),
    agents: problem.agents.map(({ current: _, ...agent }) => agent),
  }
}

type NodesToday = NonNullable<Problem['clusters'][number]['currentNodes']>

function nodesIn(groups: Standing['nodeGroups']): NodesToday {
  const counts = new Map<string, NodesToday[number]>()
  for (const { instanceType, capacityType, count } of groups) {
    const key = `${capacityType}/${instanceType}`
    counts.set(key, { instanceType, capacityType, count: count + (counts.get(key)?.count ?? 0) })
  }
  return [...counts.values()].filter(({ count }) => count > 0)
}

/** The first period as it is reached from today; undefined where the day is no cycle (then its own problem says so) or today is not known. */
export function problemFromToday({ cyclic, horizonHours, periods: [first] }: ScheduleProblem): Problem | undefined {
  const knowsToday =
    first!.problem.agents.some(({ current }) => current) || first!.problem.clusters.some(({ currentNodes }) => currentNodes)
  return cyclic && knowsToday ? { ...first!.problem, horizonHours } : undefined
}

/** What a plan moves and starts, one time, where its problem says what stands before. */
export function oneOff(problem: Problem, plan: Plan): { movedReplicas: Replicas; startedNodes: Nodes; movesUsd: Usd; startsUsd: Usd } {
  const moved = problem.agents.map((agent) => ({ agent, replicas: movedReplicas(agent, plan.placements) }))
  const movesUsd = moved.reduce((sum, { agent, replicas }) => sum + replicas * (agent.move?.usdPerReplica ?? 0), 0)
  const bothUsd = planCost(problem, plan).moves * problem.horizonHours
  return {
    movedReplicas: moved.reduce((sum, { replicas }) => sum + replicas, 0),
    startedNodes: problem.clusters.reduce((sum, cluster) => sum + startedNodes(cluster, plan), 0),
    movesUsd,
    startsUsd: Math.max(0, bothUsd - movesUsd),
  }
}

function startedNodes({ id, currentNodes }: Problem['clusters'][number], { nodeGroups }: Plan): Nodes {
  if (!currentNodes) return 0
  const before = new Map(nodesIn(asGroups(id, currentNodes)).map((node) => [offerOf(node), node.count]))
  const after = nodesIn(nodeGroups.filter(({ cluster }) => cluster === id))
  return after.reduce((sum, node) => sum + Math.max(0, node.count - (before.get(offerOf(node)) ?? 0)), 0)
}

const asGroups = (cluster: string, nodes: NodesToday): Standing['nodeGroups'] => nodes.map((node) => ({ cluster, ...node, pods: [] }))
const offerOf = ({ instanceType, capacityType }: NodesToday[number]): string => `${capacityType}/${instanceType}`
