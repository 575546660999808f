import { extraCost } from './extra-cost.ts'
import type { Node } from './node.ts'
import type { Random } from './random.ts'
import { guidedRoom, type RecreateOptions } from './recreate-options.ts'
import { roomOnNode } from './room.ts'
import type { State } from './state.ts'

/** Puts replicas on the open node that they fill best, if one takes them for less than they are worth. */
export function placeOnOpenNode(state: State, agent: number, random: Random, options: RecreateOptions): boolean {
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
    const anyZone = self.hasZoneRule ? -1 : guidedRoom(state, agent, group, -1, options)
    if (anyZone === 0) continue
    for (const node of nodes) {
      const fits = roomOnNode(state, agent, node)
      if (fits === 0 || random.next() < options.blink) continue
      const most = self.hasZoneRule ? guidedRoom(state, agent, group, node.zone, options) : anyZone
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
