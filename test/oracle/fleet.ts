import type { Agent, CapacityClass, Cluster, Offer, Problem } from '../../src/domain/problem.ts'

/** All nodes of one cluster that replicas of one capacity may stand on. */
export interface Cell {
  readonly cluster: Cluster
  readonly kind: CapacityClass
  readonly offers: readonly Offer[]
}

/** Something that nodes use up and that cells share, or whose count costs something; counted in `uses`, by node of an offer. */
export interface Dimension {
  readonly most: number
  readonly uses: ReadonlyMap<Offer, number>
  /** What having `used` of it costs beyond the nodes themselves [USD/h]; never falls. */
  readonly usdPerHour: (used: number) => number
}

export const kindOf = ({ capacityType }: Offer): CapacityClass => (capacityType === 'spot' ? 'spot' : 'on-demand')
export const mostReplicas = ({ replicas, maxReplicas }: Agent): number => (replicas === 0 ? 0 : (maxReplicas ?? replicas))

/** Two cells a cluster, on-demand before spot. */
export function cellsOf({ clusters }: Problem): Cell[] {
  return clusters.flatMap((cluster) =>
    (['on-demand', 'spot'] as const).map((kind) => ({ cluster, kind, offers: cluster.offers.filter((offer) => kindOf(offer) === kind) })),
  )
}

/** Limits that could bind, and the starts that cost something. */
export function dimensionsOf(problem: Problem): Dimension[] {
  const nodes = problem.agents.reduce((sum, agent) => sum + mostReplicas(agent), 0)
  const limits = [...problem.clusters.flatMap(clusterLimits), ...problem.clusters.flatMap(offerLimits), ...quotaLimits(problem)]
  const couldBind = ({ most, uses }: Dimension) => Math.max(0, ...uses.values()) * nodes > most
  return [...limits.filter(couldBind), ...problem.clusters.flatMap((cluster) => starts(cluster, problem.horizonHours))]
}

const free = () => 0
const limit = (most: number | undefined, offers: readonly Offer[], use: (offer: Offer) => number): Dimension[] =>
  most === undefined ? [] : [{ most, uses: new Map(offers.map((offer) => [offer, use(offer)])), usdPerHour: free }]

function clusterLimits({ limits = {}, offers }: Cluster): Dimension[] {
  return [
    ...limit(limits.nodes, offers, () => 1),
    ...limit(limits.vcpu, offers, (offer) => offer.vcpu),
    ...limit(
      limits.spotVcpu,
      offers.filter((offer) => kindOf(offer) === 'spot'),
      (offer) => offer.vcpu,
    ),
    ...limit(limits.gpu, offers, (offer) => offer.allocatable.gpu),
  ]
}

const offerLimits = ({ offers }: Cluster): Dimension[] => offers.flatMap((offer) => limit(offer.maxNodes, [offer], () => 1))

function quotaLimits({ clusters, quotas = [] }: Problem): Dimension[] {
  return quotas.flatMap((quota) => {
    const counted = clusters
      .filter(({ id }) => quota.clusters?.includes(id) ?? true)
      .flatMap(({ offers }) => offers)
      .filter(({ instanceType }) => quota.instanceTypes?.includes(instanceType) ?? true)
      .filter(({ capacityType }) => quota.capacityTypes?.includes(capacityType) ?? true)
    return [
      ...limit(quota.nodes, counted, () => 1),
      ...limit(quota.vcpu, counted, (offer) => offer.vcpu),
      ...limit(quota.gpu, counted, (offer) => offer.allocatable.gpu),
    ]
  })
}

function starts({ offers, currentNodes, nodeStartUsd = 0 }: Cluster, horizonHours: number): Dimension[] {
  if (!currentNodes || nodeStartUsd === 0) return []
  return offers.map((offer) => {
    const same = currentNodes.filter((node) => node.instanceType === offer.instanceType && node.capacityType === offer.capacityType)
    const today = same.reduce((sum, { count }) => sum + count, 0)
    const usdPerHour = (nodes: number) => (Math.max(0, nodes - today) * nodeStartUsd) / horizonHours
    return { most: Number.POSITIVE_INFINITY, uses: new Map([[offer, 1]]), usdPerHour }
  })
}
