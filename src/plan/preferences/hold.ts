import { movedReplicas } from '../../domain/plan-cost.ts'
import type { Agent, Problem } from '../../domain/problem.ts'
import type { Replicas } from '../../domain/units.ts'
import type { Layout } from './restate.ts'

/** The same night with some agents held to today's places: none of their replicas moves. What demand adds still goes anywhere, what it takes away goes. */
export function holding(problem: Problem, agents: ReadonlySet<string>): Problem {
  if (agents.size === 0) return problem
  return { ...problem, agents: problem.agents.map((agent) => (agents.has(agent.id) ? held(agent) : agent)) }
}

export const held = (agent: Agent): Agent => ({ ...agent, move: { ...agent.move, maxReplicas: 0 } })

/** Replicas that a plan moves, by agent: only those that it does move. */
export function movesOf(problem: Problem, { placements }: Pick<Layout, 'placements'>): Map<string, Replicas> {
  const own = Map.groupBy(placements, ({ agent }) => agent)
  const moves = problem.agents.map((agent): [string, Replicas] => [agent.id, movedReplicas(agent, own.get(agent.id) ?? [])])
  return new Map(moves.filter(([, replicas]) => replicas > 0))
}

export const totalOf = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0)
