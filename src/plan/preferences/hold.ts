import { movedReplicas } from '../../domain/plan-cost.ts'
import type { Agent, Problem } from '../../domain/problem.ts'
import type { Replicas } from '../../domain/units.ts'
import type { Layout } from './restate.ts'

/** The same night with some agents held to today's places: none of their replicas moves. What demand adds still goes anywhere, what it takes away goes. */
export function holding(problem: Problem, agents: Iterable<string>): Problem {
  return movingAtMost(problem, new Map([...agents].map((agent) => [agent, 0])))
}

/** The same night with caps on how many replicas of some agents move; caps that are there already stay where they are lower. */
export function movingAtMost(problem: Problem, caps: ReadonlyMap<string, Replicas>): Problem {
  if (caps.size === 0) return problem
  const capped = (agent: Agent): Agent => {
    const cap = caps.get(agent.id)
    return cap === undefined ? agent : { ...agent, move: { ...agent.move, maxReplicas: Math.min(cap, agent.move?.maxReplicas ?? cap) } }
  }
  return { ...problem, agents: problem.agents.map(capped) }
}

export const held = (agent: Agent): Agent => ({ ...agent, move: { ...agent.move, maxReplicas: 0 } })

/** Replicas that a plan moves, by agent: only those that it does move. */
export function movesOf(problem: Problem, { placements }: Pick<Layout, 'placements'>): Map<string, Replicas> {
  const own = Map.groupBy(placements, ({ agent }) => agent)
  const moves = problem.agents.map((agent): [string, Replicas] => [agent.id, movedReplicas(agent, own.get(agent.id) ?? [])])
  return new Map(moves.filter(([, replicas]) => replicas > 0))
}

export const totalOf = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0)
