import type { Agent, Cluster, Problem } from '../../src/domain/problem.ts'

type Change = (problem: Problem) => Problem

/** Every node costs more, some much more. */
export const withDearerNodes: Change = (problem) => ({
  ...problem,
  clusters: problem.clusters.map((cluster) => ({
    ...cluster,
    offers: cluster.offers.map((offer, at) => ({ ...offer, usdPerHour: offer.usdPerHour * (1.01 + at / 2) + 0.01 })),
  })),
})

/** Every price and every budget so many times as high. */
export const withPricesTimes =
  (factor: number): Change =>
  ({ egress, limits, ...problem }) => ({
    ...problem,
    clusters: problem.clusters.map(({ nodeStartUsd, ...cluster }) => ({
      ...cluster,
      ...(nodeStartUsd === undefined ? {} : { nodeStartUsd: factor * nodeStartUsd }),
      offers: cluster.offers.map((offer) => ({ ...offer, usdPerHour: factor * offer.usdPerHour })),
    })),
    agents: problem.agents.map((agent) => agentAtPricesTimes(factor, agent)),
    ...(egress ? { egress: egressTimes(factor, egress) } : {}),
    ...(limits ? { limits: limits.usdPerHour === undefined ? limits : { ...limits, usdPerHour: factor * limits.usdPerHour } } : {}),
  })

function agentAtPricesTimes(factor: number, { restartUsd, move, ...agent }: Agent): Agent {
  const dearerMove = move && (move.usdPerReplica === undefined ? move : { ...move, usdPerReplica: factor * move.usdPerReplica })
  return { ...agent, ...(restartUsd === undefined ? {} : { restartUsd: factor * restartUsd }), ...(dearerMove ? { move: dearerMove } : {}) }
}

function egressTimes(factor: number, { defaultUsdPerGiB, pairs }: NonNullable<Problem['egress']>): NonNullable<Problem['egress']> {
  const dearer = pairs?.map((pair) => ({ ...pair, usdPerGiB: factor * pair.usdPerGiB }))
  return { defaultUsdPerGiB: factor * defaultUsdPerGiB, ...(dearer ? { pairs: dearer } : {}) }
}

/** Every quota, limit and budget a little higher. */
export const withMoreQuota: Change = ({ quotas, limits, ...problem }) => ({
  ...problem,
  clusters: problem.clusters.map(({ limits: most, ...cluster }) => ({ ...cluster, ...(most ? { limits: oneMoreOfEach(most) } : {}) })),
  ...(quotas ? { quotas: quotas.map((quota) => ({ ...quota, ...oneMoreOfEach(quota) })) } : {}),
  ...(limits ? { limits: oneMoreOfEach(limits) } : {}),
})

const oneMoreOfEach = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, typeof value === 'number' ? value + 1 : value])) as T

const ofAgents =
  (change: (agent: Agent) => Agent): Change =>
  (problem) => ({ ...problem, agents: problem.agents.map(change) })
const ofClusters =
  (change: (cluster: Cluster) => Cluster): Change =>
  (problem) => ({ ...problem, clusters: problem.clusters.map(change) })

/** What is no longer asked for can only make plans cheaper. */
export const RULES_DROPPED: Readonly<Record<string, Change>> = {
  quotas: ({ quotas: _, ...problem }) => problem,
  'limits over all': ({ limits: _, ...problem }) => problem,
  'limits of clusters': ofClusters(({ limits: _, ...cluster }) => cluster),
  'the most nodes of an offer': ofClusters((cluster) => ({
    ...cluster,
    offers: cluster.offers.map(({ maxNodes, ...offer }) =>
      offer.capacityType === 'reserved' && maxNodes !== undefined ? { ...offer, maxNodes } : offer,
    ),
  })),
  taints: ofClusters((cluster) => ({ ...cluster, offers: cluster.offers.map(({ taints: _, ...offer }) => offer) })),
  placement: ofAgents(({ placement: _, ...agent }) => agent),
  latency: ofAgents(({ latency: _, ...agent }) => agent),
  survival: ofAgents(({ survive: _, ...agent }) => agent),
  spread: ofAgents(({ spread: _, ...agent }) => agent),
  'anti-affinity': ofAgents(({ maxPerNode: _, ...agent }) => agent),
  'moves of agents': ofAgents(({ move: _, ...agent }) => agent),
  'the cost of restarts': ofAgents(({ restartUsd: _, ...agent }) => agent),
}

const newName = (id: string): string => `renamed-${[...id].reverse().join('')}`

/** The same problem under other names and in another order. */
export const renamedAndReordered: Change = (problem) => ({
  ...problem,
  clusters: problem.clusters.map((cluster) => ({ ...cluster, id: newName(cluster.id), offers: cluster.offers.toReversed() })).reverse(),
  agents: problem.agents.map(renamedIn).reverse(),
  ...(problem.quotas
    ? { quotas: problem.quotas.map((quota) => (quota.clusters ? { ...quota, clusters: quota.clusters.map(newName) } : quota)) }
    : {}),
  ...(problem.egress ? { egress: renamedEgress(problem.egress) } : {}),
})

function renamedIn({ placement, latency, current, ...agent }: Agent): Agent {
  const clusters = placement?.clusters?.map(newName)
  return {
    ...agent,
    ...(placement ? { placement: { ...placement, ...(clusters ? { clusters } : {}) } } : {}),
    ...(latency ? { latency: { ...latency, msByCluster: renamedKeys(latency.msByCluster) } } : {}),
    ...(current ? { current: current.map((place) => ({ ...place, cluster: newName(place.cluster) })).reverse() } : {}),
  }
}

const renamedKeys = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([id, value]) => [newName(id), value]))

function renamedEgress({ pairs, ...egress }: NonNullable<Problem['egress']>): NonNullable<Problem['egress']> {
  if (!pairs) return egress
  const renamed = pairs.map(({ from, to, usdPerGiB }) => ({ from: newName(from), to: to === 'internet' ? to : newName(to), usdPerGiB }))
  return { ...egress, pairs: renamed }
}
