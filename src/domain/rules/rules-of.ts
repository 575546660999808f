import type { Agent, Problem } from '../problem.ts'
import { demandRule, moveRules } from './amount-rules.ts'
import { availabilityRules } from './availability-rules.ts'
import { limitRules } from './limit-rules.ts'
import { machineRules } from './machine-rules.ts'
import { placeRules } from './place-rules.ts'
import type { Rule } from './rule.ts'

/** Every rule of a problem, agents' own first; demand last, since without it there is nothing to place. */
export function rulesOf(problem: Problem): Rule[] {
  const running = problem.agents.filter((agent) => agent.replicas > 0)
  const taints = taintsOf(problem)
  return [...running.flatMap((agent) => rulesOfAgent(agent, problem, taints)), ...limitRules(problem), ...running.map(demandRule)]
}

const taintsOf = ({ clusters }: Problem): string[] => [
  ...new Set(clusters.flatMap(({ offers }) => offers.flatMap(({ taints = [] }) => taints))),
]

function rulesOfAgent(agent: Agent, { clusters }: Problem, taints: readonly string[]): Rule[] {
  return [...placeRules(agent, clusters), ...availabilityRules(agent), ...machineRules(agent, taints), ...moveRules(agent)]
}
