import { mostThatFit } from '../../../models/instance/caps.ts'
import { type Agent, accepts, type Cluster, mayStandIn, type Problem } from '../../../src/domain/problem.ts'
import { leastRunning } from '../greedy/running.ts'

export interface Settled {
  readonly problem: Problem
  /** Agents whose rules ask for more than one cloud, and those that this one has no place for: they may use all clouds. */
  readonly twoClouds: number
  readonly noPlace: number
}

/**
 * The same fleet and the same rules, with every agent held to one cloud that its rules allow there. A plan of it is a plan of the problem,
 * so that the two costs compare.
 */
export function settledIn(problem: Problem, provider: string): Settled {
  const own = problem.clusters.filter((cluster) => cluster.provider === provider)
  const free = { twoClouds: 0, noPlace: 0 }
  const agents = problem.agents.map((agent) => {
    const reason = whyNotIn(agent, own)
    if (reason) free[reason]++
    return reason ? agent : heldTo(agent, own)
  })
  return { problem: { ...problem, agents }, ...free }
}

function whyNotIn(agent: Agent, clusters: readonly Cluster[]): 'twoClouds' | 'noPlace' | undefined {
  if (agent.replicas === 0) return undefined
  const places = clusters.filter((cluster) => mayStandIn(agent, cluster) && sellsFor(agent, cluster))
  if (leastRunning(agent, places) !== undefined) return undefined
  return leastRunning(withoutCloudRules(agent), places) === undefined ? 'noPlace' : 'twoClouds'
}

/** On demand: spot is never all that an agent's rules allow it to stand on, unless they say so. */
const sellsFor = (agent: Agent, { offers }: Cluster): boolean =>
  offers.some(
    (offer) =>
      (offer.capacityType === 'on-demand' || agent.spot?.maxShare === 1) && accepts(agent, offer) && mostThatFit(agent.requests, offer) > 0,
  )

function withoutCloudRules({ survive = [], spread, ...agent }: Agent): Agent {
  const { clouds: _, ...kept } = spread ?? {}
  return { ...agent, survive: survive.filter(({ loss }) => loss !== 'cloud'), spread: kept }
}

function heldTo(agent: Agent, clusters: readonly Cluster[]): Agent {
  const allowed = agent.placement?.clusters
  const ids = clusters.map(({ id }) => id).filter((id) => allowed?.includes(id) ?? true)
  return { ...agent, placement: { ...agent.placement, clusters: ids } }
}
