import type { Node } from './node.ts'
import { mayOpen } from './room.ts'
import type { SearchSpace } from './space.ts'
import type { State } from './state.ts'

/** By group, its machines from the cheapest: the order in which a smaller one is looked for. */
export function machinesByPrice(space: SearchSpace): number[][] {
  const price = (m: number) => space.machines[m].usdPerHour + space.machines[m].startUsdPerHour
  return space.groups.map(({ machines }) => [...machines].sort((m, n) => price(m) - price(n)))
}

/** Stands the pods of a node on the cheapest machine of its group that takes them all. */
export function resize(state: State, node: Node, byPrice: readonly number[][]): void {
  const { machines } = state.space
  const now = machines[node.machine]
  const restart = node.agents.reduce((sum, a, i) => sum + state.space.agents[a].restartUsd * node.counts[i], 0)
  const running = (m: number, count: number) =>
    machines[m].usdPerHour + (count >= machines[m].today ? machines[m].startUsdPerHour : 0) + restart * machines[m].interruptionsPerHour
  const spent = running(node.machine, state.nodesOf[node.machine] - 1)
  for (const m of byPrice[now.group]) {
    if (machines[m].usdPerHour >= spent) return
    if (m === node.machine || running(m, state.nodesOf[m]) >= spent - 1e-12) continue
    if (!takes(state, node, m) || !mayOpen(state, m)) continue
    moveTo(state, node, m)
    return
  }
}

function takes({ space }: State, node: Node, m: number): boolean {
  const machine = space.machines[m]
  if (node.cpu > machine.cpu || node.memoryGiB > machine.memoryGiB || node.gpu > machine.gpu || node.pods > machine.pods) return false
  return node.agents.every((agent) => space.holds[m * space.shapeCount + space.agents[agent].shape] > 0)
}

function moveTo(state: State, node: Node, m: number): void {
  const pods = node.agents.map((agent, i) => [agent, node.counts[i]] as const)
  for (const [agent, count] of pods) state.take(node, agent, count)
  state.close(node)
  const next = state.open(m, node.zone)
  for (const [agent, count] of pods) state.put(next, agent, count)
}
