import type { SearchSpace } from './space.ts'

/** One node of the plan that is being searched: what it is, where it stands and which pods are on it. */
export interface Node {
  readonly machine: number
  readonly group: number
  /** −1 where no rule asks for it. */
  readonly zone: number
  /** Agents on it and how many pods of each, side by side. */
  readonly agents: number[]
  readonly counts: number[]
  cpu: number
  memoryGiB: number
  gpu: number
  pods: number
  /** Where it stands among all nodes, and in its group's list; −1 once closed. */
  position: number
  positionInGroup: number
  /** The list of nodes with as much free room (free-room.ts), and where it stands there; −1 while in none. */
  roomClass: number
  positionInClass: number
  /** The last round of the search that chose it. */
  chosenIn: number
}

export function emptyNode(machine: number, group: number, zone: number): Node {
  const place = { position: -1, positionInGroup: -1, roomClass: -1, positionInClass: -1, chosenIn: -1 }
  return { machine, group, zone, agents: [], counts: [], cpu: 0, memoryGiB: 0, gpu: 0, pods: 0, ...place }
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
  let [cpu, memoryGiB, gpu, pods] = [0, 0, 0, 0]
  for (let i = 0; i < node.agents.length; i++) {
    const agent = agents[node.agents[i]]
    const count = node.counts[i]
    cpu += agent.cpu * count
    memoryGiB += agent.memoryGiB * count
    gpu += agent.gpu * count
    pods += count
  }
  node.cpu = cpu
  node.memoryGiB = memoryGiB
  node.gpu = gpu
  node.pods = pods
}
