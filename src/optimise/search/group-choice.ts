import type { Candidates } from './candidates.ts'
import type { Random } from './random.ts'
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
  private readonly candidates: Candidates
  private readonly random: Random
  /** Groups that lost nodes in this round. */
  private readonly touched: number[] = []
  private readonly mayUse: Uint8Array
  /** By group, the last choice that it was part of. */
  private readonly chosenIn: Int32Array
  private choice = 0

  constructor(state: State, candidates: Candidates, random: Random) {
    const { agentCount, groupCount, agents } = state.space
    this.state = state
    this.candidates = candidates
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

  /** Fills `groups`. */
  choose(agent: number): void {
    const { groups } = this.state.space.agents[agent]
    this.groups.length = 0
    this.choice++
    if (groups.length <= SAMPLE) this.takeAll(groups)
    else this.takeSome(agent)
  }

  private takeSome(agent: number): void {
    for (const group of this.touched) if (this.isOpenTo(agent, group)) this.take(group)
    const byCost = this.candidates.groups(agent)
    const wanted = Math.max(SAMPLE, this.groups.length + SAMPLE / 2)
    for (let i = 0; i < 2 * SAMPLE && this.groups.length < wanted; i++) {
      const share = this.random.next()
      this.take(byCost[Math.floor(share * share * byCost.length)])
    }
  }

  private takeAll(groups: Int32Array): void {
    const first = this.random.below(groups.length)
    for (let i = 0; i < groups.length; i++) this.take(groups[(first + i) % groups.length])
  }

  private take(group: number): void {
    if (this.chosenIn[group] === this.choice) return
    this.chosenIn[group] = this.choice
    this.groups.push(group)
  }
}
