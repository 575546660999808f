import type { Cluster, Offer, Problem } from '../../src/domain/problem.ts'

/** One row of rule 4, whatever the problem calls it: nodes, vCPU or GPUs of the offers that match stay within a limit. */
export interface Limit {
  readonly name: string
  readonly most: number
  /** The cluster or quota that it belongs to. */
  readonly cluster?: string
  readonly quota?: string
  /** Whether it may count nodes of a cluster at all. */
  readonly reaches: (cluster: Cluster) => boolean
  /** What one node of the offer takes of it; 0 where the limit does not count it. */
  readonly use: (cluster: Cluster, offer: Offer) => number
}

const MEASURES = {
  nodes: () => 1,
  vcpu: (offer: Offer) => offer.vcpu,
  spotVcpu: (offer: Offer) => (offer.capacityType === 'spot' ? offer.vcpu : 0),
  gpu: (offer: Offer) => offer.allocatable.gpu,
}

/** Every limit of the problem on nodes: of clusters, and of the quotas that an account shares. `maxNodes` bounds its variable instead. */
export function limitsOf(problem: Problem): Limit[] {
  return [...problem.clusters.flatMap(clusterLimits), ...(problem.quotas ?? []).flatMap(quotaLimits)]
}

function clusterLimits(owner: Cluster): Limit[] {
  const isOwner = (cluster: Cluster) => cluster.id === owner.id
  return measuresIn(owner.limits ?? {}).map(([measure, most]) => ({
    name: `limit[${owner.id},${measure}]`,
    most,
    cluster: owner.id,
    reaches: isOwner,
    use: (cluster, offer) => (isOwner(cluster) ? MEASURES[measure](offer) : 0),
  }))
}

function quotaLimits({ id, clusters, instanceTypes, capacityTypes, ...limits }: NonNullable<Problem['quotas']>[number]): Limit[] {
  const reaches = (cluster: Cluster) => !clusters || clusters.includes(cluster.id)
  const counts = (cluster: Cluster, offer: Offer) =>
    reaches(cluster) &&
    (!instanceTypes || instanceTypes.includes(offer.instanceType)) &&
    (!capacityTypes || capacityTypes.includes(offer.capacityType))
  return measuresIn(limits).map(([measure, most]) => ({
    name: `quota[${id},${measure}]`,
    most,
    quota: id,
    reaches,
    use: (cluster, offer) => (counts(cluster, offer) ? MEASURES[measure](offer) : 0),
  }))
}

function measuresIn(limits: Partial<Record<keyof typeof MEASURES, number>>): [keyof typeof MEASURES, number][] {
  return (Object.keys(MEASURES) as (keyof typeof MEASURES)[]).flatMap((measure) => {
    const most = limits[measure]
    return most === undefined ? [] : [[measure, most] as [keyof typeof MEASURES, number]]
  })
}
