import type { ConflictItem } from '../../domain/plan.ts'
import type { Agent, Problem } from '../../domain/problem.ts'
import type { LinearSolver } from '../../lp/solver.ts'
import { isPossible, type Verdict } from './possible.ts'
import { type Rule, rulesOf } from './rules.ts'

export interface Conflict {
  readonly conflict: readonly ConflictItem[]
  /** True where each rule of it was shown to be needed: without it a plan exists. */
  readonly conflictIsMinimal: boolean
}

/**
 * Rules of an infeasible problem that cannot hold together, in the user's words. Rules are left out one after the other, whole agents
 * first; one without which the rest is still proved impossible is no part of the conflict (a deletion filter, Chinneck 2008).
 */
export function conflictOf(problem: Problem, solver: LinearSolver, secondsLeft: () => number): Conflict {
  const test = (candidate: Problem) => (secondsLeft() > 0.1 ? isPossible(candidate, solver, secondsLeft) : 'unknown')
  let rest = withFewestAgents(problem, test)
  const needed: Rule[] = []
  let isMinimal = true
  for (const rule of rulesOf(rest)) {
    const without = rule.leftOut(rest)
    const verdict = test(without)
    if (verdict === 'impossible') rest = without
    else needed.push(rule)
    if (verdict === 'unknown') isMinimal = false
  }
  return { conflict: needed.map((rule) => rule.item), conflictIsMinimal: isMinimal }
}

/** Idles agents that the conflict does not need: many at a time first, then fewer. */
function withFewestAgents(problem: Problem, test: (problem: Problem) => Verdict): Problem {
  let rest = problem
  for (let size = Math.ceil(problem.agents.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    const running = rest.agents.filter((agent) => agent.replicas > 0).map(({ id }) => id)
    for (let first = 0; first < running.length && running.length > 1; first += size) {
      const out = new Set(running.slice(first, first + size))
      const without = { ...rest, agents: rest.agents.map((agent) => (out.has(agent.id) ? idle(agent) : agent)) }
      if (test(without) === 'impossible') rest = without
    }
  }
  return rest
}

/** An agent that asks for nothing. */
function idle({ maxReplicas: _, ...agent }: Agent): Agent {
  return { ...agent, replicas: 0 }
}
