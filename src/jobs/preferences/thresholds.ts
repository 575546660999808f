import type { Plan } from '../../domain/plan.ts'
import { NO_EXTRA_COST, type Preference } from '../../domain/preference.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Thresholds } from '../../plan/decide.ts'
import { movesOf } from '../../plan/preferences/hold.ts'
import type { PreferredNight } from './prefer-night.ts'

/** What the thresholds cost: nothing where the plan passes them, else what the plan would have saved over what stays. */
export function thresholdsTold(
  problem: Problem,
  { plan, optimum }: PreferredNight,
  stays: Plan | undefined,
  thresholds: Thresholds,
): Preference {
  const { leastSavingShare, leastSavingUsdPerMonth } = thresholds
  const share = `${Number((leastSavingShare * 100).toFixed(2))} % of today’s cost`
  const asked = `nothing is moved for less than ${share} or less than ${leastSavingUsdPerMonth} USD a month`
  if (!stays) return { name: 'thresholds', asked, agents: [], cost: NO_EXTRA_COST }
  const kept = movesOf(problem, stays)
  const heldBack = [...movesOf(problem, plan)].map(([agent, moved]): [string, number] => [agent, moved - (kept.get(agent) ?? 0)])
  const agents = heldBack
    .filter(([, replicas]) => replicas > 0)
    .map(([agent, replicasHeldBack]) => ({ agent, replicasHeldBack, why: 'what need not be moved saves too little', isFollowed: true }))
  const usdPerHour = Math.max(0, stays.usdPerHour.total - plan.usdPerHour.total)
  const mostUsdPerHour = Math.max(0, stays.usdPerHour.total - optimum.lowerBoundUsdPerHour)
  return { name: 'thresholds', asked, agents, cost: { usdPerHour, leastUsdPerHour: usdPerHour, mostUsdPerHour } }
}
