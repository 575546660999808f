import type { Random } from './random.ts'
import { guidedRoom, type RecreateOptions } from './recreate-options.ts'
import type { State } from './state.ts'

/** Groups that an agent with many is offered at a time. */
const SAMPLE = 8

/**
 * The groups that are looked at for an agent's next replicas: all, where it has few; else those that the round has touched and that it
 * may use, and some others, the cheap ones rather than the dear. A round costs the same however many groups there are.
 */
export class GroupChoice {
  readonly groups: number[] = []
  private readonly state: State
  /** By agent, the groups where the guide wants some. */
  private readonly wanted: (readonly number[])[] = []
  private readonly random: Random
  /** Groups that lost nodes in this round. */
  private readonly touched: number[] = []
  private readonly mayUse: Uint8Array
  /** By group, the last choice that it was part of. */
  private readonly chosenIn: Int32Array
  private choice = 0

  constructor(state: State, random: Random) {
    const { agentCount, groupCount, agents } = state.space
    this.state = state
    this.random = random
    this.chosenIn = new Int32Array(groupCount)
    this.mayUse = new Uint8Array(agentCount * groupCount)
    for (const agent of agents) for (const group of agent.groups) this.mayUse[agent.index * groupCount + group] = 1
  }

  isOpenTo(agent: number, group: number): boolean {
    return this.mayUse[agent * this.state.space.groupCount + group] === 1
  }

  startRound(): void {
    this.touched.length = 0
  }

  touch(group: number): void {
    if (!this.touched.includes(group)) this.touched.push(group)
  }

  /** Fills `groups` with some that have room for the agent, as far as rules and the guide say before a zone is chosen. */
  choose(agent: number, options: RecreateOptions): void {
    this.groups.length = 0
    this.choice++
    if (options.wanted) this.takeAll(agent, this.wantedBy(agent, options.wanted), options)
    else if (this.state.space.agents[agent].groups.length <= SAMPLE) this.takeAll(agent, this.state.space.agents[agent].groups, options)
    else this.takeSome(agent, options)
  }

  private takeAll(agent: number, groups: ArrayLike<number>, options: RecreateOptions): void {
    const first = this.random.below(groups.length)
    for (let i = 0; i < groups.length; i++) this.take(agent, groups[(first + i) % groups.length], options)
  }

  private takeSome(agent: number, options: RecreateOptions): void {
    for (const group of this.touched) if (this.isOpenTo(agent, group)) this.take(agent, group, options)
    const byCost = options.candidates.groups(agent)
    const wanted = Math.max(SAMPLE, this.groups.length + SAMPLE / 2)
    for (let i = 0; i < 2 * SAMPLE && this.groups.length < wanted; i++) {
      const share = this.random.next()
      this.take(agent, byCost[Math.floor(share * share * byCost.length)], options)
    }
  }

  private wantedBy(agent: number, wanted: Int32Array): readonly number[] {
    const { groupCount, agents } = this.state.space
    this.wanted[agent] ??= [...agents[agent].groups].filter((group) => wanted[agent * groupCount + group] > 0)
    return this.wanted[agent]
  }

  private take(agent: number, group: number, options: RecreateOptions): void {
    if (this.chosenIn[group] === this.choice) return
    this.chosenIn[group] = this.choice
    if (guidedRoom(this.state, agent, group, -1, options) > 0) this.groups.push(group)
  }
}
