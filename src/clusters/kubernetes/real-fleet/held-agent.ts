import { type AgentDemand, type FleetAgent, type FleetCluster, replicasToday } from '../../../domain/fleet.ts'
import type { Policy } from '../../../domain/policy.ts'
import type { SurviveRule } from '../../../domain/problem.ts'
import { type Replicas, wholeUp } from '../../../domain/units.ts'

/**
 * An agent whose replicas stand in a cluster that does not answer keeps what it asks for and no fewer replicas than stand, and moves no more
 * of them than must move for what it has to survive. One that has nowhere else to grow wants no more than stand; one of which none
 * stands there does not come there.
 */
export function heldAgent(agent: FleetAgent, clusters: readonly FleetCluster[], stale: readonly FleetCluster[]): FleetAgent {
  const ids = new Set(stale.map(({ id }) => id))
  const concerned = (agent.deployments ?? []).filter(({ cluster }) => ids.has(cluster))
  if (concerned.length === 0) return agent
  const places = replicasToday({ clusters }, agent.id)
  const standing = places.reduce((sum, { replicas }) => sum + replicas, 0)
  const isHeld = places.some(({ cluster }) => ids.has(cluster))
  const elsewhere = agent.deployments!.flatMap(({ cluster }) => (ids.has(cluster) ? [] : [cluster]))
  if (elsewhere.length === 0) return { ...agent, demand: { replicas: standing }, policy: heldPolicy(agent.policy, 0) }
  if (!isHeld) return { ...agent, policy: { ...agent.policy, placement: onlyIn(elsewhere, agent.policy.placement) } }
  const demand = atLeast(agent.demand, standing)
  return {
    ...agent,
    demand,
    policy: heldPolicy(agent.policy, tooMany(agent.policy.survive ?? [], wantedOf(demand, standing), places, clusters)),
  }
}

/** `mustMove`: how many replicas its rules ask to move at least; 0 leaves the rest to its pin. */
function heldPolicy({ rightSizing, move, ...policy }: Policy, mustMove: Replicas): Policy {
  return {
    ...policy,
    ...(rightSizing && { rightSizing: { ...rightSizing, mode: 'recommend' } }),
    ...((move || mustMove > 0) && {
      move: { ...move, ...(mustMove > 0 && { maxReplicas: Math.min(mustMove, move?.maxReplicas ?? mustMove) }) },
    }),
  }
}

const onlyIn = (clusters: readonly string[], placement: Policy['placement'] = {}): NonNullable<Policy['placement']> => ({
  ...placement,
  clusters: clusters.filter((cluster) => placement.clusters?.includes(cluster) ?? true),
})

function atLeast(demand: AgentDemand, standing: Replicas): AgentDemand {
  if ('replicas' in demand) return { replicas: Math.max(demand.replicas, standing) }
  return { ...demand, minReplicas: Math.max(demand.minReplicas ?? 0, standing) }
}

const wantedOf = (demand: AgentDemand, standing: Replicas): Replicas => ('replicas' in demand ? demand.replicas : standing)

const DOMAIN = {
  cluster: ({ id }: FleetCluster): string => id,
  region: ({ provider, region }: FleetCluster): string => `${provider}/${region}`,
  cloud: ({ provider }: FleetCluster): string => provider,
}

/** How many replicas stand in a cluster, region or cloud beyond what may be lost with it. */
function tooMany(
  survive: readonly SurviveRule[],
  wanted: Replicas,
  places: readonly { cluster: string; replicas: Replicas }[],
  clusters: readonly FleetCluster[],
): Replicas {
  const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]))
  return survive.reduce((sum, { loss, keep }) => {
    if (loss !== 'cluster' && loss !== 'region' && loss !== 'cloud') return sum
    const together = Map.groupBy(places, ({ cluster }) => DOMAIN[loss](byId.get(cluster)!))
    const most = wanted - wholeUp(keep * wanted)
    const over = [...together.values()].map((own) => own.reduce((all, { replicas }) => all + replicas, 0) - most)
    return sum + over.reduce((all, one) => all + Math.max(0, one), 0)
  }, 0)
}
