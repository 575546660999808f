import type { NodeGroup } from '../domain/plan.ts'
import type { Agent, Offer } from '../domain/problem.ts'
import type { Share } from '../domain/units.ts'

/**
 * How the cost of a node is shared over the agents on it: by dominant resource share. A pod weighs the largest part that it
 * takes of the node's allocatable CPU, memory, GPU or places for pods; an agent pays its pods' part of all weights on the node.
 * The shares sum to 1 (what is left free is paid by those who are there); a node without pods has none.
 */
export function agentShares(group: NodeGroup, offer: Offer, agents: ReadonlyMap<string, Agent>): Map<string, Share> {
  const weights = new Map<string, number>()
  for (const { agent, replicas } of group.pods) {
    const weight = replicas * dominantShare(agents.get(agent), offer)
    if (weight > 0) weights.set(agent, (weights.get(agent) ?? 0) + weight)
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  return new Map([...weights].map(([agent, weight]) => [agent, weight / total]))
}

function dominantShare(agent: Agent | undefined, { allocatable }: Offer): Share {
  const { cpu = 0, memoryGiB = 0, gpu = 0 } = agent?.requests ?? {}
  const parts = [part(cpu, allocatable.cpu), part(memoryGiB, allocatable.memoryGiB), part(gpu, allocatable.gpu), part(1, allocatable.pods)]
  return Math.max(...parts)
}

const part = (asked: number, available: number): number => (asked > 0 && available > 0 ? asked / available : 0)
