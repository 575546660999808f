import { type Cluster, domainOf, type Offer, type Problem, type Quota } from '../../../src/domain/problem.ts'

type Measure = 'nodes' | 'vcpu' | 'spotVcpu' | 'gpu'
type Amounts = Record<Measure, number>

interface Limit {
  readonly covers: (cluster: Cluster, offer: Offer) => boolean
  readonly most: Amounts
  readonly used: Amounts
}

const NONE: Amounts = { nodes: 0, vcpu: 0, spotVcpu: 0, gpu: 0 }
const UNLIMITED: Amounts = { nodes: Infinity, vcpu: Infinity, spotVcpu: Infinity, gpu: Infinity }
const MEASURES = Object.keys(NONE) as readonly Measure[]
const TOLERANCE = 1e-6

/** What is used so far of every limit on nodes: of clusters, of quotas and of offers. */
export class LimitBook {
  private readonly limitsOf = new Map<string, readonly Limit[]>()
  private readonly taken = new Map<Offer, number>()

  constructor({ clusters, quotas = [] }: Problem) {
    const shared = quotas.map((quota) => ({ quota, limit: quotaLimit(quota) }))
    for (const cluster of clusters) {
      const own: Limit = { covers: () => true, most: { ...UNLIMITED, ...cluster.limits }, used: { ...NONE } }
      const here = shared.filter(({ quota }) => quota.clusters?.includes(cluster.id) ?? true).map(({ limit }) => limit)
      this.limitsOf.set(domainOf.cluster(cluster), [own, ...here])
    }
  }

  /** How many nodes more of an offer may stand. */
  roomFor(cluster: Cluster, offer: Offer): number {
    let room = (offer.maxNodes ?? Infinity) - (this.taken.get(offer) ?? 0)
    const use = useOf(offer)
    for (const { most, used } of this.coveringLimits(cluster, offer))
      for (const measure of MEASURES)
        if (use[measure] > 0) room = Math.min(room, Math.floor((most[measure] - used[measure] + TOLERANCE) / use[measure]))
    return Math.max(0, room)
  }

  take(cluster: Cluster, offer: Offer, nodes: number): void {
    this.taken.set(offer, (this.taken.get(offer) ?? 0) + nodes)
    const use = useOf(offer)
    for (const { used } of this.coveringLimits(cluster, offer)) for (const measure of MEASURES) used[measure] += nodes * use[measure]
  }

  private coveringLimits(cluster: Cluster, offer: Offer): readonly Limit[] {
    return this.limitsOf.get(cluster.id)!.filter(({ covers }) => covers(cluster, offer))
  }
}

function quotaLimit({ instanceTypes, capacityTypes, nodes = Infinity, vcpu = Infinity, gpu = Infinity }: Quota): Limit {
  const covers = (_: Cluster, offer: Offer) =>
    (instanceTypes?.includes(offer.instanceType) ?? true) && (capacityTypes?.includes(offer.capacityType) ?? true)
  return { covers, most: { ...UNLIMITED, nodes, vcpu, gpu }, used: { ...NONE } }
}

const useOf = ({ vcpu, capacityType, allocatable }: Offer): Amounts => ({
  nodes: 1,
  vcpu,
  spotVcpu: capacityType === 'spot' ? vcpu : 0,
  gpu: allocatable.gpu,
})
