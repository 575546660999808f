import type { SearchSpace } from './space.ts'

/** One node of the plan that is being searched: what it is, where it stands and which pods are on it. */
export interface Node {
  readonly machine: number
  /** −1 where no rule asks for it. */
  readonly zone: number
  /** Agents on it and how many pods of each, side by side. */
  readonly agents: number[]
  readonly counts: number[]
  cpu: number
  memoryGiB: number
  gpu: number
  pods: number
  /** Where it stands in its group's list; −1 once closed. */
  position: number
}

/** Puts pods on a node, or takes as many away as `count` is below 0. */
export function changePods(node: Node, agent: number, count: number): void {
  const at = node.agents.indexOf(agent)
  if (at < 0) {
    node.agents.push(agent)
    node.counts.push(count)
    return
  }
  node.counts[at] += count
  if (node.counts[at] > 0) return
  const last = node.agents.length - 1
  node.agents[at] = node.agents[last]
  node.counts[at] = node.counts[last]
  node.agents.length = last
  node.counts.length = last
}

/** Summed anew each time, so that nothing drifts. */
export function loadNode(node: Node, { agents }: SearchSpace): void {
  node.cpu = 0
  node.memoryGiB = 0
  node.gpu = 0
  node.pods = 0
  for (let i = 0; i < node.agents.length; i++) {
    const { cpu, memoryGiB, gpu } = agents[node.agents[i]]
    const count = node.counts[i]
    node.cpu += cpu * count
    node.memoryGiB += memoryGiB * count
    node.gpu += gpu * count
    node.pods += count
  }
}
