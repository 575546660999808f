import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { ProvedCost, Strategy } from '../reports/findings.ts'
import { agentsThatRunOn, wantedOf } from './endurance.ts'
import type { Solve } from './place-what-fits.ts'
import { withoutAgents } from './strategy-problems.ts'

/** A strategy with the agents that it places and how to cost a part of them. */
export interface Contender {
  readonly strategy: Omit<Strategy, 'comparableCost'>
  readonly costOf: (agents: ReadonlySet<string>) => Promise<ProvedCost | undefined>
}

/** A plan for a variant of the problem, without the agents that it cannot place. */
export interface Solved {
  readonly name: string
  readonly problem: Problem
  readonly plan: Plan
  readonly unplaceable: readonly string[]
  readonly isMinimal: boolean
  readonly notes: readonly string[]
}

/** The cost of a part of the agents is that of a plan for just these: solved for once, when it is asked for. */
export function contender({ name, problem, plan, unplaceable, isMinimal, notes }: Solved, solve: Solve): Contender {
  const placed = problem.agents.map(({ id }) => id).filter((id) => !unplaceable.includes(id))
  const cost = plan.status === 'unknown' ? {} : { cost: provedCost(plan) }
  const strategy = {
    name,
    status: plan.status,
    ...cost,
    unplaceable,
    unplaceableIsMinimal: isMinimal,
    notes,
    placedAgents: wantedOf(problem, placed).length,
    ...(plan.status === 'unknown' ? {} : { agentsThatRunOn: agentsThatRunOn(problem, plan, placed) }),
  }
  let part: Promise<ProvedCost | undefined> | undefined
  const solvePart = async (agents: ReadonlySet<string>): Promise<ProvedCost | undefined> => {
    const gone = new Set(problem.agents.map(({ id }) => id).filter((id) => !agents.has(id)))
    const plan = await solve(withoutAgents(problem, gone))
    return plan.status === 'optimal' || plan.status === 'feasible' ? provedCost(plan) : undefined
  }
  const costOf = async (agents: ReadonlySet<string>) => {
    if (agents.size === placed.length) return strategy.cost
    part ??= solvePart(agents)
    return part
  }
  return { strategy, costOf }
}

export const provedCost = ({ usdPerHour, lowerBoundUsdPerHour, gap }: Plan): ProvedCost => ({
  usdPerHour: usdPerHour.total,
  lowerBoundUsdPerHour,
  gap,
})
