import type { NodeGroup } from './plan.ts'
import type { Offer, Problem } from './problem.ts'

/** What machine a node is: an offer of its cluster. */
export type NodeOffer = Pick<NodeGroup, 'cluster' | 'instanceType' | 'capacityType'>

/** Finds the offer that a node is of. It throws RangeError where there is none: price and size are then unknown, not 0. */
export function findOffer(problem: Problem): (node: NodeOffer) => Offer {
  const offers = new Map(problem.clusters.flatMap(({ id, offers }) => offers.map((offer) => [offerKey({ cluster: id, ...offer }), offer])))
  return (node) => {
    const offer = offers.get(offerKey(node))
    if (offer) return offer
    const { cluster, instanceType, capacityType } = node
    throw new RangeError(
      `${cluster} has no offer of ${instanceType} ${capacityType}: its price is unknown; add it to what the cluster offers`,
    )
  }
}

export function offerKey({ cluster, instanceType, capacityType }: NodeOffer): string {
  return `${cluster}|${instanceType}|${capacityType}`
}
