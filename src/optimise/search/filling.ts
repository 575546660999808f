import { extraCost } from './extra-cost.ts'
import type { GroupChoice } from './group-choice.ts'
import type { Random } from './random.ts'
import { guidedRoom, type RecreateOptions } from './recreate-options.ts'
import { ROUNDING } from './room.ts'
import type { SearchMachine } from './space.ts'
import type { State } from './state.ts'

/** Waiting agents of which pods are poured together; only the first plan has more. */
const MOST_WAITING = 60

/**
 * How an empty node is filled: the waiting pods that a group and zone take are told once, then poured on one machine after the other.
 * The best filling is kept.
 */
export class Filling {
  /** The machine of the best filling; −1 while there is none. */
  machine = -1
  zone = -1
  /** Fillings that were weighed. */
  weighed = 0
  /** The pods of the best filling. */
  readonly agents: number[] = []
  readonly counts: number[] = []
  private score = Number.POSITIVE_INFINITY
  private readonly state: State
  private readonly random: Random
  private readonly choice: GroupChoice
  private lead = -1
  private pool: readonly number[] = []
  private next = 0
  private readonly waiting: Waiting[] = []
  private waitingCount = 0
  private zoneHere = -1
  private nodeUsd: Float64Array = new Float64Array()

  constructor(state: State, random: Random, choice: GroupChoice) {
    this.state = state
    this.random = random
    this.choice = choice
  }

  /** The lead agent's pods go onto each node first. */
  start(lead: number, at: number, pool: readonly number[]): void {
    this.lead = lead
    this.pool = pool
    this.next = at + 1
    this.machine = -1
    this.score = Number.POSITIVE_INFINITY
    this.weighed = 0
  }

  /** Takes down what the waiting agents may put in a group and zone; false where the lead may put nothing. */
  enter(group: number, zone: number, options: RecreateOptions): boolean {
    this.waitingCount = 0
    this.zoneHere = zone
    this.nodeUsd = options.values.node
    if (!this.note(this.lead, group, options)) return false
    for (let i = this.next; i < this.pool.length && this.waitingCount < MOST_WAITING; i++)
      if (this.choice.isOpenTo(this.pool[i], group)) this.note(this.pool[i], group, options)
    return true
  }

  private note(agent: number, group: number, options: RecreateOptions): boolean {
    const { state, waiting } = this
    const room = Math.min(guidedRoom(state, agent, group, this.zoneHere, options), state.caps.perNode[agent])
    if (room <= 0) return false
    const { values } = options
    const extra = values.isPriced ? 0 : extraCost(state, agent, group)
    const worth = values.inPlace[agent * state.space.groupCount + group]
    if (agent !== this.lead && extra >= worth) return false
    if (this.waitingCount === waiting.length) waiting.push({ ...NOBODY })
    const { cpu, memoryGiB, gpu, restartUsd } = state.space.agents[agent]
    const one = waiting[this.waitingCount++]
    one.agent = agent
    one.row = state.acceptance.row[agent]
    one.cpu = cpu
    one.memoryGiB = memoryGiB
    one.gpu = gpu
    one.restartUsd = restartUsd
    one.room = room
    one.extra = extra
    one.worth = worth
    return true
  }

  /** Fills a node of a machine of the group that was entered; keeps it if it is the best so far, but for a little chance. */
  weigh(m: number, part: number): void {
    const { space, nodesOf } = this.state
    const machine = space.machines[m]
    const node = this.pour(machine, part)
    if (this.waiting[0].count === 0) return
    this.weighed++
    const price = this.nodeUsd[m] + (nodesOf[m] >= machine.today ? machine.startUsdPerHour : 0)
    const score = (price + node.usd) / Math.max(node.worth, 1e-12)
    if (this.machine >= 0 && score * (1 + 0.15 * this.random.next()) >= this.score) return
    this.machine = m
    this.score = score
    this.keep()
  }

  private readonly poured = { usd: 0, worth: 0 }

  /** Leaves in `waiting` how many pods of each the node takes; returns what they cost there beyond the node, and what they are worth. */
  private pour({ index, cpu, memoryGiB, gpu, pods, interruptionsPerHour }: SearchMachine, part: number): { usd: number; worth: number } {
    const { table, column } = this.state.acceptance
    const here = column[index]
    const left = { cpu, memoryGiB, gpu, pods }
    this.poured.usd = 0
    this.poured.worth = 0
    for (let i = 0; i < this.waitingCount; i++) {
      const one = this.waiting[i]
      one.count = 0
      const extra = one.extra + interruptionsPerHour * one.restartUsd
      if (one.cpu > left.cpu + ROUNDING || one.memoryGiB > left.memoryGiB + ROUNDING || (i > 0 && extra >= one.worth)) continue
      if (table[one.row + here] === 0) continue
      let count = Math.min(left.pods, one.room)
      if (one.cpu > 0) count = Math.min(count, Math.floor(left.cpu / one.cpu + ROUNDING))
      if (one.memoryGiB > 0) count = Math.min(count, Math.floor(left.memoryGiB / one.memoryGiB + ROUNDING))
      if (one.gpu > 0) count = Math.min(count, Math.floor(left.gpu / one.gpu))
      if (count <= 0) continue
      if (count > 1 && this.random.next() < part) count = 1 + this.random.below(count)
      one.count = count
      left.cpu -= one.cpu * count
      left.memoryGiB -= one.memoryGiB * count
      left.gpu -= one.gpu * count
      left.pods -= count
      this.poured.usd += extra * count
      this.poured.worth += one.worth * count
    }
    return this.poured
  }

  private keep(): void {
    this.zone = this.zoneHere
    let kept = 0
    for (let i = 0; i < this.waitingCount; i++) {
      const { agent, count } = this.waiting[i]
      if (count === 0) continue
      this.agents[kept] = agent
      this.counts[kept++] = count
    }
    this.agents.length = kept
    this.counts.length = kept
  }
}

/** One agent of those that wait: what a pod of it needs, and how many the node may take. */
interface Waiting {
  agent: number
  /** Its row in the table of what machines accept. */
  row: number
  cpu: number
  memoryGiB: number
  gpu: number
  restartUsd: number
  /** Most that rules let on one node here. */
  room: number
  /** What a replica costs here beyond the node [USD/h]. */
  extra: number
  worth: number
  /** How many were poured. */
  count: number
}

const NOBODY: Waiting = {
  agent: 0,
  row: 0,
  cpu: 0.5,
  memoryGiB: 0.5,
  gpu: 0.5,
  restartUsd: 0.5,
  room: 0,
  extra: 0.5,
  worth: 0.5,
  count: 0,
}
