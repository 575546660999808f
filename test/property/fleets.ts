import type { Agent, Cluster, Problem } from '../../src/domain/problem.ts'

type Change = (problem: Problem) => Problem

/** Nothing stands today, and nothing is limited in number: twice the fleet may stand as the fleet does, twice. */
export const idleAndUnlimited: Change = ({ limits: _, quotas: __, ...problem }) => ({
  ...problem,
  clusters: problem.clusters.map(({ limits: ___, currentNodes: ____, ...cluster }) => ({ ...cluster, offers: unlimited(cluster) })),
  agents: problem.agents.map(({ current: _____, spread: ______, ...agent }) => agent),
})

const unlimited = ({ offers }: Pick<Cluster, 'offers'>): Cluster['offers'] =>
  offers.filter(({ capacityType }) => capacityType !== 'reserved').map(({ maxNodes: _, ...offer }) => offer)

export const withTwiceTheReplicas: Change = (problem) => ({
  ...problem,
  agents: problem.agents.map(({ replicas, maxReplicas, ...agent }) => ({
    ...agent,
    replicas: 2 * replicas,
    ...(maxReplicas === undefined ? {} : { maxReplicas: 2 * maxReplicas }),
  })),
})

/** The first agent without any rule about how many of its own stand where, so that a part of it is as good as the whole. */
export function withPlainFirstAgent({ agents: [first, ...others], ...problem }: Problem): Problem {
  const { replicas, id, requests, arch, gpuModels, instanceTypes, tolerates, placement, latency, restartUsd, spot } = first!
  const rest = {
    arch,
    gpuModels,
    instanceTypes,
    tolerates,
    placement,
    latency,
    restartUsd,
    spot: spot && { maxShare: Math.ceil(spot.maxShare) },
  }
  const plain = { id, replicas: Math.max(2, replicas), requests, ...present(rest) }
  return { ...problem, agents: [plain, ...others].map(({ traffic: _, ...agent }: Agent) => agent) }
}

const present = <T extends object>(record: T): Partial<T> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Partial<T>

/** The first agent as two that are alike, with its replicas between them. */
export function withFirstAgentSplit({ agents: [first, ...others], ...problem }: Problem): Problem {
  const some = Math.floor(first!.replicas / 3) + 1
  const twins = [
    { ...first!, replicas: some },
    { ...first!, id: `${first!.id}-twin`, replicas: first!.replicas - some },
  ]
  return { ...problem, agents: [...twins, ...others] }
}
