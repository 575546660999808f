import type { Agent } from '../../src/domain/problem.ts'
import { mostPerNode, mostReplicas } from './caps.ts'

/** Pods that no machine can tell apart: same requests, same demands on the machine, same cap per node. */
export interface Shape {
  readonly index: number
  readonly requests: { readonly cpu: number; readonly memoryGiB: number; readonly gpu: number }
  /** The most pods of one agent that may share a node. */
  readonly perNode: number
  /** Agents of this shape, by index among those that run. */
  readonly agents: readonly number[]
  /** Any of them: stands for all in whether a machine is accepted. */
  readonly example: Agent
}

export function shapesOf(agents: readonly Agent[]): Shape[] {
  const byKey = new Map<string, Shape & { agents: number[] }>()
  for (const [index, agent] of agents.entries()) {
    const perNode = mostPerNode(agent, mostReplicas(agent))
    const key = shapeKey(agent, perNode)
    const { cpu, memoryGiB, gpu = 0 } = agent.requests
    const shape = byKey.get(key) ?? { index: byKey.size, requests: { cpu, memoryGiB, gpu }, perNode, agents: [], example: agent }
    shape.agents.push(index)
    byKey.set(key, shape)
  }
  return [...byKey.values()]
}

/** The cap is part of the key: it is the cheapest tightening of the packing rows there is. */
function shapeKey(agent: Agent, perNode: number): string {
  const { cpu, memoryGiB, gpu = 0 } = agent.requests
  const lists = [agent.arch ?? ['amd64'], gpu > 0 ? agent.gpuModels : undefined, agent.instanceTypes, agent.tolerates ?? []]
  return JSON.stringify([cpu, memoryGiB, gpu, perNode, ...lists.map((list) => list?.toSorted() ?? 'any')])
}
