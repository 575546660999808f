import type { Random } from './random.ts'
import { mayOpen, roomInGroup, roomOnNode } from './room.ts'
import type { Node, State } from './state.ts'

export interface RecreateOptions {
  readonly worth: Float64Array
  /** Machines to try for a shape, by group. */
  readonly candidates: ReadonlyMap<number, readonly Int32Array[]>
  /** Most replicas of an agent in a group [a × groupCount + g]; undefined: as the rules say. */
  readonly wanted: Uint16Array | undefined
  /** How many new nodes are weighed each time. */
  readonly tries: number
  /** The chance that a new node gets only some of the pods of an agent that fit. */
  readonly part: number
  /** The chance that a node is passed over: a little blindness finds other packings. */
  readonly blink: number
}

/** Agents with replicas still to be placed, in the order in which they are placed. */
export function recreate(state: State, pool: readonly number[], random: Random, options: RecreateOptions): void {
  const order = ordered(state, pool, random)
  const waits = (agent: number) => state.placed[agent] < state.target[agent]
  if (random.next() < 0.5) for (const agent of order) while (waits(agent) && placeOnOpenNode(state, agent, random, options)) {}
  for (const agent of order)
    while (waits(agent)) {
      if (placeOnOpenNode(state, agent, random, options)) continue
      if (!placeOnNewNode(state, agent, order, random, options)) break
    }
}

/** Those with few places first, then the big ones; a little chance in it. */
function ordered(state: State, pool: readonly number[], random: Random): number[] {
  const { agents } = state.space
  const byChance = random.next() < 0.15
  const key = (a: number) => {
    const agent = agents[a]
    if (byChance) return random.next()
    const size = agent.gpu * 20 + agent.cpu + agent.memoryGiB / 4
    return (agent.groups.length <= 4 ? 1e6 : 0) + size * (0.7 + 0.6 * random.next())
  }
  return pool
    .map((agent) => ({ agent, key: key(agent) }))
    .sort((a, b) => b.key - a.key)
    .map(({ agent }) => agent)
}

/** Replicas that rules and the guide leave to an agent in a group. */
function room(state: State, agent: number, group: number, zone: number, { wanted }: RecreateOptions): number {
  const most = roomInGroup(state, agent, group, zone)
  if (!wanted || most <= 0) return most
  const at = agent * state.space.groupCount + group
  return Math.min(most, wanted[at] - state.replicas[at])
}

/** Puts replicas on the open node that they fill best, if one takes them for less than they are worth. */
function placeOnOpenNode(state: State, agent: number, random: Random, options: RecreateOptions): boolean {
  const { space } = state
  const self = space.agents[agent]
  let best: Node | undefined
  let bestScore = Number.POSITIVE_INFINITY
  let bestCount = 0
  for (const group of self.groups) {
    const nodes = state.nodes[group]
    if (nodes.length === 0) continue
    const extra = extraCost(state, agent, group)
    if (extra > 0.8 * options.worth[agent]) continue
    const anyZone = self.hasZoneRule ? -1 : room(state, agent, group, -1, options)
    if (anyZone === 0) continue
    for (const node of nodes) {
      const fits = roomOnNode(state, agent, node)
      if (fits === 0 || random.next() < options.blink) continue
      const most = self.hasZoneRule ? room(state, agent, group, node.zone, options) : anyZone
      const count = Math.min(fits, most)
      if (count <= 0) continue
      const machine = space.machines[node.machine]
      const restart = machine.interruptionsPerHour * self.restartUsd
      const score = (extra + restart) / options.worth[agent] + slack(state, agent, node, count) * (0.5 + random.next())
      if (score >= bestScore) continue
      bestScore = score
      best = node
      bestCount = count
    }
  }
  if (!best) return false
  state.put(best, agent, bestCount)
  return true
}

/** What is left free on a node once it has the pods, as a share of the node: less is better. */
function slack(state: State, agent: number, node: Node, count: number): number {
  const machine = state.space.machines[node.machine]
  const self = state.space.agents[agent]
  const cpu = (machine.cpu - node.cpu - self.cpu * count) / (machine.cpu || 1)
  const memory = (machine.memoryGiB - node.memoryGiB - self.memoryGiB * count) / (machine.memoryGiB || 1)
  return 0.3 * (cpu + memory) + (machine.gpu > 0 && self.gpu === 0 ? 1 : 0)
}

/** What one more replica costs in a group beyond its node: a move, and traffic to where its partners are [USD/h]. */
function extraCost(state: State, agent: number, group: number): number {
  const { space } = state
  const self = space.agents[agent]
  const at = agent * space.groupCount + group
  let usd = 0
  if (
    self.usdPerMove > 0 &&
    state.replicas[at] >= self.today[group] &&
    state.grown[agent] >= Math.max(0, state.target[agent] - self.todayTotal)
  )
    usd += self.usdPerMove
  for (const edge of self.edges) usd += egressPerReplica(state, edge, agent, space.groups[group].cluster)
  return usd
}

function egressPerReplica({ space, inCluster, placed }: State, edge: number, agent: number, cluster: number): number {
  const { from, to, gibPerHour } = space.edges[edge]
  const { clusterCount, usdPerGiB } = space
  const share = gibPerHour / space.agents[agent].least
  if (to < 0) return share * usdPerGiB[cluster * (clusterCount + 1) + clusterCount]
  const partner = from === agent ? to : from
  if (placed[partner] === 0 || inCluster[partner * clusterCount + cluster] > 0) return 0
  let least = Number.POSITIVE_INFINITY
  for (let other = 0; other < clusterCount; other++) {
    if (inCluster[partner * clusterCount + other] === 0) continue
    const price = from === agent ? usdPerGiB[cluster * (clusterCount + 1) + other] : usdPerGiB[other * (clusterCount + 1) + cluster]
    least = Math.min(least, price)
  }
  return share * least
}

/** Opens the node, of some that are weighed, that costs least for what the waiting pods on it are worth; puts them there. */
function placeOnNewNode(state: State, agent: number, pool: readonly number[], random: Random, options: RecreateOptions): boolean {
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
    if (room(state, agent, group, zone, options) <= 0) continue
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
  for (let i = 0; i < best.agents.length; i++) state.put(node, best.agents[i], best.counts[i])
  return true
}

/** When none of those weighed would do, the first machine that takes one pod at all. */
function anyNode(state: State, agent: number, pool: readonly number[], random: Random, options: RecreateOptions): NodeOption | undefined {
  const { space } = state
  let best: NodeOption | undefined
  for (const group of space.agents[agent].groups) {
    const zones = space.groups[group].zones
    const zone = zones.length === 0 ? -1 : pickZone(state, agent, group, random)
    if (room(state, agent, group, zone, options) <= 0) continue
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
    count = Math.min(count, room(state, a, group, zone, options))
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
