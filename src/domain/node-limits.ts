import type { ClusterNode } from './cluster-node.ts'
import { findOffer, type NodeOffer } from './find-offer.ts'
import type { Problem, Quota } from './problem.ts'

/** One limit on what stands together: of a cluster, of an offer or of a quota. */
interface NodeLimit {
  readonly name: string
  readonly covers: (node: NodeOffer) => boolean
  readonly most: { readonly nodes?: number; readonly vcpu?: number; readonly spotVcpu?: number; readonly gpu?: number }
}

const WORDS = { nodes: 'nodes', vcpu: 'vCPU', spotVcpu: 'spot vCPU', gpu: 'GPUs' } as const

/**
 * Which limits do not let one more node stand beside those that stand already, a sentence each; none: it may.
 * A limit that is exceeded already, but does not count the new node, is no obstacle to it.
 */
export function nodeLimits(problem: Problem): (standing: readonly ClusterNode[], one: NodeOffer) => string[] {
  const limits = [...clusterLimits(problem), ...(problem.quotas ?? []).map(quotaLimit)]
  const offerOf = findOffer(problem)
  const used = (node: NodeOffer) => {
    const { vcpu, allocatable } = offerOf(node)
    return { nodes: 1, vcpu, spotVcpu: node.capacityType === 'spot' ? vcpu : 0, gpu: allocatable.gpu }
  }
  return (standing, one) =>
    [...limits, ...offerLimit(one, offerOf(one).maxNodes)]
      .filter(({ covers }) => covers(one))
      .flatMap((limit) => excess(limit, [...standing.filter(limit.covers), one].map(used), used(one)))
}

type Use = Required<NodeLimit['most']>

function excess({ name, most }: NodeLimit, uses: readonly Use[], ofNewNode: Use): string[] {
  return (Object.keys(WORDS) as (keyof Use)[]).flatMap((resource) => {
    const limit = most[resource]
    const total = uses.reduce((sum, use) => sum + use[resource], 0)
    if (limit === undefined || ofNewNode[resource] === 0 || total <= limit + 1e-6) return []
    return [`${name} may have ${limit} ${WORDS[resource]} and would have ${total}`]
  })
}

function clusterLimits(problem: Problem): NodeLimit[] {
  return problem.clusters.flatMap(({ id, limits }) => (limits ? [{ name: id, covers: ({ cluster }) => cluster === id, most: limits }] : []))
}

function quotaLimit({ id, clusters, instanceTypes, capacityTypes, ...most }: Quota): NodeLimit {
  const covers = ({ cluster, instanceType, capacityType }: NodeOffer) =>
    (clusters?.includes(cluster) ?? true) &&
    (instanceTypes?.includes(instanceType) ?? true) &&
    (capacityTypes?.includes(capacityType) ?? true)
  return { name: `quota ${id}`, covers, most }
}

function offerLimit(one: NodeOffer, maxNodes: number | undefined): NodeLimit[] {
  if (maxNodes === undefined) return []
  const covers = (node: NodeOffer) =>
    node.cluster === one.cluster && node.instanceType === one.instanceType && node.capacityType === one.capacityType
  return [{ name: `${one.instanceType} ${one.capacityType} in ${one.cluster}`, covers, most: { nodes: maxNodes } }]
}
