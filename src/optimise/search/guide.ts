import type { InstanceAgent } from '../../../models/instance/instance.ts'
import { domainOf } from '../../domain/problem.ts'
import { capsOf, type SearchSpace } from './space.ts'

/**
 * What the search is told of the linear relaxation, or of a rough guess at it: what a replica is worth, and where it wants to be.
 */
export interface Guide {
  /** USD/h that one more replica of an agent costs in a good plan: the dual of its demand, or its cheapest unit price. */
  readonly worth: Float64Array
  /** Most replicas [a × groupCount + g] while the search follows the relaxation. */
  readonly wanted: Int32Array | undefined
  /** X of each agent at the start. */
  readonly target: Int32Array
  /** Absent where the relaxation has none worth trusting: then `worth` stands for all places, and a node costs its price. */
  readonly prices?: GuidePrices
}

/** What the relaxation's duals say of single places and machines [USD/h]. */
export interface GuidePrices {
  /** [a × groupCount + g]: what one replica of an agent is worth to the nodes of a group. */
  readonly pod: Float64Array
  /** [a × groupCount + g]: what a replica costs there beyond its cheapest places, all rules and costs weighed; 0 or more. */
  readonly place: Float64Array
  /** By machine: a node's price and its share of limits; what its room is worth, where that is more since there can be no more of it. */
  readonly node: Float64Array
}

/** Without a relaxation: a replica is worth the cheapest share of a node that it could take. */
export function guess(space: SearchSpace): Guide {
  const worth = new Float64Array(space.agentCount)
  for (const agent of space.agents) {
    let least = Number.POSITIVE_INFINITY
    for (const group of agent.groups)
      for (const m of space.groups[group].machines) {
        const holds = space.holds[m * space.shapeCount + agent.shape]
        const { usdPerHour } = space.machines[m]
        // What is already paid for is worth what it saves elsewhere, not nothing.
        if (holds > 0 && usdPerHour > 0) least = Math.min(least, shareOfNode(space, agent.index, m) * usdPerHour)
      }
    worth[agent.index] = Number.isFinite(least) ? Math.max(least, 1e-6) : 0.01
  }
  return { worth, wanted: undefined, target: Int32Array.from(space.instance.agents, fewestThatCanStand) }
}

/** The fewest replicas that could keep the agent's survive rules, if each domain held as many as it may. */
function fewestThatCanStand(agent: InstanceAgent): number {
  for (let running = agent.least; running < agent.most; running++) {
    const caps = capsOf(agent, running)
    const fits = (['cloud', 'region', 'cluster'] as const).every(
      (kind) => caps[kind] * new Set(agent.groups.map((group) => domainOf[kind](group.cluster))).size >= running,
    )
    if (fits && caps.perNode > 0) return running
  }
  return agent.most
}

/** The part of a node that one pod takes, by its dominant resource. */
export function shareOfNode({ agents, machines }: SearchSpace, a: number, m: number): number {
  const [agent, machine] = [agents[a], machines[m]]
  return Math.max(
    agent.cpu / (machine.cpu || 1),
    agent.memoryGiB / (machine.memoryGiB || 1),
    machine.gpu > 0 ? agent.gpu / machine.gpu : 0,
    1 / machine.pods,
  )
}
