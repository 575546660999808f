import { Acceptance } from './acceptance.ts'
import { CapTable } from './caps.ts'
import { Counts } from './counts.ts'
import { EdgeCosts } from './edge-cost.ts'
import { AIM, CLOSE, EDGE, Journal, OPEN, PODS } from './journal.ts'
import { LimitUse } from './limit-use.ts'
import { emptyNode, type Node } from './node.ts'
import { NodeLists } from './node-lists.ts'
import type { SearchSpace } from './space.ts'

/**
 * A partial plan that can be changed and changed back: every change is in a journal since the last `commit`.
 * Rules are not checked here (room.ts does, before each change); costs and every count that a rule reads are kept up to date.
 */
export class State {
  readonly space: SearchSpace
  readonly nodes: NodeLists
  readonly acceptance: Acceptance
  readonly caps: CapTable
  readonly counts: Counts
  /** X: how many of each agent are to run. */
  readonly target: Int32Array
  /** Replicas beyond today's, summed over groups. */
  readonly grown: Int32Array
  readonly nodesOf: Int32Array
  readonly limits: LimitUse
  /** Nodes, starts, interruptions and moves [USD/h]; egress is apart, since it is settled only when asked for. */
  usdPerHour = 0
  /** Replicas moved over all agents. */
  movedTotal = 0
  /** Replicas that are to run and stand nowhere yet. */
  waiting: number
  private egressUsdPerHour = 0
  private readonly edges: EdgeCosts
  private readonly journal = new Journal()

  constructor(space: SearchSpace, target: ArrayLike<number>) {
    this.space = space
    this.nodes = new NodeLists(space)
    this.acceptance = new Acceptance(space)
    this.target = Int32Array.from(target)
    this.caps = new CapTable(space, this.target)
    this.counts = new Counts(space)
    this.grown = new Int32Array(space.agentCount)
    this.nodesOf = new Int32Array(space.machineCount)
    this.limits = new LimitUse(space)
    this.waiting = this.target.reduce((sum, one) => sum + one, 0)
    this.edges = new EdgeCosts(space, this.counts)
  }

  /** Cost of what is placed [USD/h], egress settled. */
  cost(): number {
    for (const edge of this.edges.dirty) {
      const before = this.edges.usdPerHour[edge]
      this.egressUsdPerHour += this.edges.settle(edge) - before
      this.journal.add(EDGE, undefined, edge, before)
    }
    this.edges.clean()
    return this.usdPerHour + this.egressUsdPerHour
  }

  moved(agent: number, grown: number): number {
    const { todayTotal } = this.space.agents[agent]
    return todayTotal < 0 ? 0 : Math.max(0, grown - Math.max(0, this.target[agent] - todayTotal))
  }

  open(machine: number, zone: number): Node {
    const node = emptyNode(machine, this.space.machines[machine].group, zone)
    this.attach(node)
    this.journal.add(OPEN, node, 0, 0)
    return node
  }

  /** Takes an empty node away. */
  close(node: Node): void {
    this.detach(node)
    this.journal.add(CLOSE, node, 0, 0)
  }

  put(node: Node, agent: number, count: number): void {
    this.change(node, agent, count)
    this.journal.add(PODS, node, agent, count)
  }

  take(node: Node, agent: number, count: number): void {
    this.change(node, agent, -count)
    this.journal.add(PODS, node, agent, -count)
  }

  /** Changes how many of an agent are to run; none of it may be placed. */
  aim(agent: number, target: number): void {
    this.journal.add(AIM, undefined, agent, this.target[agent])
    this.setTarget(agent, target)
  }

  commit(): void {
    this.cost()
    this.journal.length = 0
  }

  /** Undoes every change since the last commit. */
  undo(): void {
    const { journal } = this
    while (journal.length > 0) this.revert(--journal.length)
    this.edges.clean()
  }

  /** Nodes whose pods changed since the last commit and that still stand, each once, into a list of the caller's. */
  touched(into: Node[]): Node[] {
    const { kind, node, length } = this.journal
    into.length = 0
    for (let at = 0; at < length; at++) {
      const changed = node[at]
      if (kind[at] === PODS && changed!.position >= 0 && !into.includes(changed!)) into.push(changed!)
    }
    return into
  }

  private revert(at: number): void {
    const { kind, node, index, amount } = this.journal
    if (kind[at] === PODS) this.change(node[at]!, index[at], -amount[at])
    else if (kind[at] === OPEN) this.detach(node[at]!)
    else if (kind[at] === CLOSE) this.attach(node[at]!)
    else if (kind[at] === AIM) this.setTarget(index[at], amount[at])
    else {
      this.egressUsdPerHour += amount[at] - this.edges.usdPerHour[index[at]]
      this.edges.usdPerHour[index[at]] = amount[at]
    }
  }

  private setTarget(agent: number, target: number): void {
    this.waiting += target - this.target[agent]
    this.target[agent] = target
    this.caps.set(agent, target)
  }

  private attach(node: Node): void {
    this.nodes.add(node)
    const machine = this.space.machines[node.machine]
    const count = this.nodesOf[node.machine]++
    this.usdPerHour += machine.usdPerHour + (count >= machine.today ? machine.startUsdPerHour : 0)
    this.limits.add(node.machine, 1)
  }

  private detach(node: Node): void {
    this.nodes.remove(node)
    const machine = this.space.machines[node.machine]
    const count = --this.nodesOf[node.machine]
    this.usdPerHour -= machine.usdPerHour + (count >= machine.today ? machine.startUsdPerHour : 0)
    this.limits.add(node.machine, -1)
  }

  /** Puts `count` pods on a node, or takes −`count` away, and brings all counts and costs up to date. */
  private change(node: Node, agent: number, count: number): void {
    const { agents, machines, groupCount } = this.space
    const self = agents[agent]
    this.nodes.change(node, agent, count)
    this.usdPerHour += count * machines[node.machine].interruptionsPerHour * self.restartUsd
    if (self.todayTotal >= 0) this.changeMoves(agent, node.group, this.counts.replicas[agent * groupCount + node.group], count)
    this.counts.add(agent, node.group, node.zone, count)
    this.waiting -= count
    this.edges.mark(self.edges)
  }

  private changeMoves(agent: number, group: number, before: number, count: number): void {
    const self = this.space.agents[agent]
    const today = self.today[group]
    const grew = Math.max(0, before + count - today) - Math.max(0, before - today)
    if (grew === 0) return
    const moved = this.moved(agent, this.grown[agent] + grew) - this.moved(agent, this.grown[agent])
    this.grown[agent] += grew
    this.movedTotal += moved
    this.usdPerHour += moved * self.usdPerMove
  }
}
