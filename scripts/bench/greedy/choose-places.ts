import { type Agent, CAPACITY_CLASSES, type CapacityClass, type Cluster, mayStandIn, type Problem } from '../../../src/domain/problem.ts'
import type { Replicas } from '../../../src/domain/units.ts'
import { LimitBook } from './limit-book.ts'
import { NoPlanFound } from './no-plan-found.ts'
import type { PodPrice, PodPrices } from './pod-price.ts'
import { leastRunning } from './running.ts'
import { Standing } from './standing.ts'

/** Replicas of an agent that stand together; the zone only where a rule counts zones. */
export interface PlacedPods {
  readonly agent: Agent
  readonly cluster: Cluster
  readonly capacity: CapacityClass
  readonly zone: string | undefined
  readonly replicas: Replicas
}

/** What packing takes beyond full nodes, so that quotas hold after it. */
const QUOTA_HEADROOM = 1.35

/** Each replica where it costs least among the places that the rules allow; agents with the fewest places first. Throws NoPlanFound. */
export function choosePlaces(problem: Problem, prices: PodPrices): PlacedPods[] {
  const book = new LimitBook(problem)
  const choices = problem.agents
    .filter(({ replicas }) => replicas > 0)
    .map((agent) => ({ agent, places: placesOf(agent, problem, prices) }))
  return choices.toSorted((a, b) => a.places.length - b.places.length).flatMap(({ agent, places }) => placeAgent(agent, places, book))
}

interface Place {
  readonly cluster: Cluster
  readonly capacity: CapacityClass
  readonly price: PodPrice
}

/** Cheapest first: reserved nodes while there are any, then what is bought. */
function placesOf(agent: Agent, { clusters }: Problem, prices: PodPrices): Place[] {
  const allowed = clusters.filter((cluster) => mayStandIn(agent, cluster))
  const places = allowed.flatMap((cluster) =>
    CAPACITY_CLASSES.flatMap((capacity) => {
      const { bought, reserved } = prices(agent, cluster, capacity)
      return [...reserved, ...(bought ? [bought] : [])].map((price) => ({ cluster, capacity, price }))
    }),
  )
  return places.toSorted((a, b) => a.price.usdPerHour - b.price.usdPerHour)
}

function placeAgent(agent: Agent, places: readonly Place[], book: LimitBook): PlacedPods[] {
  const homes = new Set(places.filter(({ capacity }) => capacity === 'on-demand').map(({ cluster }) => cluster))
  const running = leastRunning(agent, [...homes])
  if (running === undefined) throw new NoPlanFound(`${agent.id}: its rules ask for more places than it may stand in`)
  const standing = new Standing(agent, running)
  const placed = new Map<string, PlacedPods>()
  while (standing.left > 0) {
    const place = places.find(({ cluster, capacity, price }) => standing.allows(cluster, capacity) && hasRoom(book, cluster, price))
    if (!place) throw new NoPlanFound(`${agent.id}: no room for ${standing.left} of its ${running} replicas`)
    const { cluster, capacity, price } = place
    book.take(cluster, price.offer, QUOTA_HEADROOM / price.perNode)
    const zone = standing.place(cluster, capacity)
    const key = JSON.stringify([cluster.id, capacity, zone])
    placed.set(key, { agent, cluster, capacity, zone, replicas: (placed.get(key)?.replicas ?? 0) + 1 })
  }
  return [...placed.values()]
}

const hasRoom = (book: LimitBook, cluster: Cluster, { offer }: PodPrice): boolean => book.roomFor(cluster, offer) >= 1
