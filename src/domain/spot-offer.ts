import type { InterruptionRate, Price, Refusal } from './catalogue.ts'
import { offerKey } from './find-offer.ts'
import type { NodeGroup } from './plan.ts'
import type { UsdPerHour } from './units.ts'

/** What a problem counts a spot offer of a cluster at, and what is behind it: the contract's offer has room for the figures alone. */
export interface SpotOffer {
  readonly cluster: string
  readonly instanceType: string
  /** As the problem counts it: the list price, or more where it was refused lately. */
  readonly usdPerHour: UsdPerHour
  readonly list: Pick<Price, 'usdPerHour' | 'source' | 'asOf'>
  readonly interruption: InterruptionRate
  readonly refusal?: Refusal
}

/** The part of nodes' cost that is no price: what refused offers count as dearer [USD/h]. */
export function surcharge(spotOffers: readonly SpotOffer[], nodeGroups: readonly NodeGroup[]): UsdPerHour {
  const perNode = surcharges(spotOffers)
  return nodeGroups.reduce((sum, group) => sum + group.count * (perNode.get(offerKey(group)) ?? 0), 0)
}

/** Of those offers alone that count as dearer than they are, by their key. */
export function surcharges(spotOffers: readonly SpotOffer[]): ReadonlyMap<string, UsdPerHour> {
  return new Map(
    spotOffers
      .filter(({ usdPerHour, list }) => usdPerHour > list.usdPerHour)
      .map((offer) => [offerKey({ ...offer, capacityType: 'spot' }), offer.usdPerHour - offer.list.usdPerHour]),
  )
}
