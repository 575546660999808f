import { type AgentDemand, type FleetAgent, type FleetCluster, replicasToday } from '../../../domain/fleet.ts'
import type { Policy } from '../../../domain/policy.ts'
import type { Replicas } from '../../../domain/units.ts'
import { pinnedPolicy } from '../agents/pinned-policy.ts'
import { lostRule, mustLeave, type Standing } from './survival-while-stale.ts'

/**
 * An agent whose replicas stand in a cluster that does not answer keeps what it asks for and no fewer replicas than stand, and moves no more
 * of them than must move for what it has to survive; one that has nowhere else to be stays as it stands. One of which none stands there
 * does not come there.
 */
export function heldAgent(agent: FleetAgent, clusters: readonly FleetCluster[], stale: ReadonlySet<string>): FleetAgent {
  const deployed = [...new Set((agent.deployments ?? []).map(({ cluster }) => cluster))]
  if (!deployed.some((cluster) => stale.has(cluster)) || agent.isPaused || agent.pinnedBecause) return agent
  const replicas = standingBy(agent, deployed, clusters)
  const all = [...replicas.values()].reduce((sum, one) => sum + one, 0)
  const elsewhere = deployed.filter((cluster) => !stale.has(cluster))
  if (elsewhere.length === 0) return asItStands(agent, all, `${deployed.join(', ')} did not answer, and it has a Deployment nowhere else`)
  const isHeld = [...replicas].some(([cluster, count]) => stale.has(cluster) && count > 0)
  const demand = isHeld ? atLeast(agent.demand, all) : agent.demand
  const standing: Standing = { wanted: 'replicas' in demand ? demand.replicas : all, replicas, clusters, stale }
  const lost = lostRule(agent.policy, standing)
  if (lost !== undefined) return asItStands(agent, all, `${lost}: that cannot be kept while ${silent(replicas, stale)} does not answer`)
  if (!isHeld) return onlyIn(elsewhere, agent)
  return { ...agent, demand, policy: heldPolicy(agent.policy, mustLeave(agent.policy.survive, standing)) }
}

function standingBy(agent: FleetAgent, deployed: readonly string[], clusters: readonly FleetCluster[]): Map<string, Replicas> {
  const replicas = new Map(deployed.map((cluster): [string, Replicas] => [cluster, 0]))
  for (const place of replicasToday({ clusters }, agent.id))
    replicas.set(place.cluster, (replicas.get(place.cluster) ?? 0) + place.replicas)
  return replicas
}

const silent = (replicas: ReadonlyMap<string, Replicas>, stale: ReadonlySet<string>): string =>
  [...replicas.keys()].filter((cluster) => stale.has(cluster)).join(', ')

const asItStands = (agent: FleetAgent, standing: Replicas, because: string): FleetAgent => ({
  ...agent,
  demand: { replicas: standing },
  policy: pinnedPolicy(agent.policy),
  pinnedBecause: [because],
})

function onlyIn(clusters: readonly string[], agent: FleetAgent): FleetAgent {
  const { placement } = agent.policy
  const allowed = clusters.filter((cluster) => placement?.clusters?.includes(cluster) ?? true)
  return { ...agent, policy: { ...agent.policy, placement: { ...placement, clusters: allowed } } }
}

function atLeast(demand: AgentDemand, standing: Replicas): AgentDemand {
  if ('replicas' in demand) return { ...demand, replicas: Math.max(demand.replicas, standing) }
  return { ...demand, minReplicas: Math.max(demand.minReplicas ?? 0, standing) }
}

/** `leaving`: how many replicas its rules move at least; where that is none, its pin holds it. Neither load nor history changes what it wants. */
function heldPolicy({ rightSizing, move, demand: _, ...policy }: Policy, leaving: Replicas): Policy {
  const most = leaving === 0 ? move : { ...move, maxReplicas: Math.min(leaving, move?.maxReplicas ?? leaving) }
  return { ...policy, ...(rightSizing && { rightSizing: { ...rightSizing, mode: 'recommend' } }), ...(most && { move: most }) }
}
