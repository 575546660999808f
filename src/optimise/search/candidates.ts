import { type Guide, shareOfNode } from './guide.ts'
import type { SearchSpace } from './space.ts'

/** The most machines that are worth trying for a shape in a group. */
export const MOST_CANDIDATES = 15

const known = new WeakMap<Guide, Candidates>()

/** The candidates of a guide, kept as long as the guide is: what one run has found, the next need not look for. */
export function candidatesOf(space: SearchSpace, guide: Guide): Candidates {
  const before = known.get(guide)
  if (before?.space === space) return before
  const candidates = new Candidates(space, guide)
  known.set(guide, candidates)
  return candidates
}

/**
 * For each shape, the machines worth trying for it, best first within each group: by price for one kind of pod alone, by price over the
 * worth of what fits when the node is filled with pods of like value for their size, and by price. Found when first asked for.
 */
export class Candidates {
  /** machines[first(shape, group) + k], ended by −1. */
  readonly machines: Int32Array
  readonly space: SearchSpace
  private readonly guide: Guide
  private readonly isKnown: Uint8Array
  private readonly byScore: readonly Int32Array[]
  /** By group, its machines from the cheapest. */
  readonly byPrice: readonly Int32Array[]
  private readonly groupsByCost: (Int32Array | undefined)[]

  constructor(space: SearchSpace, guide: Guide) {
    const lists = space.shapeCount * space.groupCount
    this.space = space
    this.guide = guide
    this.machines = new Int32Array(lists * (MOST_CANDIDATES + 1)).fill(-1)
    this.isKnown = new Uint8Array(lists)
    this.groupsByCost = new Array(space.agentCount)
    const worth = resourceValues(space, guide.worth)
    const scores = space.machines.map(
      (machine) => machine.usdPerHour / (worth.cpu * machine.cpu + worth.memoryGiB * machine.memoryGiB + worth.gpu * machine.gpu),
    )
    this.byScore = space.groups.map(({ machines }) => machines.toSorted((m, n) => scores[m] - scores[n]))
    this.byPrice = space.groups.map(({ machines }) => machines.toSorted((m, n) => priceOf(space, m) - priceOf(space, n)))
  }

  /** Where the list of a shape in a group starts. */
  first(shape: number, group: number): number {
    const list = shape * this.space.groupCount + group
    const first = list * (MOST_CANDIDATES + 1)
    if (this.isKnown[list] === 0) {
      this.isKnown[list] = 1
      this.find(shape, group, first)
    }
    return first
  }

  /** An agent's groups, those first that the guide finds cheapest for it. */
  groups(agent: number): Int32Array {
    this.groupsByCost[agent] ??= this.sortGroups(agent)
    return this.groupsByCost[agent]!
  }

  private find(shape: number, group: number, first: number): void {
    const { holds, shapeCount } = this.space
    const takes = (m: number) => holds[m * shapeCount + shape] > 0
    const chosen = new Set<number>()
    for (const m of this.cheapestUnits(shape, group, MOST_CANDIDATES / 3)) chosen.add(m)
    take(this.byScore[group], takes, 7, chosen)
    take(this.byPrice[group], takes, 3, chosen)
    let at = first
    for (const m of chosen) this.machines[at++] = m
  }

  private cheapestUnits(shape: number, group: number, most: number): number[] {
    const { holds, shapeCount, machines, groups } = this.space
    const unit = (m: number) => machines[m].usdPerHour / holds[m * shapeCount + shape]
    const best: number[] = []
    for (const m of groups[group].machines) {
      if (holds[m * shapeCount + shape] === 0) continue
      if (best.length === most && unit(m) >= unit(best[most - 1])) continue
      if (best.length === most) best.pop()
      let at = best.length
      while (at > 0 && unit(best[at - 1]) > unit(m)) at--
      best.splice(at, 0, m)
    }
    return best
  }

  private sortGroups(agent: number): Int32Array {
    const { agents, groupCount } = this.space
    const place = this.guide.prices?.place
    const cost = new Float64Array(groupCount)
    for (const group of agents[agent].groups) cost[group] = place ? place[agent * groupCount + group] : this.shareOfNode(agent, group)
    return agents[agent].groups.toSorted((g, h) => cost[g] - cost[h])
  }

  /** The least that a replica's share of a node and its move cost in a group [USD/h]. */
  private shareOfNode(agent: number, group: number): number {
    const { agents, machines } = this.space
    const { shape, today, usdPerMove, todayTotal } = agents[agent]
    let least = Number.POSITIVE_INFINITY
    for (let at = this.first(shape, group); this.machines[at] >= 0; at++) {
      const m = this.machines[at]
      least = Math.min(least, shareOfNode(this.space, agent, m) * machines[m].usdPerHour)
    }
    return least + (todayTotal >= 0 && today[group] === 0 ? usdPerMove : 0)
  }
}

const priceOf = ({ machines }: SearchSpace, m: number): number => machines[m].usdPerHour + machines[m].startUsdPerHour

function take(order: Int32Array, takes: (m: number) => boolean, most: number, chosen: Set<number>): void {
  let left = most
  for (const m of order) {
    if (left === 0) return
    if (!takes(m)) continue
    chosen.add(m)
    left--
  }
}

/** What a vCPU, a GiB and a GPU are worth, by least squares through the origin over each agent's worth: rough, and enough to rank machines. */
function resourceValues(space: SearchSpace, worth: Float64Array): { cpu: number; memoryGiB: number; gpu: number } {
  let cpu = 0
  let memory = 0
  let gpuWorth = 0
  let gpus = 0
  let total = 0
  for (const agent of space.agents) {
    const all = worth[agent.index] * agent.least
    if (agent.gpu > 0) {
      gpuWorth += all
      gpus += agent.gpu * agent.least
      continue
    }
    total += all
    cpu += agent.cpu * agent.least
    memory += agent.memoryGiB * agent.least
  }
  const perCpu = cpu > 0 ? (0.6 * total) / cpu : 0.02
  return { cpu: perCpu, memoryGiB: memory > 0 ? (0.4 * total) / memory : 0.005, gpu: gpus > 0 ? gpuWorth / gpus : 0 }
}
