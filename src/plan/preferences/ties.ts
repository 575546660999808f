import type { Plan } from '../../domain/plan.ts'
import { startedNodes } from '../../domain/plan-cost.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Share, UsdPerHour } from '../../domain/units.ts'
import type { VerifyPlan } from '../today.ts'
import { movesOf, totalOf } from './hold.ts'
import { putBack } from './put-back.ts'
import { restated } from './restate.ts'
import { isFound, type Solve } from './solve.ts'

export interface Tie {
  readonly problem: Problem
  readonly plan: Plan
  /** Plans that may cost as much, such as today's. */
  readonly others: readonly Plan[]
  readonly equalCostShare: Share
}

/**
 * Among plans that cost as much, as far as the tolerance goes, the one that moves the fewest replicas and starts the fewest nodes that can
 * be found: each agent put back in turn, the cheapest first; then one solve in which each move and each start costs a little more, so
 * little that all of them together stay within the tolerance.
 */
export async function leastMoves(tie: Tie, verifyPlan: VerifyPlan, solve: Solve): Promise<Plan> {
  const disturbed = disturbanceOf(tie.problem, tie.plan)
  if (disturbed === 0 || tie.equalCostShare === 0) return tie.plan
  const mostUsdPerHour = tie.plan.usdPerHour.total * (1 + tie.equalCostShare)
  const calmest = calmer(tie, mostUsdPerHour, verifyPlan)
  const left = disturbanceOf(tie.problem, calmest)
  if (left === 0) return calmest
  const usdPerDisturbance = (tie.plan.usdPerHour.total * tie.equalCostShare) / left
  const dearer = withDearerMoves(tie.problem, usdPerDisturbance)
  const found = await solve(dearer, { candidates: [calmest, ...tie.others].map((plan) => restated(dearer, plan)) })
  if (!isFound(found)) return calmest
  const { lowerBoundUsdPerHour: bound } = tie.plan
  const plan = restated(tie.problem, found, { bound })
  const rate = (one: Plan) => one.usdPerHour.total + usdPerDisturbance * disturbanceOf(tie.problem, one)
  return plan.usdPerHour.total <= mostUsdPerHour && rate(plan) < rate(calmest) - 1e-12 ? plan : calmest
}

/** Moved replicas and started nodes together. */
function disturbanceOf(problem: Problem, plan: Plan): number {
  const started = problem.clusters.reduce((sum, cluster) => sum + startedNodes(cluster, plan.nodeGroups), 0)
  return totalOf(movesOf(problem, plan)) + started
}

function calmer({ problem, plan, others }: Tie, mostUsdPerHour: UsdPerHour, verifyPlan: VerifyPlan): Plan {
  const { lowerBoundUsdPerHour: bound } = plan
  const isEqual = (other: Plan) => other.usdPerHour.total <= mostUsdPerHour && verifyPlan(problem, other).holds
  let calmest = plan
  const offer = (other: Plan) => {
    if (disturbanceOf(problem, other) < disturbanceOf(problem, calmest) && isEqual(other)) calmest = other
  }
  for (const other of others) offer(restated(problem, other, { bound }))
  const guesses = [...movesOf(problem, calmest).keys()].flatMap((agent) => {
    const back = putBack(problem, calmest, agent)
    return back ? [{ agent, usdPerHour: restated(problem, back).usdPerHour.total }] : []
  })
  for (const { agent } of guesses.toSorted((a, b) => a.usdPerHour - b.usdPerHour)) {
    const back = putBack(problem, calmest, agent)
    if (back) offer(restated(problem, back, { bound }))
  }
  return calmest
}

function withDearerMoves(problem: Problem, usdPerHour: UsdPerHour): Problem {
  const more = usdPerHour * problem.horizonHours
  return {
    ...problem,
    clusters: problem.clusters.map((cluster) => ({ ...cluster, nodeStartUsd: (cluster.nodeStartUsd ?? 0) + more })),
    agents: problem.agents.map((agent) => ({ ...agent, move: { ...agent.move, usdPerReplica: (agent.move?.usdPerReplica ?? 0) + more } })),
  }
}
