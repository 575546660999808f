import type { Catalogue } from '../../../src/domain/catalogue.ts'
import { type Cluster, domainOf, type Egress, INTERNET, type Problem, type Quota } from '../../../src/domain/problem.ts'
import type { FleetSize } from '../sizes.ts'
import { drawAgents } from './agents.ts'
import { drawSites, type Site } from './clusters.ts'
import { Draw } from './draw.ts'
import { withNodesToday } from './today.ts'

/** A placement problem like a real fleet's, at the catalogue's prices. The same size, seed and catalogue give the same problem. */
export function makeInstance(size: FleetSize, seed: number, catalogue: Catalogue): Problem {
  const draw = new Draw(seed)
  const sites = drawSites(catalogue, size, draw)
  const agents = drawAgents(size.agents, sites, draw)
  const clusters = sites.map(({ cluster }) => withNodesToday(cluster, agents, draw))
  return {
    schema: 'placement-problem/v1',
    asOf: catalogue.oldestPriceAt,
    horizonHours: 24,
    clusters,
    quotas: [...spotQuotas(clusters, size), ...gpuQuotas(clusters, size)],
    egress: egressOf(sites, catalogue),
    agents,
  }
}

/** Spot capacity is an account's in a region, shared by its clusters there. */
function spotQuotas(clusters: readonly Cluster[], size: FleetSize): Quota[] {
  const vcpu = Math.max(384, Math.round((40 * size.agents) / size.clusters))
  return [...Map.groupBy(clusters, domainOf.region)].map(([region, own]) => ({
    id: `${region} spot`,
    clusters: own.map(({ id }) => id),
    capacityTypes: ['spot'],
    vcpu,
  }))
}

/** GPUs are counted over all of a cloud. */
function gpuQuotas(clusters: readonly Cluster[], size: FleetSize): Quota[] {
  const gpu = Math.max(32, Math.round(0.5 * size.agents))
  return [...Map.groupBy(clusters, domainOf.cloud)].map(([cloud, own]) => ({ id: `${cloud} GPUs`, clusters: own.map(({ id }) => id), gpu }))
}

/** To another cloud, or where no source says, a region's price to the internet. */
function egressOf(sites: readonly Site[], catalogue: Catalogue): Egress {
  const pairs = sites.flatMap((from) => {
    const targets = [INTERNET, ...sites.filter((to) => to !== from)] as const
    return targets.flatMap((to) => {
      const target = to === INTERNET ? INTERNET : to.region
      const price = catalogue.egressUsdPerGiB(from.region, target) ?? catalogue.egressUsdPerGiB(from.region, INTERNET)
      return price ? [{ from: from.cluster.id, to: to === INTERNET ? INTERNET : to.cluster.id, usdPerGiB: price.usdPerGiB }] : []
    })
  })
  return { defaultUsdPerGiB: Math.max(...pairs.map(({ usdPerGiB }) => usdPerGiB)), pairs }
}
