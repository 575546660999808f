import type { Machine, Refusal } from '../domain/catalogue.ts'
import { type FleetCluster, nodesToday } from '../domain/fleet.ts'
import type { Offer } from '../domain/problem.ts'
import type { Nodes, UsdPerHour } from '../domain/units.ts'
import type { Remarks } from './remarks.ts'

export interface RefusalsWeighed {
  /** At their true prices. */
  readonly offers: readonly Offer[]
  /** What a spot node is counted at while plans are sought, where that is more than its price, by machine type. */
  readonly countedUsdPerHour: ReadonlyMap<string, UsdPerHour>
}

/**
 * A cluster's offers while some could not be had lately as spot. One that the cluster has no node of is to count as dearer, so that it is
 * taken where it is cheapest all the same. One that it has nodes of counts at its price, for what runs was had: counted as dearer, leaving
 * it would seem to save money; no more of it are offered than run.
 */
export function withRefusals(
  cluster: FleetCluster,
  offers: readonly Offer[],
  machines: readonly Machine[],
  { notes }: Remarks,
): RefusalsWeighed {
  const runs = new Map(nodesToday(cluster).map((nodes) => [`${nodes.instanceType}|${nodes.capacityType}`, nodes.count]))
  const refusals = new Map(machines.map(({ instanceType, spot }) => [instanceType, spot?.refusal]))
  const countedUsdPerHour = new Map<string, UsdPerHour>()
  const weighed = offers.map((offer) => {
    const refusal = offer.capacityType === 'spot' ? refusals.get(offer.instanceType) : undefined
    if (!refusal || offer.maxNodes !== undefined) return offer
    const has = runs.get(`${offer.instanceType}|spot`) ?? 0
    notes.push(`${cluster.id}: ${offer.instanceType} as spot ${has > 0 ? cappedText(has, refusal) : dearerText(refusal)}.`)
    if (has > 0) return { ...offer, maxNodes: has }
    countedUsdPerHour.set(offer.instanceType, offer.usdPerHour * refusal.timesAsDear)
    return offer
  })
  return { offers: weighed, countedUsdPerHour }
}

const dearerText = ({ at, until, timesAsDear }: Refusal): string =>
  `is counted ${Number(timesAsDear.toFixed(2))} times as dear until ${timeText(until)}: it could not be had on ${timeText(at)}`

const cappedText = (has: Nodes, { at, until }: Refusal): string =>
  `is offered for no more than the ${has} that ${has === 1 ? 'runs' : 'run'} until ${timeText(until)}: it could not be had on ${timeText(at)}`

const timeText = (time: string): string => `${time.slice(0, 16).replace('T', ' at ')} UTC`
