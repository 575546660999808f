import { mostThatFit } from '../../../models/instance/caps.ts'
import { type Agent, accepts, type Cluster, mayStandIn } from '../../../src/domain/problem.ts'
import { roundTripMs } from '../../../src/problem/latency.ts'
import type { Site } from './clusters.ts'
import type { Draw } from './draw.ts'

const LATENCY_SHARE = 0.12

/** Sovereignty: most agents may go anywhere, others must stay in the EU, in Europe or in North America, out of the US, or out of its law. */
export function drawPlacement({ gpu }: Agent['requests'], sites: readonly Site[], draw: Draw): Pick<Agent, 'placement'> {
  const isRunInEu = !gpu && sites.some(({ cluster }) => cluster.tags.includes('operator:EU'))
  const placement = draw.weighted<Agent['placement']>([
    [undefined, 40],
    [{ anyTag: ['EU'] }, 25],
    [{ anyTag: ['north-america'] }, 15],
    [{ anyTag: ['europe'] }, 8],
    [{ noTag: ['US'] }, 8],
    [{ anyTag: ['EU'], noTag: ['operator:US'] }, isRunInEu ? 4 : 0],
  ])
  return placement ? { placement } : {}
}

/** Some agents serve users who are near one of the clusters. */
export function drawLatency(sites: readonly Site[], draw: Draw): Pick<Agent, 'latency'> {
  if (!draw.chance(LATENCY_SHARE)) return {}
  const users = draw.pick(sites).region
  const msByCluster = Object.fromEntries(sites.map(({ cluster, region }) => [cluster.id, roundTripMs(users, region)]))
  return { latency: { maxMs: draw.pick([40, 60, 90]), msByCluster } }
}

/** The clusters that an agent's rules allow and that sell a machine for it on demand, in number. */
export function placesFor(agent: Agent, sites: readonly Site[]): Cluster[] {
  return sites.map(({ cluster }) => cluster).filter((cluster) => mayStandIn(agent, cluster) && sellsFor(agent, cluster))
}

const sellsFor = (agent: Agent, { offers }: Cluster): boolean =>
  offers.some((offer) => offer.capacityType === 'on-demand' && accepts(agent, offer) && mostThatFit(agent.requests, offer) > 0)
