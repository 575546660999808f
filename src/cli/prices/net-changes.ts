import type { PriceChange } from '../../domain/known-price.ts'
import type { UsdPerHour } from '../../domain/units.ts'

export type ChangeKind = 'dearer' | 'cheaper' | 'new' | 'withdrawn'

/** What an offer's price was before a span of time and is after it. */
export interface NetChange
  extends Pick<PriceChange, 'provider' | 'region' | 'zone' | 'instanceType' | 'capacityType' | 'source' | 'listing'> {
  readonly kind: ChangeKind
  readonly oldUsdPerHour?: UsdPerHour
  readonly newUsdPerHour?: UsdPerHour
  /** Only where there is an old price and a new one. */
  readonly changePercent?: number
  /** ISO date-time of the last change. */
  readonly at: string
}

/** What several changes of one offer come to together, the largest first; those that were undone are none. */
export function netChanges(changes: readonly PriceChange[]): NetChange[] {
  const byOffer = Map.groupBy(changes, offerKey)
  return [...byOffer.values()].flatMap((ofOffer) => netChange(ofOffer) ?? []).sort(largestFirst)
}

const offerKey = ({ listing, provider, region, zone, instanceType, capacityType }: PriceChange): string =>
  [listing, provider, region, zone, instanceType, capacityType].join('|')

function netChange(ofOffer: readonly PriceChange[]): NetChange | undefined {
  const inTime = ofOffer.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
  const { oldUsdPerHour } = inTime[0]!
  const { newUsdPerHour, at, oldUsdPerHour: _, ...offer } = inTime.at(-1)!
  if (oldUsdPerHour === newUsdPerHour) return undefined
  if (oldUsdPerHour === undefined) return { ...offer, at, kind: 'new', newUsdPerHour: newUsdPerHour! }
  if (newUsdPerHour === undefined) return { ...offer, at, kind: 'withdrawn', oldUsdPerHour }
  const changePercent = (newUsdPerHour / oldUsdPerHour - 1) * 100
  return { ...offer, at, kind: changePercent > 0 ? 'dearer' : 'cheaper', oldUsdPerHour, newUsdPerHour, changePercent }
}

/** By how many times the price changed, up or down; what came or went stands after it, the dearest first. */
function largestFirst(one: NetChange, other: NetChange): number {
  return size(other) - size(one) || amount(other) - amount(one) || (offerKey(one) < offerKey(other) ? -1 : 1)
}

const size = ({ oldUsdPerHour, newUsdPerHour }: NetChange): number =>
  oldUsdPerHour === undefined || newUsdPerHour === undefined ? 0 : Math.abs(Math.log(newUsdPerHour / oldUsdPerHour))

const amount = ({ oldUsdPerHour, newUsdPerHour }: NetChange): number => newUsdPerHour ?? oldUsdPerHour ?? 0
