import type { Node } from './node.ts'
import type { SearchSpace } from './space.ts'

/** Classes of free room: each holds nodes with up to twice the room of the one before. */
export const ROOM_CLASSES = 14

/**
 * Open nodes by group and by how much room is left on them, so that full nodes are never looked at. Room is counted in sizes: the
 * lesser of CPU and memory, each over a sixteenth of what a mean pod asks for; a node takes a pod only if its size is at least the pod's.
 */
export class FreeRoom {
  /** nodes[group × ROOM_CLASSES + class] */
  readonly nodes: Node[][]
  /** By group: a bit for each class that has nodes. */
  readonly classes: Int32Array
  /** By agent: the least class in which a node may have room for it. */
  readonly leastClass: Int32Array
  private readonly space: SearchSpace
  private readonly cpu: number
  private readonly memoryGiB: number

  constructor(space: SearchSpace) {
    this.space = space
    this.nodes = Array.from({ length: space.groupCount * ROOM_CLASSES }, () => [])
    this.classes = new Int32Array(space.groupCount)
    this.cpu = meanOf(space, 'cpu') / 16
    this.memoryGiB = meanOf(space, 'memoryGiB') / 16
    this.leastClass = Int32Array.from(space.agents, (agent) => this.classOf(agent.cpu, agent.memoryGiB))
  }

  update(node: Node): void {
    const { cpu, memoryGiB, pods } = this.space.machines[node.machine]
    const now = node.pods >= pods ? 0 : this.classOf(cpu - node.cpu, memoryGiB - node.memoryGiB)
    if (now === node.roomClass) return
    if (node.roomClass >= 0) this.remove(node)
    const list = this.nodes[node.group * ROOM_CLASSES + now]
    node.roomClass = now
    node.positionInClass = list.length
    list.push(node)
    this.classes[node.group] |= 1 << now
  }

  remove(node: Node): void {
    const list = this.nodes[node.group * ROOM_CLASSES + node.roomClass]
    const last = list.pop()!
    if (last !== node) {
      list[node.positionInClass] = last
      last.positionInClass = node.positionInClass
    }
    if (list.length === 0) this.classes[node.group] &= ~(1 << node.roomClass)
    node.roomClass = -1
  }

  /** A hair more than there is: what rounding takes from a node must not hide it. */
  private classOf(cpu: number, memoryGiB: number): number {
    const size = Math.min(cpu / this.cpu, memoryGiB / this.memoryGiB) * (1 + 1e-9)
    return size < 1 ? 0 : Math.min(ROOM_CLASSES - 1, 32 - Math.clz32(Math.min(size, 0x7fffffff)))
  }
}

function meanOf({ agents }: SearchSpace, resource: 'cpu' | 'memoryGiB'): number {
  const sum = agents.reduce((total, agent) => total + agent[resource], 0)
  return sum > 0 ? sum / agents.length : 1
}
