import type { Machine } from '../domain/catalogue.ts'
import type { FleetCluster } from '../domain/fleet.ts'
import type { SpotOffer } from '../domain/spot-offer.ts'
import { spotPriceIn } from '../domain/spot-price.ts'
import type { RefusalsWeighed } from './refused-spot.ts'

/** What is behind the spot offers of a cluster. */
export function spotOffersOf(
  cluster: Pick<FleetCluster, 'id' | 'zones'>,
  { offers, countedUsdPerHour }: RefusalsWeighed,
  machines: readonly Machine[],
): SpotOffer[] {
  const byType = new Map(machines.map((machine) => [machine.instanceType, machine]))
  return offers.flatMap(({ instanceType, capacityType }) => {
    const machine = capacityType === 'spot' ? byType.get(instanceType) : undefined
    const price = machine && spotPriceIn(cluster.zones, machine)
    if (!machine?.spot || !price) return []
    const { interruption, refusal } = machine.spot
    const list = { usdPerHour: price.usdPerHour, source: price.source, asOf: price.asOf }
    const usdPerHour = countedUsdPerHour.get(instanceType) ?? price.usdPerHour
    return [{ cluster: cluster.id, instanceType, usdPerHour, list, interruption, ...(refusal && { refusal }) }]
  })
}

/** Rates that nobody published and nobody saw are told, with what is assumed instead. */
export function assumedRates(clusters: readonly Pick<FleetCluster, 'id' | 'provider'>[], spotOffers: readonly SpotOffer[]): string[] {
  const providerOf = new Map(clusters.map(({ id, provider }) => [id, provider]))
  const assumed = spotOffers.filter(({ interruption }) => interruption.origin === 'assumed')
  const groups = Map.groupBy(assumed, ({ cluster, interruption }) => `${providerOf.get(cluster)}|${interruption.perHour}`)
  return [...groups.values()].map((alike) => {
    const { cluster, interruption } = alike[0]!
    const types = new Set(alike.map(({ instanceType }) => instanceType)).size
    const which = types === 1 ? '1 machine type' : `${types} machine types`
    return `${providerOf.get(cluster)}: how often spot nodes of ${which} are lost is not published; assumed is ${interruption.perHour} times per node and hour.`
  })
}
