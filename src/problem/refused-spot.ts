import type { Machine, Refusal } from '../domain/catalogue.ts'
import { type FleetCluster, nodesToday } from '../domain/fleet.ts'
import type { Offer } from '../domain/problem.ts'
import type { Nodes } from '../domain/units.ts'
import type { Remarks } from './remarks.ts'

/**
 * A cluster's offers while some could not be had lately as spot. One that the cluster has no node of counts as dearer, so that it is taken
 * where it is cheapest all the same. One that it has nodes of keeps its price, for what runs was had: counted as dearer, leaving it
 * would seem to save money. Of such a one no more are offered than run, where the same machine can be had on demand.
 */
export function withRefusals(cluster: FleetCluster, offers: readonly Offer[], machines: readonly Machine[], { notes }: Remarks): Offer[] {
  const runs = new Map(nodesToday(cluster).map((nodes) => [`${nodes.instanceType}|${nodes.capacityType}`, nodes.count]))
  const refusals = new Map(machines.map(({ instanceType, spot }) => [instanceType, spot?.refusal]))
  return offers.map((offer) => {
    const refusal = offer.capacityType === 'spot' ? refusals.get(offer.instanceType) : undefined
    if (!refusal || offer.maxNodes !== undefined) return offer
    const has = runs.get(`${offer.instanceType}|spot`) ?? 0
    if (has > 0 && !canBeHadOnDemand(offer, offers)) return offer
    notes.push(`${cluster.id}: ${offer.instanceType} as spot ${has > 0 ? cappedText(has, refusal) : dearerText(refusal)}.`)
    return has > 0 ? { ...offer, maxNodes: has } : { ...offer, usdPerHour: offer.usdPerHour * refusal.timesAsDear }
  })
}

const canBeHadOnDemand = ({ instanceType }: Offer, offers: readonly Offer[]): boolean =>
  offers.some((offer) => offer.instanceType === instanceType && offer.capacityType === 'on-demand' && offer.maxNodes === undefined)

const dearerText = ({ at, until, timesAsDear }: Refusal): string =>
  `is counted ${Number(timesAsDear.toFixed(2))} times as dear until ${timeText(until)}: it could not be had on ${timeText(at)}`

const cappedText = (has: Nodes, { at, until }: Refusal): string =>
  `is offered for no more than the ${has} that run until ${timeText(until)}: it could not be had on ${timeText(at)}`

const timeText = (time: string): string => `${time.slice(0, 16).replace('T', ' at ')} UTC`
