import { FreeRoom } from './free-room.ts'
import { changePods, loadNode, type Node } from './node.ts'
import type { SearchSpace } from './space.ts'

/** The nodes that stand, found in every way that the search asks: all, by group, by free room, by the agent that they hold. */
export class NodeLists {
  readonly all: Node[] = []
  readonly inGroup: Node[][]
  readonly holding: Node[][]
  readonly freeRoom: FreeRoom
  private readonly space: SearchSpace

  constructor(space: SearchSpace) {
    this.space = space
    this.inGroup = Array.from({ length: space.groupCount }, () => [])
    this.holding = Array.from({ length: space.agentCount }, () => [])
    this.freeRoom = new FreeRoom(space)
  }

  add(node: Node): void {
    const group = this.inGroup[node.group]
    node.position = this.all.length
    node.positionInGroup = group.length
    this.all.push(node)
    group.push(node)
    this.freeRoom.update(node)
  }

  remove(node: Node): void {
    const group = this.inGroup[node.group]
    const last = this.all.pop()!
    if (last !== node) {
      this.all[node.position] = last
      last.position = node.position
    }
    const lastInGroup = group.pop()!
    if (lastInGroup !== node) {
      group[node.positionInGroup] = lastInGroup
      lastInGroup.positionInGroup = node.positionInGroup
    }
    node.position = -1
    this.freeRoom.remove(node)
  }

  /** Puts pods on a node, or takes as many away as `count` is below 0. */
  change(node: Node, agent: number, count: number): void {
    const agents = node.agents.length
    changePods(node, agent, count)
    loadNode(node, this.space)
    if (node.agents.length > agents) this.holding[agent].push(node)
    else if (node.agents.length < agents) takeOut(this.holding[agent], node)
    if (node.position >= 0) this.freeRoom.update(node)
  }
}

function takeOut(nodes: Node[], node: Node): void {
  const last = nodes.pop()!
  if (last !== node) nodes[nodes.lastIndexOf(node)] = last
}
