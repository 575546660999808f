import { mostPerNode, mostReplicas, mostThatFit } from '../../../models/instance/caps.ts'
import { type Agent, accepts, type CapacityClass, type Cluster, capacityClass, type Offer } from '../../../src/domain/problem.ts'
import type { UsdPerHour } from '../../../src/domain/units.ts'

/** What one replica costs on nodes of an offer that are full of its like. */
export interface PodPrice {
  readonly usdPerHour: UsdPerHour
  readonly offer: Offer
  readonly perNode: number
}

export interface PodPricesHere {
  /** Of the machine on which a replica costs least; undefined where none that can be bought holds it. */
  readonly bought: PodPrice | undefined
  /** Of reserved nodes, which are few and mostly paid already. */
  readonly reserved: readonly PodPrice[]
}

export type PodPrices = (agent: Agent, cluster: Cluster, capacity: CapacityClass) => PodPricesHere

/** Looks each kind of pod up once a place. */
export function podPrices(): PodPrices {
  const known = new Map<string, PodPricesHere>()
  return (agent, cluster, capacity) => {
    const key = `${cluster.id}|${capacity}|${kindOf(agent)}`
    const found = known.get(key) ?? pricesHere(agent, cluster, capacity)
    known.set(key, found)
    return found
  }
}

const kindOf = (agent: Agent): string => {
  const { requests, arch, gpuModels, instanceTypes, tolerates } = agent
  return JSON.stringify([requests, arch, gpuModels, instanceTypes, tolerates, mostPerNode(agent, mostReplicas(agent))])
}

function pricesHere(agent: Agent, { offers }: Cluster, capacity: CapacityClass): PodPricesHere {
  let bought: PodPrice | undefined
  const reserved: PodPrice[] = []
  for (const offer of offers) {
    if (capacityClass(offer.capacityType) !== capacity || !accepts(agent, offer)) continue
    const perNode = Math.min(mostThatFit(agent.requests, offer), mostPerNode(agent, mostReplicas(agent)))
    if (perNode === 0) continue
    const price = { usdPerHour: offer.usdPerHour / perNode, offer, perNode }
    if (offer.capacityType === 'reserved') reserved.push(price)
    else if (!bought || price.usdPerHour < bought.usdPerHour) bought = price
  }
  return { bought, reserved }
}
