import type { GroupChoice } from './group-choice.ts'
import type { Node } from './node.ts'
import type { Random } from './random.ts'
import type { State } from './state.ts'
import type { Values } from './values.ts'

/** How many nodes are drawn for one that is ruined: the first, and those that go with it. */
interface Trials {
  readonly first: number
  readonly next: number
}

/** True prices show which nodes lose money; guessed ones less so. */
const PRICED: Trials = { first: 5, next: 3 }
const UNPRICED: Trials = { first: 2, next: 1 }
const WORST_OF = 8

/** Takes some nodes, or all pods of an agent, out of the plan. */
export class Ruin {
  /** Agents that wait to be placed again. */
  readonly pool: number[] = []
  private readonly state: State
  private readonly random: Random
  private readonly values: Values
  private readonly trials: Trials
  private readonly choice: GroupChoice
  private readonly chosen: Node[] = []
  private readonly waitsSince: Int32Array
  private round = 0

  constructor(state: State, random: Random, values: Values, choice: GroupChoice) {
    this.state = state
    this.random = random
    this.values = values
    this.trials = values.isPriced ? PRICED : UNPRICED
    this.choice = choice
    this.waitsSince = new Int32Array(state.space.agentCount)
  }

  /** Fills `pool`. */
  run(): void {
    this.pool.length = 0
    this.chosen.length = 0
    this.round++
    this.choice.startRound()
    if ((this.state.waiting === 0 || !this.makeWay()) && this.state.nodes.all.length > 0) this.ruinSome()
  }

  private ruinSome(): void {
    const { random } = this
    const count = 1 + random.below(random.next() < 0.3 ? 6 : 3)
    const draw = random.next()
    const start = this.worstOf(this.state.nodes.all, this.trials.first)
    if (draw < 0.12) this.takeAgent(random.pick(start.agents))
    else if (draw < 0.27) this.takeWorst(count)
    else if (draw < 0.45) {
      this.chooseFromGroup(start, count + 1)
      this.takeSomePods()
    } else {
      if (draw < 0.6) this.chooseFromGroup(start, count)
      else if (draw < 0.75) this.chooseSharing(start, count)
      else this.chooseReachable(start, count)
      this.takeNodes()
    }
  }

  /** Agents without a place join; half of the time nodes where one could stand go. */
  private makeWay(): boolean {
    const { state, random } = this
    for (const { index } of state.space.agents) if (state.counts.placed[index] < state.target[index]) this.wait(index)
    if (random.next() >= 0.5) return false
    const { groups } = state.space.agents[random.pick(this.pool)]
    for (let i = 0; i < 6 && groups.length > 0; i++) this.chooseFrom(state.nodes.inGroup[random.pick(groups)])
    this.takeNodes()
    return true
  }

  private wait(agent: number): void {
    if (this.waitsSince[agent] === this.round) return
    this.waitsSince[agent] = this.round
    this.pool.push(agent)
  }

  private choose(node: Node): void {
    if (node.chosenIn === this.round) return
    node.chosenIn = this.round
    this.chosen.push(node)
  }

  private chooseFrom(nodes: readonly Node[]): void {
    if (nodes.length > 0) this.choose(this.worstOf(nodes, this.trials.next))
  }

  private chooseFromGroup(start: Node, count: number): void {
    this.choose(start)
    const nodes = this.state.nodes.inGroup[start.group]
    for (let i = 0; i < count * 3 && this.chosen.length < count; i++) this.chooseFrom(nodes)
  }

  /** Nodes that hold an agent of the first one, or a partner of its traffic. */
  private chooseSharing(start: Node, count: number): void {
    const { agents, edges } = this.state.space
    const agent = this.random.pick(start.agents)
    this.choose(start)
    this.chooseHolding(agent, count)
    for (const edge of agents[agent].edges) {
      const partner = edges[edge].from === agent ? edges[edge].to : edges[edge].from
      if (partner >= 0) this.chooseHolding(partner, count)
    }
  }

  private chooseHolding(agent: number, count: number): void {
    const nodes = this.state.nodes.holding[agent]
    for (let i = 0; i < 2 * nodes.length && i < 3 * count && this.chosen.length < count + 1; i++) this.chooseFrom(nodes)
  }

  private takeWorst(count: number): void {
    for (let i = 0; i < count; i++) this.choose(this.worstOf(this.state.nodes.all, WORST_OF))
    this.takeNodes()
  }

  /** Of a few nodes that are drawn, the one that loses most. */
  private worstOf(nodes: readonly Node[], trials: number): Node {
    let worst = this.random.pick(nodes)
    let most = trials > 1 ? this.values.loss(worst) : 0
    for (let i = 1; i < trials; i++) {
      const node = this.random.pick(nodes)
      const loss = this.values.loss(node)
      if (loss <= most) continue
      worst = node
      most = loss
    }
    return worst
  }

  /** Nodes of any groups that an agent of the first one may use. */
  private chooseReachable(start: Node, count: number): void {
    const { groups } = this.state.space.agents[this.random.pick(start.agents)]
    this.choose(start)
    for (let i = 0; i < count * 4 && this.chosen.length < count; i++) this.chooseFrom(this.state.nodes.inGroup[this.random.pick(groups)])
  }

  private takeNodes(): void {
    for (const node of this.chosen) {
      while (node.agents.length > 0) this.takePods(node, node.agents.length - 1)
      this.closeEmpty(node)
    }
  }

  /** About half of the agents of each node. */
  private takeSomePods(): void {
    for (const node of this.chosen) {
      for (let at = node.agents.length - 1; at >= 0; at--) if (this.random.next() < 0.5) this.takePods(node, at)
      this.closeEmpty(node)
    }
  }

  /** All pods of one agent, whose number may change where a rule allows. */
  private takeAgent(agent: number): void {
    const { state, random } = this
    this.wait(agent)
    const nodes = state.nodes.holding[agent]
    while (nodes.length > 0) {
      const node = nodes[nodes.length - 1]
      this.takePods(node, node.agents.indexOf(agent))
      this.closeEmpty(node)
    }
    const { least, most } = state.space.agents[agent]
    if (most > least && random.next() < 0.5) state.aim(agent, least + random.below(most - least + 1))
  }

  private takePods(node: Node, at: number): void {
    this.wait(node.agents[at])
    this.choice.touch(node.group)
    this.state.take(node, node.agents[at], node.counts[at])
  }

  /** A node that is left empty goes. */
  private closeEmpty(node: Node): void {
    if (node.agents.length === 0) this.state.close(node)
  }
}
