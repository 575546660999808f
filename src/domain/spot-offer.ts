import type { InterruptionRate, Price, Refusal } from './catalogue.ts'
import { offerKey } from './find-offer.ts'
import type { NodeGroup } from './plan.ts'
import type { UsdPerHour } from './units.ts'

/** A spot offer of a cluster and what is behind it: the contract's offer has room for the price alone. */
export interface SpotOffer {
  readonly cluster: string
  readonly instanceType: string
  /** As it counts while plans are sought: its price, or more where it was refused lately. It is shown, stored and paid at its price. */
  readonly usdPerHour: UsdPerHour
  readonly list: Pick<Price, 'usdPerHour' | 'source' | 'asOf'>
  readonly interruption: InterruptionRate
  readonly refusal?: Refusal
}

/** What nodes of refused offers count as dearer than they cost [USD/h]. */
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
