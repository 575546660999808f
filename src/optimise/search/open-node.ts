import { extraCost } from './extra-cost.ts'
import { ROOM_CLASSES } from './free-room.ts'
import type { GroupChoice } from './group-choice.ts'
import type { Node } from './node.ts'
import type { Random } from './random.ts'
import { guidedRoom, type RecreateOptions } from './recreate-options.ts'
import { roomOnNode } from './room.ts'
import type { State } from './state.ts'

/** Nodes of a group that are looked at for one agent: those with the least room that may do come first. */
const MOST_PER_GROUP = 12

/** Puts replicas on the open node that they fill best, of those in the chosen groups, if one takes them for less than they are worth. */
export function placeOnOpenNode(state: State, agent: number, choice: GroupChoice, random: Random, options: RecreateOptions): boolean {
  const best = new BestNode(state, agent, random, options)
  for (const group of choice.groups) if (state.nodes.inGroup[group].length > 0) best.lookIn(group)
  if (!best.node) return false
  state.put(best.node, agent, best.count)
  return true
}

class BestNode {
  node: Node | undefined
  count = 0
  private score = Number.POSITIVE_INFINITY
  private readonly state: State
  private readonly agent: number
  private readonly random: Random
  private readonly options: RecreateOptions

  constructor(state: State, agent: number, random: Random, options: RecreateOptions) {
    this.state = state
    this.agent = agent
    this.random = random
    this.options = options
  }

  lookIn(group: number): void {
    const { state, agent, options } = this
    const { freeRoom } = state.nodes
    const extra = extraCost(state, agent, group)
    if (extra > 0.8 * options.values.worth[agent]) return
    const { hasZoneRule } = state.space.agents[agent]
    const anyZone = hasZoneRule ? -1 : guidedRoom(state, agent, group, -1, options)
    if (anyZone === 0) return
    let left = MOST_PER_GROUP
    let classes = freeRoom.classes[group] & (-1 << freeRoom.leastClass[agent])
    while (classes !== 0 && left > 0) {
      const room = 31 - Math.clz32(classes & -classes)
      classes &= classes - 1
      left -= this.weighSome(freeRoom.nodes[group * ROOM_CLASSES + room], left, extra, anyZone)
    }
  }

  /** At most so many of them, from a random one on; returns how many. */
  private weighSome(nodes: readonly Node[], most: number, extra: number, anyZone: number): number {
    const looks = Math.min(nodes.length, most)
    let at = looks < nodes.length ? this.random.below(nodes.length) : 0
    for (let i = 0; i < looks; i++) {
      this.weigh(nodes[at], extra, anyZone)
      at = at + 1 === nodes.length ? 0 : at + 1
    }
    return looks
  }

  /** `anyZone`: how many the group takes; −1 where the node's zone has a say. */
  private weigh(node: Node, extra: number, anyZone: number): void {
    const { state, agent, options, random } = this
    const fits = roomOnNode(state, agent, node)
    if (fits === 0 || random.next() < options.blink) return
    const most = anyZone < 0 ? guidedRoom(state, agent, node.group, node.zone, options) : anyZone
    const count = Math.min(fits, most)
    if (count <= 0) return
    const restart = state.space.machines[node.machine].interruptionsPerHour * state.space.agents[agent].restartUsd
    const score = (extra + restart) / options.values.worth[agent] + slack(state, agent, node, count) * (0.5 + random.next())
    if (score >= this.score) return
    this.score = score
    this.node = node
    this.count = count
  }
}

/** What is left free on a node once it has the pods, as a share of the node: less is better. */
function slack({ space }: State, agent: number, node: Node, count: number): number {
  const machine = space.machines[node.machine]
  const self = space.agents[agent]
  const cpu = (machine.cpu - node.cpu - self.cpu * count) / (machine.cpu || 1)
  const memory = (machine.memoryGiB - node.memoryGiB - self.memoryGiB * count) / (machine.memoryGiB || 1)
  return 0.3 * (cpu + memory) + (machine.gpu > 0 && self.gpu === 0 ? 1 : 0)
}
