import { expect } from 'vitest'
import type { Catalogue, Machine } from '../../src/domain/catalogue.ts'
import type { Fleet, FleetAgent, FleetCluster } from '../../src/domain/fleet.ts'
import type { PreferenceName } from '../../src/domain/preference.ts'
import type { Night } from '../../src/reports/night.ts'
import { aCatalogue, aFleet, aFleetAgent, aFleetCluster, aMachine } from '../builders.ts'

/** What a node of each machine costs in Dublin and in Virginia [USD/h]. */
export type Prices = Readonly<Record<string, readonly [number, number]>>

/** A replica of an agent fills a node of the machine that bears its name. */
export const agent = (id: string, replicas: number, part: Partial<FleetAgent> = {}): FleetAgent =>
  aFleetAgent({ id, demand: { replicas }, requests: { cpu: 4, memoryGiB: 4, gpu: 0 }, instanceTypes: [`m.${id}`], ...part })

/** All of it in Dublin today, a node for each replica. */
export function allInDublin(agents: readonly FleetAgent[], part: Partial<Fleet> = {}): Fleet {
  const place = (id: string, region: string, nodes: FleetCluster['nodes']): FleetCluster =>
    aFleetCluster({ id, region, growsFrom: { instanceTypes: [], families: ['m'], capacityTypes: ['on-demand'] }, nodes })
  const nodes = agents.map(({ id, demand }) => ({
    cluster: 'dublin',
    instanceType: `m.${id}`,
    capacityType: 'on-demand' as const,
    count: 'replicas' in demand ? Number(demand.replicas) : 0,
    pods: [{ agent: id, replicas: 1 }],
  }))
  return aFleet({ agents, clusters: [place('dublin', 'eu-west-1', nodes), place('virginia', 'us-east-1', [])], ...part })
}

export function catalogueAt(prices: Prices): Catalogue {
  const machine = (instanceType: string, region: string, usdPerHour: number): Machine => {
    const onDemand = { ...aMachine().onDemand!, region, instanceType, usdPerHour }
    const { spot: _, ...sold } = aMachine({ instanceType, region, onDemand })
    return sold
  }
  return aCatalogue({
    machines: Object.entries(prices).flatMap(([id, [dublin, virginia]]) => [
      machine(`m.${id}`, 'eu-west-1', dublin),
      machine(`m.${id}`, 'us-east-1', virginia),
    ]),
  })
}

export const places = ({ plan }: Night): Record<string, number> =>
  Object.fromEntries(plan.placements.map(({ agent, cluster, replicas }) => [`${agent} in ${cluster}`, replicas]))
export const told = ({ preferences }: Night, name: PreferenceName) => preferences.find((preference) => preference.name === name)!
export const exact = (usdPerHour: number) => ({
  usdPerHour: expect.closeTo(usdPerHour),
  leastUsdPerHour: expect.closeTo(usdPerHour),
  mostUsdPerHour: expect.closeTo(usdPerHour),
})

export const LARGE_AND_SMALL: Prices = { large: [10, 2], small: [1, 0.9] }
export const largeAndSmall = (large: Partial<FleetAgent> = {}, small: Partial<FleetAgent> = {}) =>
  allInDublin([agent('large', 1, large), agent('small', 1, small)])
