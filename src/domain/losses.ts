import type { Plan } from './plan.ts'
import type { Cluster, Loss, Problem } from './problem.ts'
import type { Replicas } from './units.ts'

/** What the loss of the worst single domain of one kind leaves of an agent. */
export interface WorstLoss {
  /** Which domain it is, in words that name it within the fleet; undefined where the agent stands in none of this kind. */
  readonly domain: string | undefined
  readonly lost: Replicas
  readonly left: Replicas
}

export type Losses = Readonly<Record<Loss, WorstLoss>>

/**
 * Per agent of the problem: how many of its replicas the loss of any single node, zone, cluster, region, cloud or regional spot market leaves.
 * A node without a zone could stand anywhere, so it is lost with every zone of its cluster. What the plan places where the problem knows nothing is left out.
 */
export function survivableLosses(problem: Problem, plan: Pick<Plan, 'placements' | 'nodeGroups'>): ReadonlyMap<string, Losses> {
  const clusters = new Map(problem.clusters.map((cluster) => [cluster.id, cluster]))
  const exposures = new Map(problem.agents.map((agent) => [agent.id, new Exposure()]))
  for (const { agent, cluster: id, capacityType, replicas } of plan.placements) {
    const cluster = clusters.get(id)
    if (cluster) exposures.get(agent)?.place(cluster, capacityType === 'spot', replicas)
  }
  for (const group of plan.nodeGroups) {
    const cluster = clusters.get(group.cluster)
    const node = `${group.cluster}/${group.instanceType}/${group.capacityType}`
    if (cluster && group.count > 0) for (const [id, onOne] of podsByAgent(group)) exposures.get(id)?.stand(cluster, group, node, onOne)
  }
  return new Map([...exposures].map(([id, exposure]) => [id, exposure.losses()]))
}

function podsByAgent(group: Plan['nodeGroups'][number]): Map<string, Replicas> {
  const pods = new Map<string, Replicas>()
  for (const pod of group.pods) pods.set(pod.agent, (pods.get(pod.agent) ?? 0) + pod.replicas)
  return pods
}

/** Of one agent: the replicas that fall with each domain. */
class Exposure {
  private total = 0
  private readonly byDomain: Record<Loss, Map<string, number>> = {
    node: new Map(),
    zone: new Map(),
    cluster: new Map(),
    region: new Map(),
    cloud: new Map(),
    spot: new Map(),
  }

  place(cluster: Cluster, isSpot: boolean, replicas: Replicas): void {
    const region = `${cluster.provider}/${cluster.region}`
    this.total += replicas
    this.add('cluster', cluster.id, replicas)
    this.add('region', region, replicas)
    this.add('cloud', cluster.provider, replicas)
    if (isSpot) this.add('spot', region, replicas)
  }

  stand(cluster: Cluster, { count, zone }: { count: number; zone?: string }, node: string, onOne: Replicas): void {
    for (const name of zone === undefined ? cluster.zones : [zone]) {
      this.add('zone', `${cluster.provider}/${cluster.region}/${name}`, onOne * count)
    }
    this.byDomain.node.set(node, Math.max(this.byDomain.node.get(node) ?? 0, onOne))
  }

  losses(): Losses {
    const worst = (loss: Loss) => this.worst(this.byDomain[loss])
    return {
      node: worst('node'),
      zone: worst('zone'),
      cluster: worst('cluster'),
      region: worst('region'),
      cloud: worst('cloud'),
      spot: worst('spot'),
    }
  }

  private add(loss: Loss, domain: string, replicas: number): void {
    this.byDomain[loss].set(domain, (this.byDomain[loss].get(domain) ?? 0) + replicas)
  }

  private worst(byDomain: ReadonlyMap<string, number>): WorstLoss {
    let most: { domain: string | undefined; lost: number } = { domain: undefined, lost: 0 }
    for (const [domain, lost] of byDomain) if (lost > most.lost) most = { domain, lost }
    return { ...most, left: this.total - most.lost }
  }
}
