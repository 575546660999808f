import { extraCost } from './extra-cost.ts'
import type { Random } from './random.ts'
import { guidedRoom, type RecreateOptions } from './recreate-options.ts'
import { mayOpen } from './room.ts'
import type { State } from './state.ts'

/** Opens the node, of some that are weighed, that costs least for what the waiting pods on it are worth; puts them there. */
export function placeOnNewNode(state: State, agent: number, pool: readonly number[], random: Random, options: RecreateOptions): boolean {
  const { space } = state
  const self = space.agents[agent]
  const byGroup = options.candidates.get(self.shape)!
  let best: NodeOption | undefined
  const weigh = (machine: number, group: number, zone: number) => {
    if (!mayOpen(state, machine)) return
    const option = fill(state, machine, group, zone, agent, pool, random, options)
    if (option && (!best || option.score * (1 + 0.15 * random.next()) < best.score)) best = option
  }
  const groups = self.groups.length
  let tries = options.tries
  const first = random.below(groups)
  for (let i = 0; i < groups && tries > 0; i++) {
    const group = self.groups[(first + i) % groups]
    const zone = pickZone(state, agent, group, random)
    if (guidedRoom(state, agent, group, zone, options) <= 0) continue
    const list = byGroup[group]
    const share = Math.max(2, Math.ceil(options.tries / Math.min(groups, 6)))
    for (let k = 0; k < share && k < list.length; k++, tries--) {
      const position = list.length <= share ? k : Math.floor(random.next() * random.next() * list.length)
      weigh(list[position], group, zone)
    }
  }
  if (!best) best = anyNode(state, agent, pool, random, options)
  if (!best) return false
  const node = state.open(best.machine, best.zone)
  for (let i = 0; i < best.agents.length; i++) {
    // What one takes of a limit on all moves, the next no longer has.
    const count = Math.min(best.counts[i], guidedRoom(state, best.agents[i], space.machines[best.machine].group, best.zone, options))
    if (count > 0) state.put(node, best.agents[i], count)
  }
  return true
}

/** When none of those weighed would do, the first machine that takes one pod at all. */
function anyNode(state: State, agent: number, pool: readonly number[], random: Random, options: RecreateOptions): NodeOption | undefined {
  const { space } = state
  let best: NodeOption | undefined
  for (const group of space.agents[agent].groups) {
    const zones = space.groups[group].zones
    const zone = zones.length === 0 ? -1 : pickZone(state, agent, group, random)
    if (guidedRoom(state, agent, group, zone, options) <= 0) continue
    for (const machine of space.groups[group].machines) {
      if (space.holds[machine * space.shapeCount + space.agents[agent].shape] === 0 || !mayOpen(state, machine)) continue
      const option = fill(state, machine, group, zone, agent, pool, random, options)
      if (option && (!best || option.score < best.score)) best = option
    }
  }
  return best
}

/** The zone that may hold most of an agent with a rule; any other agent leaves it to chance. */
function pickZone(state: State, agent: number, group: number, random: Random): number {
  const { zones } = state.space.groups[group]
  if (zones.length === 0) return -1
  if (!state.space.agents[agent].hasZoneRule) return random.pick(zones)
  const first = random.below(zones.length)
  let best = zones[first]
  const held = (zone: number) => state.inZone[agent * state.space.zoneCount + zone]
  for (let i = 1; i < zones.length; i++) {
    const zone = zones[(first + i) % zones.length]
    if (held(zone) < held(best)) best = zone
  }
  return best
}

interface NodeOption {
  readonly machine: number
  readonly zone: number
  readonly agents: number[]
  readonly counts: number[]
  /** Price over worth: below 1 it pays. */
  readonly score: number
}

/** An empty node filled with the lead agent's pods and then the other waiting ones, in their order. */
function fill(
  state: State,
  m: number,
  group: number,
  zone: number,
  lead: number,
  pool: readonly number[],
  random: Random,
  options: RecreateOptions,
): NodeOption | undefined {
  const { space } = state
  const machine = space.machines[m]
  let cpu = machine.cpu
  let memory = machine.memoryGiB
  let gpu = machine.gpu
  let pods = machine.pods
  let usd = machine.usdPerHour + (state.nodesOf[m] >= machine.today ? machine.startUsdPerHour : 0)
  let worth = 0
  const agents: number[] = []
  const counts: number[] = []
  for (let i = -1; i < pool.length; i++) {
    const a = i < 0 ? lead : pool[i]
    if (i >= 0 && a === lead) continue
    const self = space.agents[a]
    const holds = space.holds[m * space.shapeCount + self.shape]
    if (holds === 0 || state.placed[a] >= state.target[a]) continue
    let count = Math.min(holds, pods, state.caps[a].perNode)
    if (self.cpu > 0) count = Math.min(count, Math.floor(cpu / self.cpu + 1e-11))
    if (self.memoryGiB > 0) count = Math.min(count, Math.floor(memory / self.memoryGiB + 1e-11))
    if (self.gpu > 0) count = Math.min(count, Math.floor(gpu / self.gpu))
    if (count <= 0) continue
    if (i >= 0 && !self.groups.includes(group)) continue
    count = Math.min(count, guidedRoom(state, a, group, zone, options))
    if (count <= 0) continue
    if (count > 1 && random.next() < options.part) count = 1 + random.below(count)
    const extra = extraCost(state, a, group) + machine.interruptionsPerHour * self.restartUsd
    if (i >= 0 && extra >= options.worth[a]) continue
    cpu -= self.cpu * count
    memory -= self.memoryGiB * count
    gpu -= self.gpu * count
    pods -= count
    usd += extra * count
    worth += options.worth[a] * count
    agents.push(a)
    counts.push(count)
    if (pods === 0) break
  }
  return agents.length === 0 ? undefined : { machine: m, zone, agents, counts, score: usd / Math.max(worth, 1e-12) }
}
