import { type AgentDeployment, serves } from '../domain/agent-deployment.ts'
import type { Fleet, FleetAgent } from '../domain/fleet.ts'
import { type Agent, CAPACITY_CLASSES, type CapacityClass, type Cluster, capacityClass, type Problem } from '../domain/problem.ts'

/**
 * Ballast rescales Deployments and creates none, so that an agent stands only in clusters where it has one (`placement.clusters`). Where it
 * has one for spot alone, or for on-demand nodes alone, the others there bear a taint that it does not tolerate: the contract's words for that.
 */
export function withinDeployments({ clusters, agents }: Placed, fleet: Pick<Fleet, 'agents'>): Placed {
  const deployed = new Map(fleet.agents.flatMap((agent) => (agent.deployments ? [[agent.id, agent] as const] : [])))
  const placed = agents.map((agent) => withClusters(agent, deployed.get(agent.id)?.deployments))
  const closed = new Map(placed.map((agent) => [agent.id, new Set(closedPlaces(agent, deployed.get(agent.id), clusters))] as const))
  const taints = new Set([...closed.values()].flatMap((places) => [...places]))
  if (taints.size === 0) return { clusters, agents: placed }
  return {
    clusters: clusters.map((cluster) => withTaints(cluster, taints)),
    agents: placed.map((agent) => withTolerations(agent, taints, closed.get(agent.id)!)),
  }
}

type Placed = Pick<Problem, 'clusters' | 'agents'>

function withClusters(agent: Agent, deployments: readonly AgentDeployment[] | undefined): Agent {
  if (!deployments) return agent
  const own = [...new Set([...deployments, ...(agent.current ?? [])].map(({ cluster }) => cluster))]
  const allowed = agent.placement?.clusters
  return { ...agent, placement: { ...agent.placement, clusters: own.filter((cluster) => allowed?.includes(cluster) ?? true) } }
}

/** Ways of buying nodes in its clusters for which no Deployment of it is; of one that stays as it stands, none. */
function closedPlaces(agent: Agent, fleetAgent: FleetAgent | undefined, clusters: readonly Cluster[]): string[] {
  const { deployments, isPaused, pinnedBecause } = fleetAgent ?? {}
  if (!deployments || isPaused || pinnedBecause) return []
  const mayUse = CAPACITY_CLASSES.filter((capacity) => capacity !== 'spot' || (agent.spot?.maxShare ?? 0) > 0)
  return clusters
    .filter(({ id }) => agent.placement?.clusters?.includes(id))
    .flatMap(({ id }) =>
      mayUse.filter((capacity) => !deployments.some((one) => serves(one, id, capacity))).map((capacity) => taintOf(id, capacity)),
    )
}

/** `no-deployment:dublin/spot`: borne by what is bought so in a cluster where some agent has no Deployment for it. */
const taintOf = (cluster: string, capacity: CapacityClass): string => `no-deployment:${cluster}/${capacity}`

function withTaints(cluster: Cluster, taints: ReadonlySet<string>): Cluster {
  const offers = cluster.offers.map((offer) => {
    const taint = taintOf(cluster.id, capacityClass(offer.capacityType))
    return taints.has(taint) ? { ...offer, taints: [...(offer.taints ?? []), taint] } : offer
  })
  return { ...cluster, offers }
}

function withTolerations(agent: Agent, taints: ReadonlySet<string>, closed: ReadonlySet<string>): Agent {
  return { ...agent, tolerates: [...(agent.tolerates ?? []), ...[...taints].filter((taint) => !closed.has(taint))] }
}
