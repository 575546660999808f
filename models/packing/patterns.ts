import { mostPerNode } from '../instance/caps.ts'
import type { Instance, InstanceAgent, Machine } from '../instance/instance.ts'

/** Pods of each agent on one node, by agent index: whole numbers, none 0. */
export type Pattern = ReadonlyMap<number, number>

/**
 * Every pattern of a machine to which no pod can be added, or undefined where there are more than `most`.
 * A plan that uses a smaller one uses one of these and leaves room; of elastic agents every number is told apart.
 */
export function maximalPatterns(instance: Instance, machine: Machine, most: number): Pattern[] | undefined {
  const agents = agentsOn(instance, machine)
  if (agents.length > MOST_AGENTS) return undefined
  const patterns: Pattern[] = []
  const left = { ...machine.offer.allocatable }
  const counts = new Map<number, number>()
  let visited = 0
  const descend = (at: number): boolean => {
    if (at === agents.length) {
      // Of those that are not maximal there may be far more than of those that are.
      if (++visited > VISITS_OF_ONE * most + VISITS_OF_ONE) return false
      if (
        agents.some((agent) => !isElastic(agent, machine) && (counts.get(agent.index) ?? 0) < cap(agent, machine) && room(agent, left) > 0)
      )
        return true
      patterns.push(new Map(counts))
      return patterns.length <= most
    }
    const agent = agents[at]
    for (let count = Math.min(cap(agent, machine), room(agent, left)); count >= 0; count--) {
      change(left, agent, -count)
      if (count > 0) counts.set(agent.index, count)
      const going = descend(at + 1)
      counts.delete(agent.index)
      change(left, agent, count)
      if (!going) return false
    }
    return true
  }
  return descend(0) ? patterns : undefined
}

/** Of so many agents there are too many patterns in any case. */
const MOST_AGENTS = 500

/** Ways to fill a node that may be looked at for each pattern that may be kept. */
const VISITS_OF_ONE = 20

function agentsOn(instance: Instance, machine: Machine): InstanceAgent[] {
  return instance.agents.filter(
    (agent) => machine.holds.has(agent.shape.index) && agent.groups.some((group) => group.index === machine.group),
  )
}

/**
 * Whether fewer pods than fit may be better for a rule or a cost: a cap per node that follows how many run, or what an interruption
 * costs each pod. Each number is then a pattern of its own.
 */
function isElastic(agent: InstanceAgent, { offer }: Machine): boolean {
  const isInterrupted = offer.capacityType === 'spot' && (offer.interruptionsPerHour ?? 0) > 0 && (agent.agent.restartUsd ?? 0) > 0
  return isInterrupted || hasElasticCap(agent)
}

/** An agent with a node rule of which more may run, so that each node may hold more. */
export const hasElasticCap = ({ agent, least, most }: InstanceAgent): boolean =>
  least < most && (agent.survive?.some((rule) => rule.loss === 'node') ?? false)

const cap = (agent: InstanceAgent, machine: Machine): number =>
  Math.min(mostPerNode(agent.agent, agent.most), machine.holds.get(agent.shape.index)!)

type Left = { cpu: number; memoryGiB: number; gpu: number; pods: number }

function room({ shape }: InstanceAgent, left: Left): number {
  const { cpu, memoryGiB, gpu } = shape.requests
  const times = (have: number, need: number) => (need > 0 ? Math.floor((have + 1e-9) / need) : Number.POSITIVE_INFINITY)
  return Math.max(0, Math.min(times(left.cpu, cpu), times(left.memoryGiB, memoryGiB), times(left.gpu, gpu), left.pods))
}

function change(left: Left, { shape }: InstanceAgent, count: number): void {
  left.cpu += shape.requests.cpu * count
  left.memoryGiB += shape.requests.memoryGiB * count
  left.gpu += shape.requests.gpu * count
  left.pods += count
}
