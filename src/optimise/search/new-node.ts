import { Filling } from './filling.ts'
import type { GroupChoice } from './group-choice.ts'
import type { Random } from './random.ts'
import { guidedRoom, type RecreateOptions } from './recreate-options.ts'
import { mayOpen } from './room.ts'
import type { State } from './state.ts'

/** Machines of a group that are weighed because nodes of them stand there. */
const STANDING = 2

/** Opens the node, of some that are weighed, that costs least for what the waiting pods on it are worth; puts them there. */
export class NewNode {
  private readonly state: State
  private readonly random: Random
  private readonly choice: GroupChoice
  private readonly filling: Filling

  constructor(state: State, random: Random, choice: GroupChoice) {
    this.state = state
    this.random = random
    this.choice = choice
    this.filling = new Filling(state, random, choice)
  }

  /** Whether a node was found for the agent; the others of the pool share it. */
  place(agent: number, at: number, pool: readonly number[], options: RecreateOptions): boolean {
    const { state, filling } = this
    filling.start(agent, at, pool)
    this.weighSome(agent, options)
    if (filling.machine < 0) this.weighAny(agent, options)
    if (filling.machine < 0) return false
    const node = state.open(filling.machine, filling.zone)
    this.choice.touch(node.group)
    for (let i = 0; i < filling.agents.length; i++) {
      // What one takes of a limit on all moves, the next no longer has.
      const count = Math.min(filling.counts[i], guidedRoom(state, filling.agents[i], node.group, node.zone, options))
      if (count > 0) state.put(node, filling.agents[i], count)
    }
    return true
  }

  /** Candidates of the chosen groups. */
  private weighSome(agent: number, options: RecreateOptions): void {
    const { groups } = this.choice
    const share = Math.max(2, Math.ceil(options.tries / Math.min(groups.length, 6)))
    for (const group of groups) {
      if (this.filling.weighed >= options.tries) return
      if (this.filling.enter(group, this.pickZone(agent, group), options)) this.weighCandidates(agent, group, share, options)
    }
  }

  private weighCandidates(agent: number, group: number, most: number, { candidates, part }: RecreateOptions): void {
    const { machines } = candidates
    const { shape } = this.state.space.agents[agent]
    const first = candidates.first(shape, group)
    this.weighStanding(agent, group, part)
    let count = 0
    while (machines[first + count] >= 0) count++
    for (let k = 0; k < most && k < count; k++) {
      const position = count <= most ? k : Math.floor(this.random.next() * this.random.next() * count)
      const machine = machines[first + position]
      if (mayOpen(this.state, machine)) this.filling.weigh(machine, part)
    }
  }

  /** Machines that the plan uses in the group already are often good ones. */
  private weighStanding(agent: number, group: number, part: number): void {
    const standing = this.state.nodes.inGroup[group]
    for (let i = 0; i < STANDING && standing.length > 0; i++) {
      const { machine } = this.random.pick(standing)
      if (this.state.acceptance.has(agent, machine) && mayOpen(this.state, machine)) this.filling.weigh(machine, part)
    }
  }

  /** Where none of those would do: machines of any group that take one pod at all; a guide's wanted groups are all chosen. */
  private weighAny(agent: number, options: RecreateOptions): void {
    const { groups, agents } = this.state.space
    const own = options.wanted ? this.choice.groups : agents[agent].groups
    const first = this.random.below(own.length)
    for (let i = 0; i < own.length && this.filling.weighed < options.tries; i++) {
      const group = own[(first + i) % own.length]
      if (!this.filling.enter(group, this.pickZone(agent, group), options)) continue
      for (const machine of groups[group].machines) if (mayOpen(this.state, machine)) this.filling.weigh(machine, options.part)
    }
  }

  /** The zone that may hold most of an agent with a rule; any other agent leaves it to chance. */
  private pickZone(agent: number, group: number): number {
    const { space, counts } = this.state
    const { zones } = space.groups[group]
    if (zones.length === 0) return -1
    if (!space.agents[agent].hasZoneRule) return this.random.pick(zones)
    const first = this.random.below(zones.length)
    let best = zones[first]
    const held = (zone: number) => counts.inZone[agent * space.zoneCount + zone]
    for (let i = 1; i < zones.length; i++) {
      const zone = zones[(first + i) % zones.length]
      if (held(zone) < held(best)) best = zone
    }
    return best
  }
}
