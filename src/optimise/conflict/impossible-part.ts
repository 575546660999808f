import type { Agent, Problem } from '../../domain/problem.ts'
import type { Verdict } from './possible.ts'

/** A problem that asks for no more than another does, of which it is proved that no plan exists. */
type Test = (problem: Problem) => Verdict

/**
 * A part of a problem that is proved to have no plan, so that the whole has none; undefined where none was found. A part is some agents
 * with all their rules, the others idle: whatever plan the whole had would be a plan of the part, once the pods of the others are taken away.
 * Small parts are solved exactly, whole node by whole node, so that a conflict of packing shows that the whole is too large to show.
 */
export function impossiblePart(problem: Problem, test: Test): Problem | undefined {
  const running = problem.agents.filter(({ replicas }) => replicas > 0)
  for (const agents of [running, ...running.map((agent) => [agent]), ...crowds(problem, running)]) {
    if (agents.length === 0) continue
    const part = onlyRunning(problem, new Set(agents.map(({ id }) => id)))
    if (test(part) === 'impossible') return part
  }
  return undefined
}

/** The problem with all agents idle but these. */
export function onlyRunning(problem: Problem, ids: ReadonlySet<string>): Problem {
  return { ...problem, agents: problem.agents.map((agent) => (ids.has(agent.id) ? agent : idle(agent))) }
}

/** An agent that asks for nothing. */
function idle({ maxReplicas: _, ...agent }: Agent): Agent {
  return agent.replicas === 0 ? agent : { ...agent, replicas: 0 }
}

/** Agents that are kept to the same few places, by their lists, tags or latency: those that could be in each other's way. */
function crowds({ clusters }: Problem, running: readonly Agent[]): Agent[][] {
  const isConfined = ({ placement, latency }: Agent) => placement !== undefined || latency !== undefined
  const placesOf = ({ placement = {}, latency }: Agent) => {
    const near =
      latency && clusters.filter(({ id }) => (latency.msByCluster[id] ?? Number.POSITIVE_INFINITY) <= latency.maxMs).map(({ id }) => id)
    return JSON.stringify([placement.anyTag, placement.noTag, placement.clusters, near])
  }
  return [...Map.groupBy(running.filter(isConfined), placesOf).values()].filter(({ length }) => length > 1)
}
