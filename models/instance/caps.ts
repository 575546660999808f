import type { Agent, Loss, Offer } from '../../src/domain/problem.ts'
import { wholeDown, wholeUp } from '../../src/domain/units.ts'

/** Numbers that an agent's own rules imply, whoever asks: the rows of the models and the search both do. */

/** Replicas that must be left when a domain of this kind is lost: the strictest of the agent's rules; 0 where it has none. */
export function leastLeft(agent: Agent, loss: Loss): number {
  let least = 0
  for (const rule of agent.survive ?? []) if (rule.loss === loss) least = Math.max(least, wholeUp(rule.keep * agent.replicas))
  return least
}

/** The most replicas that a single domain of this kind may hold while `running` run; Infinity where no rule says. */
export function mostPerDomain(agent: Agent, loss: Loss, running: number): number {
  return agent.survive?.some((rule) => rule.loss === loss) ? running - leastLeft(agent, loss) : Number.POSITIVE_INFINITY
}

/** The most replicas that may run: R, or more where `maxReplicas` allows it for the sake of survival. */
export const mostReplicas = (agent: Agent): number => (agent.replicas === 0 ? 0 : (agent.maxReplicas ?? agent.replicas))

/** The fewest replicas off spot. */
export const leastOnDemand = (agent: Agent): number => Math.min(agent.spot?.onDemandBase ?? 0, agent.replicas)

/** The most spot replicas while `running` run: the agent's share, less its on-demand base. */
export function mostOnSpot(agent: Agent, running: number): number {
  return Math.max(0, Math.min(wholeDown((agent.spot?.maxShare ?? 0) * running), running - leastOnDemand(agent)))
}

/**
 * The most of an agent's pods on one node while `running` run. A node stands in one zone, one cluster, one region and one
 * cloud, so that what any of them may hold caps the node too.
 */
export function mostPerNode(agent: Agent, running: number): number {
  const domains = (['node', 'zone', 'cluster', 'region', 'cloud'] as const).map((loss) => mostPerDomain(agent, loss, running))
  return Math.max(0, Math.min(agent.maxPerNode ?? Number.POSITIVE_INFINITY, running, ...domains))
}

/** At least so many clusters, regions or clouds hold a replica; never more than R. */
export function leastSpread(agent: Agent, kind: 'clusters' | 'regions' | 'clouds'): number {
  return Math.min(agent.spread?.[kind] ?? 0, agent.replicas)
}

/** The most of a pod on an empty node of an offer by size alone; the contract's 1e-9 is allowed for. */
export function mostThatFit(requests: Agent['requests'], { allocatable }: Offer): number {
  return Math.min(
    times(allocatable.cpu, requests.cpu),
    times(allocatable.memoryGiB, requests.memoryGiB),
    times(allocatable.gpu, requests.gpu ?? 0),
    allocatable.pods,
  )
}

function times(have: number, need: number): number {
  if (need <= 0) return Number.POSITIVE_INFINITY
  const whole = Math.floor(have / need)
  return (whole + 1) * need <= have + 1e-9 * Math.max(1, have) ? whole + 1 : whole
}
