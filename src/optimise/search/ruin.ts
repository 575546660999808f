import type { Node } from './node.ts'
import type { Random } from './random.ts'
import type { State } from './state.ts'

/** Takes some nodes, or all pods of an agent, out of the plan; returns the agents that wait to be placed again. */
export function ruin(state: State, random: Random, worth: Float64Array, waiting: readonly number[]): number[] {
  const pool = new Set(waiting)
  if (waiting.length > 0 && random.next() < 0.5) {
    ruinNodes(state, inTheWay(state, random.pick(waiting), random), pool)
    return [...pool]
  }
  const count = 1 + random.below(random.next() < 0.3 ? 6 : 3)
  const draw = random.next()
  const start = anyNode(state, random)
  if (!start) return [...pool]
  if (draw < 0.12) ruinAgent(state, random.pick(start.agents), random, pool)
  else if (draw < 0.3) ruinPods(state, fromGroup(state, start, count + 1, random), random, pool)
  else if (draw < 0.45) ruinNodes(state, fromGroup(state, start, count, random), pool)
  else if (draw < 0.6) ruinNodes(state, sharedBy(state, start, count, random), pool)
  else if (draw < 0.75) ruinNodes(state, worst(state, count, random, worth), pool)
  else ruinNodes(state, reachable(state, start, count, random), pool)
  return [...pool]
}

function anyNode(state: State, random: Random): Node | undefined {
  let total = 0
  for (const list of state.nodes) total += list.length
  let at = random.below(total)
  for (const list of state.nodes) {
    if (at < list.length) return list[at]
    at -= list.length
  }
  return undefined
}

function ruinNodes(state: State, nodes: Iterable<Node>, pool: Set<number>): void {
  for (const node of nodes) {
    while (node.agents.length > 0) {
      pool.add(node.agents[0])
      state.take(node, node.agents[0], node.counts[0])
    }
    state.close(node)
  }
}

/** About half of the agents of each node; a node that is left empty goes. */
function ruinPods(state: State, nodes: Iterable<Node>, random: Random, pool: Set<number>): void {
  for (const node of nodes) {
    for (const agent of [...node.agents]) {
      if (random.next() < 0.5) continue
      pool.add(agent)
      state.take(node, agent, node.counts[node.agents.indexOf(agent)])
    }
    if (node.agents.length === 0) state.close(node)
  }
}

/** All pods of one agent, whose number may change where a rule allows; nodes that it leaves empty go too. */
function ruinAgent(state: State, agent: number, random: Random, pool: Set<number>): void {
  pool.add(agent)
  for (const group of state.space.agents[agent].groups)
    for (const node of [...state.nodes[group]]) {
      const at = node.agents.indexOf(agent)
      if (at < 0) continue
      state.take(node, agent, node.counts[at])
      if (node.agents.length === 0) state.close(node)
    }
  const { least, most } = state.space.agents[agent]
  if (most > least && random.next() < 0.5) state.aim(agent, least + random.below(most - least + 1))
}

/** Nodes where an agent that found no place could stand. */
function inTheWay(state: State, agent: number, random: Random): Set<Node> {
  const chosen = new Set<Node>()
  const { groups } = state.space.agents[agent]
  for (let i = 0; i < 6 && groups.length > 0; i++) {
    const list = state.nodes[random.pick(groups)]
    if (list.length > 0) chosen.add(random.pick(list))
  }
  return chosen
}

function fromGroup(state: State, start: Node, count: number, random: Random): Set<Node> {
  const list = state.nodes[state.space.machines[start.machine].group]
  const chosen = new Set([start])
  for (let i = 0; i < count * 3 && chosen.size < count; i++) chosen.add(random.pick(list))
  return chosen
}

/** Nodes that hold an agent of the first one, or a partner of its traffic. */
function sharedBy(state: State, start: Node, count: number, random: Random): Set<Node> {
  const { agents, edges } = state.space
  const agent = random.pick(start.agents)
  const wanted = [agent]
  for (const edge of agents[agent].edges) wanted.push(edges[edge].from === agent ? edges[edge].to : edges[edge].from)
  const chosen = new Set([start])
  for (const one of wanted) {
    if (one < 0) continue
    for (const group of agents[one].groups)
      for (const node of state.nodes[group])
        if (chosen.size < count + 1 && node.agents.includes(one) && random.next() < 0.7) chosen.add(node)
  }
  return chosen
}

/** Nodes whose pods are worth least for what they cost, of a random handful. */
function worst(state: State, count: number, random: Random, worth: Float64Array): Set<Node> {
  const sample = new Set<Node>()
  for (let i = 0; i < 8 * count; i++) sample.add(anyNode(state, random)!)
  const loss = (node: Node) =>
    state.space.machines[node.machine].usdPerHour - node.agents.reduce((sum, a, i) => sum + worth[a] * node.counts[i], 0)
  return new Set([...sample].sort((a, b) => loss(b) - loss(a)).slice(0, count))
}

/** Nodes of any groups that an agent of the first one may use. */
function reachable(state: State, start: Node, count: number, random: Random): Set<Node> {
  const { groups } = state.space.agents[random.pick(start.agents)]
  const chosen = new Set([start])
  for (let i = 0; i < count * 4 && chosen.size < count; i++) {
    const list = state.nodes[random.pick(groups)]
    if (list.length > 0) chosen.add(random.pick(list))
  }
  return chosen
}
