import type { NodeGroup } from './plan.ts'
import type { Offer, Problem } from './problem.ts'

/** What machine a node is: an offer of its cluster. */
export type NodeOffer = Pick<NodeGroup, 'cluster' | 'instanceType' | 'capacityType'>

/** Finds the offer that a node is of. It throws RangeError where there is none: price and size are then unknown, not 0. */
export function findOffer(problem: Problem): (node: NodeOffer) => Offer {
  const byCluster = new Map(problem.clusters.map(({ id, offers }) => [id, Map.groupBy(offers, ({ instanceType }) => instanceType)]))
  return ({ cluster, instanceType, capacityType }) => {
    const bought = byCluster.get(cluster)?.get(instanceType)
    const offer = bought?.find((candidate) => candidate.capacityType === capacityType)
    if (offer) return offer
    throw new RangeError(
      `${cluster} has no offer of ${instanceType} ${capacityType}: its price is unknown; add it to what the cluster offers`,
    )
  }
}

export function offerKey({ cluster, instanceType, capacityType }: NodeOffer): string {
  return `${cluster}|${instanceType}|${capacityType}`
}
