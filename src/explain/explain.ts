import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { Seconds } from '../domain/units.ts'
import { type Allowance, allowance } from './allowance.ts'
import type { AgentPlaces, ExplainedPlan, Explanation } from './explanation.ts'
import { infeasibility } from './infeasible/infeasible.ts'
import type { Conflict, ExplainParts, Relaxed } from './parts.ts'
import { placesOfAgents, withAllThere } from './places/places.ts'
import { costsOfRules } from './savings/costs.ts'
import type { Known } from './savings/interval.ts'
import type { Base } from './savings/resolve.ts'

export interface ExplainOptions {
  /** For all of it together; what is not reached is told as left out. */
  readonly timeLimitSeconds: Seconds
  /** The plan to explain, known to keep every rule; absent: the cheapest that is found. */
  readonly plan?: Plan
  /** Only this agent's rules and places, more closely. Must be one of the problem's. */
  readonly agent?: string
}

const GAP = 1e-3
const SHARE_FOR_PLAN = 0.25
const SHARE_FOR_RELAXATION = 0.15
const SHARE_FOR_PLACES = 0.25
const SHARE_FOR_ALL_THERE = 0.4
const SHARE_FOR_COSTS = 0.9

/**
 * Why a plan costs what it does: what each policy costs, what more of each limit would save, why agents are not in cheaper places; or why
 * there is no plan and what would have to change. Each figure is solved for or computed from the plan, and says which.
 */
export async function explain(problem: Problem, parts: ExplainParts, options: ExplainOptions): Promise<Explanation> {
  const time = allowance(parts.now, options.timeLimitSeconds)
  const nothing = { schema: 'explanation/v1', asOf: problem.asOf, policies: [], limits: [], agents: [], leftOut: [] } as const
  const cheapest = await cheapestPlan(problem, options.plan, parts, time)
  if (isPlan(cheapest)) {
    const plans = { cheapest, plan: options.plan ?? cheapest }
    return { ...nothing, ...(await explained(problem, plans, options.agent, parts, time)), status: 'explained' }
  }
  const conflict = await conflictOf(problem, cheapest, parts, time)
  if (!conflict) return { ...nothing, status: 'unknown' }
  return { ...nothing, status: 'infeasible', infeasible: await infeasibility(problem, conflict, parts, time) }
}

const isPlan = ({ status }: Plan): boolean => status === 'optimal' || status === 'feasible'

/** What rules cost is asked of the cheapest plan, whatever keeps the one to explain from being it. A bound that a plan brings along proves nothing. */
async function cheapestPlan(problem: Problem, given: Plan | undefined, parts: ExplainParts, time: Allowance): Promise<Plan> {
  parts.onStage?.('solving')
  const limits = { gap: GAP, timeLimitSeconds: time.secondsLeft() * SHARE_FOR_PLAN }
  return parts.solve(problem, given ? { ...limits, candidates: [given] } : limits)
}

/** Where a solve ends with neither a plan nor a proof, parts of the problem may still be proved to have none. */
async function conflictOf(problem: Problem, plan: Plan, parts: ExplainParts, time: Allowance): Promise<Conflict | undefined> {
  if (plan.status === 'infeasible') return { conflict: plan.conflict ?? [], conflictIsMinimal: plan.conflictIsMinimal ?? false }
  parts.onStage?.('looking for agents that cannot be placed')
  return parts.whyInfeasible(problem, time.part(0.6).secondsLeft())
}

type Explained = Pick<Explanation, 'plan' | 'policies' | 'limits' | 'agents' | 'leftOut'>

interface Plans {
  readonly cheapest: Plan
  /** The one to explain. */
  readonly plan: Plan
}

async function explained(
  problem: Problem,
  { cheapest, plan }: Plans,
  agent: string | undefined,
  parts: ExplainParts,
  time: Allowance,
): Promise<Explained> {
  parts.onStage?.('pricing limits')
  const from = parts.now()
  const relaxed = await parts.relax(problem, time.secondsLeft() * SHARE_FOR_RELAXATION)
  const relaxSeconds = parts.now() - from
  const base = baseOf(cheapest, relaxed)
  parts.onStage?.('looking at other places')
  const places = await placesOfAgents(problem, plan, agent, parts, time.part(SHARE_FOR_PLACES))
  parts.onStage?.('solving without each policy')
  const share = agent === undefined ? SHARE_FOR_COSTS : 1 - SHARE_FOR_ALL_THERE
  const request = { problem, base, relaxed, relaxSeconds, ...(agent === undefined ? {} : { agent }), time: time.part(share) }
  const costs = await costsOfRules(request, parts)
  const agents = agent === undefined ? places : await closely(problem, costs.base, places, parts, time)
  return {
    plan: explainedPlan(plan, costs.base),
    policies: costs.policies,
    limits: costs.limits,
    agents,
    leftOut: [...costs.leftOut, ...placesLeftOut(agents)],
  }
}

function explainedPlan({ usdPerHour: { total } }: Plan, { lower, upper }: Known): ExplainedPlan {
  return { usdPerHour: total, cheapestUsdPerHour: upper, lowerBoundUsdPerHour: lower, gap: upper > 0 ? (upper - lower) / upper : 0 }
}

function baseOf(plan: Plan, relaxed: Relaxed): Base {
  const { total } = plan.usdPerHour
  const bound = relaxed.status === 'optimal' ? relaxed.lowerBoundUsdPerHour : 0
  return { plan, upper: total, lower: Math.min(total, Math.max(plan.lowerBoundUsdPerHour, bound)) }
}

async function closely(
  problem: Problem,
  base: { lower: number; upper: number },
  places: readonly AgentPlaces[],
  parts: ExplainParts,
  time: Allowance,
) {
  parts.onStage?.('solving with all of it in each cheaper place')
  return [await withAllThere(problem, base, places[0], parts, time)]
}

function placesLeftOut(agents: readonly AgentPlaces[]): string[] {
  const unseen = agents.flatMap(({ places }) => places).filter(({ why }) => why.kind === 'not computed').length
  return unseen === 0 ? [] : [`${unseen} places were not looked at`]
}
