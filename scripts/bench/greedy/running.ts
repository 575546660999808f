import { leastSpread, mostPerDomain, mostReplicas } from '../../../models/instance/caps.ts'
import { type Agent, type Cluster, domainOf } from '../../../src/domain/problem.ts'
import type { Replicas } from '../../../src/domain/units.ts'

const LOSSES = ['zone', 'cluster', 'region', 'cloud'] as const

/**
 * The fewest replicas that keep an agent's rules on survival and spread when they stand in these clusters as evenly as can be;
 * undefined where no number that may run does: there are too few clusters, regions or clouds.
 */
export function leastRunning(agent: Agent, clusters: readonly Cluster[]): Replicas | undefined {
  const count = (domain: (cluster: Cluster) => string) => new Set(clusters.map(domain)).size
  const domains = {
    zone: new Set(clusters.flatMap((cluster) => cluster.zones.map((zone) => `${domainOf.region(cluster)}/${zone}`))).size,
    cluster: count(domainOf.cluster),
    region: count(domainOf.region),
    cloud: count(domainOf.cloud),
  }
  const isSpread = (['cluster', 'region', 'cloud'] as const).every((kind) => domains[kind] >= leastSpread(agent, `${kind}s`))
  if (clusters.length === 0 || !isSpread) return undefined
  for (let running = agent.replicas; running <= mostReplicas(agent); running++)
    if (LOSSES.every((loss) => domains[loss] * mostPerDomain(agent, loss, running) >= running)) return running
  return undefined
}
