import type { Agent } from '../../src/domain/problem.ts'
import { mostPerNode, mostReplicas } from './caps.ts'

/**
 * Pods that no machine can tell apart: same requests, same demands on the machine. An agent whose cap per node binds has a shape of
 * its own: together, two such agents would seem to fill a node that neither may.
 */
export interface Shape {
  readonly index: number
  readonly requests: { readonly cpu: number; readonly memoryGiB: number; readonly gpu: number }
  /** The most of its pods that may share a node by the rules of its agent; Infinity where only their size decides. */
  readonly mostPerNode: number
  /** Agents of this shape, by index among those that run. */
  readonly agents: readonly number[]
  /** Any of them: stands for all in whether a machine is accepted. */
  readonly example: Agent
}

export function shapesOf(agents: readonly Agent[], byRules = true): Shape[] {
  const byKey = new Map<string, Shape & { agents: number[] }>()
  for (const [index, agent] of agents.entries()) {
    const cap = mostPerNode(agent, mostReplicas(agent))
    const binds = byRules && cap < mostReplicas(agent)
    const key = binds ? `${index}` : podKey(agent)
    const { cpu, memoryGiB, gpu = 0 } = agent.requests
    const shape = byKey.get(key) ?? {
      index: byKey.size,
      requests: { cpu, memoryGiB, gpu },
      mostPerNode: binds ? cap : Number.POSITIVE_INFINITY,
      agents: [],
      example: agent,
    }
    shape.agents.push(index)
    byKey.set(key, shape)
  }
  return [...byKey.values()]
}

/** Agents with the same key have pods alike: they accept the same machines, and as many fit on them. */
export function podKey(agent: Agent): string {
  const { cpu, memoryGiB, gpu = 0 } = agent.requests
  const lists = [agent.arch ?? ['amd64'], gpu > 0 ? agent.gpuModels : undefined, agent.instanceTypes, agent.tolerates ?? []]
  return JSON.stringify([cpu, memoryGiB, gpu, ...lists.map((list) => list?.toSorted() ?? 'any')])
}
