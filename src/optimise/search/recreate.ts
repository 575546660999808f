import type { GroupChoice } from './group-choice.ts'
import { NewNode } from './new-node.ts'
import { placeOnOpenNode } from './open-node.ts'
import type { Random } from './random.ts'
import type { RecreateOptions } from './recreate-options.ts'
import type { State } from './state.ts'

/** Places the replicas that wait: on open nodes where they fit, else on new ones. */
export class Recreate {
  private readonly state: State
  private readonly random: Random
  private readonly choice: GroupChoice
  private readonly newNode: NewNode
  private readonly key: Float64Array

  constructor(state: State, random: Random, choice: GroupChoice) {
    this.state = state
    this.random = random
    this.choice = choice
    this.newNode = new NewNode(state, random, choice)
    this.key = new Float64Array(state.space.agentCount)
  }

  /** Places what agents wait for, in an order of its own, and by `free` what finds no place; changes the order of the list. */
  place(pool: number[], options: RecreateOptions, free: RecreateOptions): void {
    this.order(pool)
    if (this.random.next() < 0.5) for (const agent of pool) this.fillOpenNodes(agent, options)
    for (const [at, agent] of pool.entries()) {
      this.placeAll(agent, at, pool, options)
      if (free !== options && this.waits(agent)) this.placeAll(agent, at, pool, free)
    }
  }

  private fillOpenNodes(agent: number, options: RecreateOptions): void {
    const { state, choice, random } = this
    choice.choose(agent, options)
    while (this.waits(agent) && placeOnOpenNode(state, agent, choice, random, options)) {}
  }

  private placeAll(agent: number, at: number, pool: readonly number[], options: RecreateOptions): void {
    const { state, choice, random } = this
    while (this.waits(agent)) {
      choice.choose(agent, options)
      if (placeOnOpenNode(state, agent, choice, random, options)) continue
      if (!this.newNode.place(agent, at, pool, options)) return
    }
  }

  private waits(agent: number): boolean {
    return this.state.counts.placed[agent] < this.state.target[agent]
  }

  /** Those with few places first, then the big ones; a little chance in it. */
  private order(pool: number[]): void {
    const { agents } = this.state.space
    const byChance = this.random.next() < 0.15
    for (const a of pool) {
      const { gpu, cpu, memoryGiB, groups } = agents[a]
      const size = (gpu * 20 + cpu + memoryGiB / 4) * (0.7 + 0.6 * this.random.next())
      this.key[a] = byChance ? this.random.next() : (groups.length <= 4 ? 1e6 : 0) + size
    }
    pool.sort((a, b) => this.key[b] - this.key[a])
  }
}
