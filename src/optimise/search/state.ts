import { edgeUsdPerHour } from './edge-cost.ts'
import { changePods, loadNode, type Node } from './node.ts'
import { type Caps, capsOf, type SearchSpace } from './space.ts'

/**
 * A partial plan that can be changed and changed back: every change is in a journal since the last `commit`.
 * Rules are not checked here (room.ts does, before each change); costs and every count that a rule reads are kept up to date.
 */
export class State {
  readonly space: SearchSpace
  readonly nodes: Node[][]
  readonly caps: Caps[]
  /** X: how many of each agent are to run. */
  readonly target: Int32Array
  readonly placed: Int32Array
  readonly replicas: Int32Array
  readonly inCluster: Int32Array
  readonly inRegion: Int32Array
  readonly inCloud: Int32Array
  readonly inZone: Int32Array
  readonly spotInRegion: Int32Array
  readonly onSpot: Int32Array
  /** Replicas beyond today's, summed over groups. */
  readonly grown: Int32Array
  readonly nodesOf: Int32Array
  readonly used: Float64Array
  /** Nodes, starts, interruptions and moves [USD/h]; egress is apart, since it is settled only when asked for. */
  usdPerHour = 0
  /** Replicas moved over all agents. */
  movedTotal = 0
  private egressUsdPerHour = 0
  private readonly edgeUsd: Float64Array
  private readonly edgeIsDirty: Uint8Array
  private readonly dirtyEdges: number[] = []
  private readonly journal: Change[] = []

  constructor(space: SearchSpace, target: ArrayLike<number>) {
    const { agentCount, groupCount, clusterCount, zoneCount, machineCount, edges } = space
    this.space = space
    this.nodes = Array.from({ length: groupCount }, () => [])
    this.target = Int32Array.from(target)
    this.caps = space.instance.agents.map((agent) => capsOf(agent, this.target[agent.index]))
    this.placed = new Int32Array(agentCount)
    this.replicas = new Int32Array(agentCount * groupCount)
    this.inCluster = new Int32Array(agentCount * clusterCount)
    this.inRegion = new Int32Array(agentCount * groupCount)
    this.inCloud = new Int32Array(agentCount * groupCount)
    this.inZone = new Int32Array(agentCount * zoneCount)
    this.spotInRegion = new Int32Array(agentCount * groupCount)
    this.onSpot = new Int32Array(agentCount)
    this.grown = new Int32Array(agentCount)
    this.nodesOf = new Int32Array(machineCount)
    this.used = new Float64Array(space.limitMost.length)
    this.edgeUsd = new Float64Array(edges.length)
    this.edgeIsDirty = new Uint8Array(edges.length)
  }

  /** Cost of what is placed [USD/h], egress settled. */
  cost(): number {
    for (const edge of this.dirtyEdges) {
      this.edgeIsDirty[edge] = 0
      const now = edgeUsdPerHour(this, edge)
      this.journal.push({ kind: 'edge', edge, usd: this.edgeUsd[edge] })
      this.egressUsdPerHour += now - this.edgeUsd[edge]
      this.edgeUsd[edge] = now
    }
    this.dirtyEdges.length = 0
    return this.usdPerHour + this.egressUsdPerHour
  }

  moved(agent: number, grown: number): number {
    const { todayTotal } = this.space.agents[agent]
    return todayTotal < 0 ? 0 : Math.max(0, grown - Math.max(0, this.target[agent] - todayTotal))
  }

  open(machine: number, zone: number): Node {
    const node: Node = { machine, zone, agents: [], counts: [], cpu: 0, memoryGiB: 0, gpu: 0, pods: 0, position: -1 }
    this.attach(node)
    this.journal.push({ kind: 'open', node })
    return node
  }

  /** Takes an empty node away. */
  close(node: Node): void {
    this.detach(node)
    this.journal.push({ kind: 'close', node })
  }

  put(node: Node, agent: number, count: number): void {
    this.change(node, agent, count)
    this.journal.push({ kind: 'pods', node, agent, count })
  }

  take(node: Node, agent: number, count: number): void {
    this.change(node, agent, -count)
    this.journal.push({ kind: 'pods', node, agent, count: -count })
  }

  /** Changes how many of an agent are to run; none of it may be placed. */
  aim(agent: number, target: number): void {
    this.journal.push({ kind: 'aim', agent, target: this.target[agent] })
    this.setTarget(agent, target)
  }

  commit(): void {
    this.cost()
    this.journal.length = 0
  }

  /** Undoes every change since the last commit. */
  undo(): void {
    for (const edge of this.dirtyEdges) this.edgeIsDirty[edge] = 0
    this.dirtyEdges.length = 0
    while (this.journal.length > 0) this.revert(this.journal.pop()!)
    for (const edge of this.dirtyEdges) this.edgeIsDirty[edge] = 0
    this.dirtyEdges.length = 0
  }

  /** Nodes whose pods changed since the last commit and that still stand. */
  touched(): Set<Node> {
    const nodes = new Set<Node>()
    for (const change of this.journal) if (change.kind === 'pods' && change.node.position >= 0) nodes.add(change.node)
    return nodes
  }

  private revert(change: Change): void {
    if (change.kind === 'pods') this.change(change.node, change.agent, -change.count)
    else if (change.kind === 'open') this.detach(change.node)
    else if (change.kind === 'close') this.attach(change.node)
    else if (change.kind === 'aim') this.setTarget(change.agent, change.target)
    else {
      this.egressUsdPerHour += change.usd - this.edgeUsd[change.edge]
      this.edgeUsd[change.edge] = change.usd
    }
  }

  private setTarget(agent: number, target: number): void {
    this.target[agent] = target
    this.caps[agent] = capsOf(this.space.instance.agents[agent], target)
  }

  private attach(node: Node): void {
    const machine = this.space.machines[node.machine]
    const list = this.nodes[machine.group]
    node.position = list.length
    list.push(node)
    const count = this.nodesOf[node.machine]++
    this.usdPerHour += machine.usdPerHour + (count >= machine.today ? machine.startUsdPerHour : 0)
    for (const { limit, amount } of machine.uses) this.used[limit] += amount
  }

  private detach(node: Node): void {
    const machine = this.space.machines[node.machine]
    const list = this.nodes[machine.group]
    const last = list.pop()!
    if (last !== node) {
      list[node.position] = last
      last.position = node.position
    }
    node.position = -1
    const count = --this.nodesOf[node.machine]
    this.usdPerHour -= machine.usdPerHour + (count >= machine.today ? machine.startUsdPerHour : 0)
    for (const { limit, amount } of machine.uses) this.used[limit] -= amount
  }

  /** Puts `count` pods on a node, or takes −`count` away, and brings all counts and costs up to date. */
  private change(node: Node, agent: number, count: number): void {
    changePods(node, agent, count)
    loadNode(node, this.space)
    const { groupCount, clusterCount, zoneCount, agents, groups, machines } = this.space
    const machine = machines[node.machine]
    const group = groups[machine.group]
    const self = agents[agent]
    this.usdPerHour += count * machine.interruptionsPerHour * self.restartUsd
    this.placed[agent] += count
    this.inCluster[agent * clusterCount + group.cluster] += count
    this.inRegion[agent * groupCount + group.region] += count
    this.inCloud[agent * groupCount + group.cloud] += count
    if (node.zone >= 0) this.inZone[agent * zoneCount + node.zone] += count
    if (group.isSpot) {
      this.onSpot[agent] += count
      this.spotInRegion[agent * groupCount + group.region] += count
    }
    this.changeReplicas(agent, machine.group, count)
    for (const edge of self.edges) this.markDirty(edge)
  }

  private changeReplicas(agent: number, group: number, count: number): void {
    const self = this.space.agents[agent]
    const at = agent * this.space.groupCount + group
    const before = this.replicas[at]
    this.replicas[at] = before + count
    if (self.todayTotal < 0) return
    const grew = Math.max(0, before + count - self.today[group]) - Math.max(0, before - self.today[group])
    if (grew === 0) return
    const moved = this.moved(agent, this.grown[agent] + grew) - this.moved(agent, this.grown[agent])
    this.grown[agent] += grew
    this.movedTotal += moved
    this.usdPerHour += moved * self.usdPerMove
  }

  private markDirty(edge: number): void {
    if (this.edgeIsDirty[edge]) return
    this.edgeIsDirty[edge] = 1
    this.dirtyEdges.push(edge)
  }
}

type Change =
  | { readonly kind: 'pods'; readonly node: Node; readonly agent: number; readonly count: number }
  | { readonly kind: 'open'; readonly node: Node }
  | { readonly kind: 'close'; readonly node: Node }
  | { readonly kind: 'aim'; readonly agent: number; readonly target: number }
  | { readonly kind: 'edge'; readonly edge: number; readonly usd: number }
