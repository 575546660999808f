import { type Fleet, replicasToday } from '../domain/fleet.ts'
import type { ConflictItem, Plan } from '../domain/plan.ts'
import { planCost } from '../domain/plan-cost.ts'
import type { Problem } from '../domain/problem.ts'
import { routeTraffic } from '../domain/route-traffic.ts'
import type { Replicas, UsdPerHour } from '../domain/units.ts'

/** Today's placement, judged as a plan: the candidate that every other must beat. */
export interface Today {
  readonly plan: Plan
  /** True where today keeps every rule and meets demand, so that staying is one of the answers. */
  readonly isCandidate: boolean
  /** Agents of which today runs fewer or more replicas than demand and its head-room allow. */
  readonly demandChanges: readonly DemandChange[]
  /** The rules that today breaks, other than demand. */
  readonly brokenRules: readonly ConflictItem[]
}

export interface DemandChange {
  readonly agent: string
  readonly replicasToday: Replicas
  readonly replicasDemanded: Replicas
}

/** Whether a plan keeps every rule of its problem: the independent verifier, handed in. */
export type VerifyPlan = (problem: Problem, plan: Plan) => { readonly holds: boolean; readonly violations: readonly ConflictItem[] }

/**
 * Today as a plan: nodes and pods exactly as they stand, traffic by its cheapest routes, nothing moved.
 * `provedBound` is a lower bound that the optimiser proved for this problem; without one, nothing is claimed but 0.
 * Throws RangeError where a node of today is no offer of the problem: its price is unknown.
 */
export function planOfToday(problem: Problem, fleet: Fleet, provedBound: UsdPerHour = 0): Plan {
  const placements = fleet.agents.flatMap(({ id }) => replicasToday(fleet, id).map((place) => ({ agent: id, ...place })))
  const nodeGroups = fleet.clusters.flatMap(({ nodes }) => nodes)
  const flows = routeTraffic(problem, placements)
  const usdPerHour = planCost(problem, { placements, nodeGroups, flows })
  const lowerBoundUsdPerHour = Math.min(provedBound, usdPerHour.total)
  const gap = usdPerHour.total > 0 ? (usdPerHour.total - lowerBoundUsdPerHour) / usdPerHour.total : 0
  return { schema: 'placement-plan/v1', status: 'feasible', usdPerHour, lowerBoundUsdPerHour, gap, placements, nodeGroups, flows }
}

/** Today as a plan, and whether it may be kept. */
export function judgeToday(problem: Problem, fleet: Fleet, verifyPlan: VerifyPlan, provedBound?: UsdPerHour): Today {
  const plan = planOfToday(problem, fleet, provedBound)
  const demandChanges = changesOfDemand(problem, plan)
  const { holds, violations } = verifyPlan(problem, plan)
  const brokenRules = violations.filter((violation) => !followsFrom(demandChanges, violation))
  return { plan, isCandidate: holds && demandChanges.length === 0, demandChanges, brokenRules }
}

/** Too few or too many replicas, and the traffic that too few cannot carry, are the change of demand itself. */
function followsFrom(changes: readonly DemandChange[], { constraint, agent }: ConflictItem): boolean {
  if (constraint === 'traffic') return changes.length > 0
  return constraint === 'demand' && changes.some((change) => change.agent === agent)
}

function changesOfDemand(problem: Problem, { placements }: Plan): DemandChange[] {
  return problem.agents.flatMap(({ id, replicas, maxReplicas = replicas }) => {
    const today = placements.reduce((sum, place) => sum + (place.agent === id ? place.replicas : 0), 0)
    const most = replicas === 0 ? 0 : maxReplicas
    return today < replicas || today > most ? [{ agent: id, replicasToday: today, replicasDemanded: replicas }] : []
  })
}
