import type { Plan } from '../domain/plan.ts'
import type { Agent, Problem } from '../domain/problem.ts'
import { standsNowhere } from './stands-nowhere.ts'
import { withoutAgents } from './strategy-problems.ts'

export type Solve = (problem: Problem) => Promise<Plan>

/** The cheapest plan for as many agents as could be placed, and those that were left out. */
export interface WhatFits {
  /** For the problem without the agents that are left out; `unknown` where none was found in time. */
  readonly plan: Plan
  readonly unplaceable: readonly string[]
  /** True where none of those left out can be put back: each is infeasible even alone, or was shown to be beside the others. */
  readonly isMinimal: boolean
}

/**
 * Leaves out the agents that cannot be placed: first those that cannot be even alone, then, where only several together are too much,
 * the largest of those that the conflict names; at the end each of the latter is tried again.
 */
export async function placeWhatFits(problem: Problem, solve: Solve): Promise<WhatFits> {
  const never = new Set(problem.agents.filter((agent) => standsNowhere(problem, agent)).map(({ id }) => id))
  const givenUp: string[] = []
  for (;;) {
    const rest = withoutAgents(problem, new Set([...never, ...givenUp]))
    const plan = await solve(rest)
    if (plan.status !== 'infeasible') return putBack(problem, solve, { plan, never, givenUp })
    const blamed = blamedAgents(rest, plan)
    const alone = await infeasibleAlone(problem, blamed, solve)
    for (const agent of alone) never.add(agent)
    if (alone.length === 0) givenUp.push(largest(problem, blamed).id)
  }
}

/** The agents that a conflict names; all of them where it names none. */
function blamedAgents(problem: Problem, { conflict }: Plan): Agent[] {
  const named = new Set((conflict ?? []).map(({ agent }) => agent))
  const blamed = problem.agents.filter(({ id }) => named.has(id))
  if (problem.agents.length === 0) throw new Error('a problem without agents was called infeasible')
  return blamed.length > 0 ? blamed : [...problem.agents]
}

async function infeasibleAlone(problem: Problem, agents: readonly Agent[], solve: Solve): Promise<string[]> {
  const found: string[] = []
  for (const { id } of agents) {
    const others = new Set(problem.agents.map((agent) => agent.id).filter((other) => other !== id))
    if ((await solve(withoutAgents(problem, others))).status === 'infeasible') found.push(id)
  }
  return found
}

/** By CPU first: a machine of a heavy agent leaves most room for others. */
function largest(problem: Problem, agents: readonly Agent[]): Agent {
  const size = ({ replicas, requests }: Agent) => replicas * Math.max(requests.cpu, requests.memoryGiB / 8, (requests.gpu ?? 0) * 8)
  return agents.reduce((best, agent) => (size(agent) > size(best) ? agent : best), agents[0] ?? problem.agents[0])
}

async function putBack(
  problem: Problem,
  solve: Solve,
  found: { plan: Plan; never: ReadonlySet<string>; givenUp: readonly string[] },
): Promise<WhatFits> {
  let { plan } = found
  let isMinimal = true
  const out = new Set([...found.never, ...found.givenUp])
  for (const agent of found.givenUp) {
    const fewer = new Set([...out].filter((other) => other !== agent))
    const again = await solve(withoutAgents(problem, fewer))
    if (again.status === 'unknown') isMinimal = false
    if (again.status !== 'optimal' && again.status !== 'feasible') continue
    out.delete(agent)
    plan = again
  }
  return { plan, unplaceable: problem.agents.map(({ id }) => id).filter((id) => out.has(id)), isMinimal }
}
