import { type Agent, accepts, type CapacityClass, type Cluster, capacityClass, type Offer, type Problem } from '../../src/domain/problem.ts'
import { mostReplicas, mostThatFit } from './caps.ts'
import type { Machine } from './instance.ts'
import type { Limit } from './limits.ts'
import type { Shape } from './shapes.ts'

export interface MachinesRequest {
  readonly problem: Problem
  readonly cluster: Cluster
  readonly capacity: CapacityClass
  /** Shapes whose agents may stand here. */
  readonly shapes: readonly Shape[]
  readonly agents: readonly Agent[]
  readonly limits: readonly Limit[]
  readonly group: number
  /** The index that the first machine takes. */
  readonly first: number
}

/** The machines of one cluster and capacity class that could hold a pod, without those that another beats in everything. */
export function machinesOf(request: MachinesRequest): Machine[] {
  const { cluster, capacity, problem } = request
  const startUsdPerHour = cluster.currentNodes ? (cluster.nodeStartUsd ?? 0) / problem.horizonHours : 0
  const machines: Machine[] = []
  for (const offer of cluster.offers) {
    if (capacityClass(offer.capacityType) !== capacity) continue
    const holds = heldShapes(offer, request.shapes)
    const uses = request.limits
      .map((limit, index) => ({ limit: index, amount: limit.use(cluster, offer) }))
      .filter(({ amount }) => amount > 0)
    const mostNodes = mostNodesOf(offer, holds, uses, request)
    if (holds.size > 0 && mostNodes > 0)
      machines.push({ index: 0, group: request.group, offer, today: nodesToday(cluster, offer), startUsdPerHour, mostNodes, holds, uses })
  }
  return machines.filter(isUnbeaten).map((machine, index) => ({ ...machine, index: request.first + index }))
}

/** Between equals the earlier stays; a machine that stands today stays in any case, so that today's plan can be told. */
function isUnbeaten(machine: Machine, position: number, all: readonly Machine[]): boolean {
  if (machine.today > 0) return true
  return !all.some((other, j) => j !== position && beats(other, machine) && (j < position || !beats(machine, other)))
}

function heldShapes(offer: Offer, shapes: readonly Shape[]): Map<number, number> {
  const holds = new Map<number, number>()
  for (const shape of shapes) {
    if (!accepts(shape.example, offer)) continue
    const most = Math.min(mostThatFit(shape.requests, offer), shape.mostPerNode)
    if (most > 0) holds.set(shape.index, most)
  }
  return holds
}

/** No plan needs more nodes than pods that could stand on them, nor may it pass a limit with them alone. */
function mostNodesOf(offer: Offer, holds: Machine['holds'], uses: Machine['uses'], { shapes, agents, limits }: MachinesRequest): number {
  let pods = 0
  for (const shape of shapes) if (holds.has(shape.index)) for (const index of shape.agents) pods += mostReplicas(agents[index])
  const allowed = uses.map(({ limit, amount }) => Math.floor(limits[limit].most / amount + 1e-9))
  return Math.min(pods, offer.maxNodes ?? Number.POSITIVE_INFINITY, ...allowed)
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
  for (const shape of machine.holds.keys()) if (!other.holds.has(shape)) return false
  if (other.uses.some(({ limit, amount }) => amount > (machine.uses.find((use) => use.limit === limit)?.amount ?? 0))) return false
  return true
}
