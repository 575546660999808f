import { mostPerNode } from '../../../models/instance/caps.ts'
import { type Agent, type Allocatable, accepts, type Cluster, capacityClass, type Offer } from '../../../src/domain/problem.ts'
import type { Replicas } from '../../../src/domain/units.ts'
import type { PlacedPods } from './choose-places.ts'
import type { LimitBook } from './limit-book.ts'
import { NoPlanFound } from './no-plan-found.ts'
import type { PodPrices } from './pod-price.ts'

/** Nodes that all hold the same pods. */
export interface PackedNodes {
  readonly cluster: Cluster
  readonly offer: Offer
  readonly zone: string | undefined
  readonly pods: ReadonlyMap<Agent, Replicas>
  readonly count: number
}

/** Replicas that wait for a node; the zone only where a rule counts zones. */
interface Waiting {
  readonly agent: Agent
  readonly zone: string | undefined
  /** What one would cost on nodes full of its like [USD/h]: how pods are ranked, and what a node's load is worth. */
  readonly usdPerHour: number
  /** The most that may share a node. */
  readonly perNode: number
  left: Replicas
}

export interface Packing {
  readonly book: LimitBook
  readonly prices: PodPrices
  /** How many replicas of each agent run: what node rules count from. */
  readonly running: ReadonlyMap<Agent, Replicas>
}

/**
 * First-fit-decreasing, as node autoscalers do it: into the nodes that are there already (`unheld` counts what those have no room for), then
 * onto new nodes of the machine that is cheapest for the pods that it takes. All pods are of one cluster and capacity class. Throws NoPlanFound.
 */
export function pack(pods: readonly PlacedPods[], open: readonly Offer[], packing: Packing): { nodes: PackedNodes[]; unheld: Replicas } {
  const { cluster, capacity } = pods[0]!
  let queue = waitingPods(pods, packing)
  const nodes = open.flatMap((offer) => {
    const load = fill(offer, queue)
    return load.pods.length > 0 ? [stand(cluster, offer, load, { count: 1, book: packing.book })] : []
  })
  const unheld = queue.reduce((sum, { left }) => sum + left, 0)
  const offers = cluster.offers.filter((offer) => capacityClass(offer.capacityType) === capacity)
  for (;;) {
    queue = queue.filter(({ left }) => left > 0)
    if (queue.length === 0) return { nodes, unheld }
    nodes.push(cheapestNodes(cluster, offers, queue, packing.book))
  }
}

function waitingPods(pods: readonly PlacedPods[], { prices, running }: Packing): Waiting[] {
  const waiting = pods.map(({ agent, cluster, capacity, zone, replicas }) => ({
    agent,
    zone,
    usdPerHour: prices(agent, cluster, capacity).bought?.usdPerHour ?? 0,
    perNode: mostPerNode(agent, running.get(agent)!),
    left: replicas,
  }))
  return waiting.sort((a, b) => b.usdPerHour - a.usdPerHour)
}

/** What one more node takes. */
interface Load {
  readonly zone: string | undefined
  readonly pods: readonly (readonly [pods: Waiting, replicas: Replicas])[]
}

/** The machine whose price is least against what its load is worth; as many of its nodes at once as load alike. */
function cheapestNodes(cluster: Cluster, offers: readonly Offer[], queue: readonly Waiting[], book: LimitBook): PackedNodes {
  const first = queue[0]!
  let best: { offer: Offer; load: Load; score: number } | undefined
  for (const offer of offers) {
    if (!accepts(first.agent, offer) || book.roomFor(cluster, offer) < 1) continue
    const load = fill(offer, queue)
    if (load.pods[0]?.[0] !== first) continue
    const score = offer.usdPerHour / load.pods.reduce((worth, [pods, replicas]) => worth + replicas * pods.usdPerHour, 0)
    if (!best || score < best.score) best = { offer, load, score }
  }
  if (!best) throw new NoPlanFound(`${cluster.id}: no machine is left for ${first.agent.id}`)
  const { offer, load } = best
  const alike = Math.min(book.roomFor(cluster, offer), ...load.pods.map(([pods, replicas]) => Math.floor(pods.left / replicas)))
  return stand(cluster, offer, load, { count: alike, book })
}

/** The first of the queue that fit, dearest first. */
function fill(offer: Offer, queue: readonly Waiting[]): Load {
  const free = { ...offer.allocatable }
  const inAll = new Map<Agent, Replicas>()
  const pods: [Waiting, Replicas][] = []
  let zone: string | undefined
  for (const waiting of queue) {
    if (!accepts(waiting.agent, offer)) continue
    if (zone !== undefined && waiting.zone !== undefined && waiting.zone !== zone) continue
    const before = inAll.get(waiting.agent) ?? 0
    const replicas = Math.min(waiting.left, waiting.perNode - before, howMany(waiting.agent, free))
    if (replicas <= 0) continue
    zone ??= waiting.zone
    inAll.set(waiting.agent, before + replicas)
    pods.push([waiting, replicas])
    occupy(free, waiting.agent, replicas)
  }
  return { zone, pods }
}

function stand(cluster: Cluster, offer: Offer, { zone, pods }: Load, { count, book }: { count: number; book: LimitBook }): PackedNodes {
  const held = new Map<Agent, Replicas>()
  for (const [waiting, replicas] of pods) {
    waiting.left -= count * replicas
    held.set(waiting.agent, (held.get(waiting.agent) ?? 0) + replicas)
  }
  book.take(cluster, offer, count)
  return { cluster, offer, zone, pods: held, count }
}

const SLACK = 1e-12

function howMany({ requests: { cpu, memoryGiB, gpu = 0 } }: Agent, free: Allocatable): Replicas {
  const times = (have: number, need: number) => (need > 0 ? Math.floor((have + SLACK) / need) : Infinity)
  return Math.min(times(free.cpu, cpu), times(free.memoryGiB, memoryGiB), times(free.gpu, gpu), free.pods)
}

function occupy(free: Allocatable, { requests: { cpu, memoryGiB, gpu = 0 } }: Agent, replicas: Replicas): void {
  free.cpu -= replicas * cpu
  free.memoryGiB -= replicas * memoryGiB
  free.gpu -= replicas * gpu
  free.pods -= replicas
}
