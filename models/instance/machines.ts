import { type CapacityClass, type Cluster, capacityClass, type Offer, type Problem } from '../../src/domain/problem.ts'
import { Holds, type ShapesHere } from './holds.ts'
import type { Machine } from './instance.ts'
import type { Fits } from './kinds.ts'
import type { Limit } from './limits.ts'
import type { Shape } from './shapes.ts'

/** What machines are made from, wherever they stand. */
export interface MachineFacts {
  readonly problem: Problem
  readonly shapes: readonly Shape[]
  /** By shape: the most replicas of all its agents. */
  readonly mostPods: Float64Array
  readonly limits: readonly Limit[]
  readonly fitsOf: (offer: Offer) => Fits
}

export interface MachinesRequest {
  readonly cluster: Cluster
  readonly capacity: CapacityClass
  /** Shapes whose agents may stand here. */
  readonly here: ShapesHere
  readonly group: number
  /** The index that the first machine takes. */
  readonly first: number
}

/** The machines of one cluster and capacity class that could hold a pod, without those that another beats in everything. */
export function machinesOf(facts: MachineFacts, request: MachinesRequest): Machine[] {
  const { cluster, capacity, here, group, first } = request
  const { problem, shapes, fitsOf } = facts
  const startUsdPerHour = cluster.currentNodes ? (cluster.nodeStartUsd ?? 0) / problem.horizonHours : 0
  const usesOf = usesIn(cluster, facts.limits)
  const machines: Machine[] = []
  for (const offer of cluster.offers) {
    if (capacityClass(offer.capacityType) !== capacity) continue
    const holds = new Holds({ offer, fits: fitsOf(offer), here, shapes })
    const uses = usesOf(offer)
    const mostNodes = mostNodesOf(offer, holds, uses, facts)
    if (mostNodes > 0) machines.push({ index: 0, group, offer, today: nodesToday(cluster, offer), startUsdPerHour, mostNodes, holds, uses })
  }
  return machines.filter(isUnbeaten).map((machine, index) => ({ ...machine, index: first + index }))
}

function usesIn(cluster: Cluster, limits: readonly Limit[]): (offer: Offer) => Machine['uses'] {
  const reaching = limits.flatMap((limit, index) => (limit.reaches(cluster) ? [{ limit, index }] : []))
  return (offer) =>
    reaching.map(({ limit, index }) => ({ limit: index, amount: limit.use(cluster, offer) })).filter(({ amount }) => amount > 0)
}

/** Between equals the earlier stays; a machine that stands today stays in any case, so that today's plan can be told. */
function isUnbeaten(machine: Machine, position: number, all: readonly Machine[]): boolean {
  if (machine.today > 0) return true
  return !all.some((other, j) => j !== position && beats(other, machine) && (j < position || !beats(machine, other)))
}

/** No plan needs more nodes than pods that could stand on them, nor may it pass a limit with them alone. */
function mostNodesOf(offer: Offer, holds: Holds, uses: Machine['uses'], { mostPods, limits }: MachineFacts): number {
  const allowed = uses.map(({ limit, amount }) => Math.floor(limits[limit].most / amount + 1e-9))
  const most = Math.min(offer.maxNodes ?? Number.POSITIVE_INFINITY, ...allowed)
  return Math.min(most, holds.sumUpTo(most, mostPods))
}

export function nodesToday(cluster: Cluster, offer: Offer): number {
  const same = (cluster.currentNodes ?? []).filter((n) => n.instanceType === offer.instanceType && n.capacityType === offer.capacityType)
  return same.reduce((total, { count }) => total + count, 0)
}

/**
 * Whether every node of `machine` could be one of `other` instead, at no more cost and within every limit.
 * Only exact dominance: leaving out machines by a rule of thumb makes plans worse.
 */
function beats(other: Machine, machine: Machine): boolean {
  const [a, b] = [other.offer, machine.offer]
  const price = a.usdPerHour + (machine.today > 0 ? other.startUsdPerHour : 0)
  if (price > b.usdPerHour || a.maxNodes !== undefined) return false
  const { cpu, memoryGiB, gpu, pods } = a.allocatable
  if (cpu < b.allocatable.cpu || memoryGiB < b.allocatable.memoryGiB || gpu < b.allocatable.gpu || pods < b.allocatable.pods) return false
  if (a.capacityType === 'spot' && (a.interruptionsPerHour ?? 0) > (b.interruptionsPerHour ?? 0)) return false
  if (!other.holds.includes(machine.holds)) return false
  if (other.uses.some(({ limit, amount }) => amount > (machine.uses.find((use) => use.limit === limit)?.amount ?? 0))) return false
  return true
}
