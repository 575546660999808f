import type { Cluster, Offer, Quota } from '../domain/problem.ts'
import type { Nodes } from '../domain/units.ts'
import type { Reading } from './reading.ts'
import type { Violation } from './verdict.ts'

const TOLERANCE = 1e-6
const UNITS = { nodes: 'nodes', vcpu: 'vCPU', spotVcpu: 'spot vCPU', gpu: 'GPUs' } as const
type Used = Record<keyof typeof UNITS, number>
type Limits = { readonly [limited in keyof Used]?: number | undefined }
interface Bought {
  readonly cluster: Cluster
  readonly offer: Offer
  readonly count: Nodes
}

/** Quotas: the clusters' own limits, the offers' most nodes, and what an account shares. */
export function* quotas({ problem, clusters, nodes }: Reading): Iterable<Violation> {
  const all: Bought[] = []
  for (const [id, byOffer] of nodes) {
    const cluster = clusters.get(id) as Cluster
    const here = [...byOffer].map(([offer, count]) => ({ cluster, offer, count }))
    for (const found of over(cluster.limits, used(here))) yield { constraint: 'quota', cluster: id, detail: `${id} would use ${found}` }
    for (const bought of here) yield* tooMany(bought)
    all.push(...here)
  }
  for (const quota of problem.quotas ?? []) {
    for (const found of over(quota, used(all.filter(counts(quota)))))
      yield { constraint: 'quota', quota: quota.id, detail: `the quota ${quota.id} would have to give ${found}` }
  }
}

function* tooMany({ cluster, offer, count }: Bought): Iterable<Violation> {
  if (offer.maxNodes === undefined || count <= offer.maxNodes) return
  yield {
    constraint: 'quota',
    cluster: cluster.id,
    detail: `${cluster.id} would have ${count} nodes of ${offer.instanceType} (${offer.capacityType}) and at most ${offer.maxNodes} can be had`,
  }
}

/** An offer counts when it matches all of the selectors that are given. */
function counts({ clusters, instanceTypes, capacityTypes }: Quota): (bought: Bought) => boolean {
  return ({ cluster, offer }) =>
    (!clusters || clusters.includes(cluster.id)) &&
    (!instanceTypes || instanceTypes.includes(offer.instanceType)) &&
    (!capacityTypes || capacityTypes.includes(offer.capacityType))
}

function used(nodes: readonly Bought[]): Used {
  const sum: Used = { nodes: 0, vcpu: 0, spotVcpu: 0, gpu: 0 }
  for (const { offer, count } of nodes) {
    sum.nodes += count
    sum.vcpu += count * offer.vcpu
    sum.gpu += count * offer.allocatable.gpu
    if (offer.capacityType === 'spot') sum.spotVcpu += count * offer.vcpu
  }
  return sum
}

function* over(limits: Limits = {}, sum: Used): Iterable<string> {
  for (const what of ['nodes', 'vcpu', 'spotVcpu', 'gpu'] as const) {
    const most = limits[what]
    if (most !== undefined && sum[what] > most + TOLERANCE) yield `${sum[what]} ${UNITS[what]} of at most ${most}`
  }
}
