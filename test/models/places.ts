import type { Agent, Cluster, Problem } from '../../src/domain/problem.ts'
import { aCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../builders.ts'

/** Four-vCPU nodes at 1 USD/h, and at 30 cents as spot. */
export const dublin = (part: Partial<Cluster> = {}): Cluster => aCluster({ offers: [anOffer(), aSpotOffer()], ...part })

/** The same cloud's other region: half the price on demand, 20 cents as spot. */
export const virginia = (part: Partial<Cluster> = {}): Cluster =>
  aCluster({
    id: 'virginia',
    region: 'us-east-1',
    tags: ['US'],
    offers: [anOffer({ usdPerHour: 0.5 }), aSpotOffer({ usdPerHour: 0.2 })],
    ...part,
  })

/** Another cloud, twice as dear as Dublin, without spot. */
export const iowa = (part: Partial<Cluster> = {}): Cluster =>
  aCluster({ id: 'iowa', provider: 'gcp', region: 'us-central1', tags: ['US'], offers: [anOffer({ usdPerHour: 2 })], ...part })

/** Replicas that fill a node each: as many nodes as replicas. */
export const anAgentOfWholeNodes = (part: Partial<Agent> = {}): Agent => anAgent({ requests: { cpu: 4, memoryGiB: 16 }, ...part })

/** One agent in the clusters given. */
export const problemOf = (agent: Agent, clusters: Cluster[] = [dublin()], part: Partial<Problem> = {}): Problem =>
  aProblem({ clusters, agents: [agent], ...part })
