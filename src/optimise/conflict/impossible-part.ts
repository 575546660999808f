import { mostThatFit } from '../../../models/instance/caps.ts'
import { type Limit, limitsOf } from '../../../models/instance/limits.ts'
import { type Agent, accepts, type Cluster, mayStandIn, type Offer, type Problem } from '../../domain/problem.ts'
import { onlyRunning } from '../../domain/rules/only-running.ts'
import type { Verdict } from './possible.ts'

/**
 * A part of a problem that is proved to have no plan, so that the whole has none; undefined where none was found. A part is some agents
 * with all their rules, the others idle: whatever plan the whole had would be a plan of the part, once the pods of the others are taken away.
 * Small parts are solved exactly, whole node by whole node: they show what only packing causes, and soon, where the whole takes too long.
 */
export function impossiblePart(problem: Problem, test: (problem: Problem) => Verdict): Problem | undefined {
  for (const agents of suspects(problem)) {
    const part = onlyRunning(problem, new Set(agents.map(({ id }) => id)))
    if (test(part) === 'impossible') return part
  }
  return undefined
}

interface Confined {
  readonly agent: Agent
  /** Machines that it may use and fits on. */
  readonly machines: readonly { readonly cluster: Cluster; readonly offer: Offer }[]
}

/** Each agent alone, those with the fewest machines first; then those who can use nothing but what one limit counts. */
function suspects(problem: Problem): Agent[][] {
  const running = problem.agents
    .filter(({ replicas }) => replicas > 0)
    .map((agent) => ({ agent, machines: machinesFor(agent, problem) }))
    .sort((a, b) => a.machines.length - b.machines.length)
  return [...running.map(({ agent }) => [agent]), ...limitsOf(problem).flatMap((limit) => crowd(limit, running))]
}

function machinesFor(agent: Agent, { clusters }: Problem): Confined['machines'] {
  const requests = { ...agent.requests, gpu: agent.requests.gpu ?? 0 }
  return clusters
    .filter((cluster) => mayStandIn(agent, cluster))
    .flatMap((cluster) =>
      cluster.offers.filter((offer) => accepts(agent, offer) && mostThatFit(requests, offer) > 0).map((offer) => ({ cluster, offer })),
    )
}

function crowd(limit: Limit, running: readonly Confined[]): Agent[][] {
  const within = running.filter(({ machines }) => machines.every(({ cluster, offer }) => limit.use(cluster, offer) > 0))
  return within.length > 1 && within.length < running.length ? [within.map(({ agent }) => agent)] : []
}
