import type { Node } from './node.ts'
import { mayOpen } from './room.ts'
import type { State } from './state.ts'

/** Stands the pods of a node on the cheapest machine of its group that takes them all; `byPrice`: by group, its machines from the cheapest. */
export function resize(state: State, node: Node, byPrice: readonly Int32Array[]): void {
  const { machines, agents } = state.space
  let restart = 0
  for (let i = 0; i < node.agents.length; i++) restart += agents[node.agents[i]].restartUsd * node.counts[i]
  const spent = running(state, node.machine, state.nodesOf[node.machine] - 1, restart)
  for (const m of byPrice[node.group]) {
    if (machines[m].usdPerHour >= spent) return
    if (m === node.machine || !takes(state, node, m) || running(state, m, state.nodesOf[m], restart) >= spent - 1e-12) continue
    if (!mayOpen(state, m)) continue
    moveTo(state, node, m)
    return
  }
}

function running({ space }: State, m: number, others: number, restartUsd: number): number {
  const { usdPerHour, startUsdPerHour, today, interruptionsPerHour } = space.machines[m]
  return usdPerHour + (others >= today ? startUsdPerHour : 0) + restartUsd * interruptionsPerHour
}

function takes({ space, acceptance }: State, node: Node, m: number): boolean {
  const machine = space.machines[m]
  if (node.cpu > machine.cpu || node.memoryGiB > machine.memoryGiB || node.gpu > machine.gpu || node.pods > machine.pods) return false
  for (const agent of node.agents) if (!acceptance.has(agent, m)) return false
  return true
}

function moveTo(state: State, node: Node, m: number): void {
  const next = state.open(m, node.zone)
  while (node.agents.length > 0) {
    const last = node.agents.length - 1
    const [agent, count] = [node.agents[last], node.counts[last]]
    state.take(node, agent, count)
    state.put(next, agent, count)
  }
  state.close(node)
}
