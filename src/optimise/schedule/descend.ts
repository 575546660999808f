import type { Plan } from '../../domain/plan.ts'
import { planCost } from '../../domain/plan-cost.ts'
import type { Problem } from '../../domain/problem.ts'
import { problemAfter } from '../../domain/schedule-transition.ts'
import { verifyPlan } from '../../verify/verify.ts'
import type { BestSchedule } from './best-schedule.ts'
import { type Candidate, candidateIn, withIdleKept, withoutIdle } from './candidates.ts'
import type { PeriodStanding } from './messages.ts'
import type { PeriodSolves } from './period-solves.ts'

/**
 * One turn through the day, a period at a time: solved anew as it follows from the period before, as it leads to the one after (moving
 * there costs what moving back would), and towards where all periods together want to be. Only what makes the whole day cheaper is kept.
 * Returns whether anything was.
 */
export async function descend(
  best: BestSchedule,
  solves: PeriodSolves,
  aim: readonly PeriodStanding[] | undefined,
  turn: number,
): Promise<boolean> {
  const { periods } = best.schedule
  let isBetter = holdPlans(best)
  for (let at = 0; at < periods.length && !solves.isOver && !best.isClosed; at++) {
    for (const towards of neighboursOf(best, at, aim)) {
      if (solves.isOver || best.isClosed) break
      const problem = problemAfter(periods[at]!, towards)
      const share = 1 / (3 * (periods.length - at) + 1)
      const plan = await solves.solve(problem, { share, seed: turn, candidates: [asPlan(problem, best.candidates![at]!)] })
      if (hasPlan(plan) && replace(best, at, plan)) isBetter = true
    }
  }
  return isBetter
}

/** What a period may be drawn to: each once, where a day has few periods. */
function neighboursOf({ candidates, schedule }: BestSchedule, at: number, aim: readonly PeriodStanding[] | undefined): PeriodStanding[] {
  const count = candidates!.length
  const before = at > 0 || schedule.cyclic ? [candidates!.at(at - 1)!] : []
  const after = at + 1 < count || schedule.cyclic ? [candidates![(at + 1) % count]!] : []
  return [...new Set<PeriodStanding>([...before, ...after, ...(aim ? [aim[at]!] : [])])].filter(
    (one) => one !== candidates![at] || count === 1,
  )
}

/** Any period's plan held in any other, one or all: nothing moves then. */
export function holdPlans(best: BestSchedule): boolean {
  const { periods } = best.schedule
  let isBetter = false
  for (const from of periods.keys()) {
    const held = periods.map(({ problem }) => candidateIn(problem, best.candidates![from]!))
    if (held.every((candidate) => candidate !== undefined)) isBetter = offerDay(best, held) || isBetter
    for (const at of periods.keys()) if (at !== from && held[at] && replace(best, at, held[at])) isBetter = true
  }
  return isBetter
}

/** Offers the best day with one period changed. */
function replace(best: BestSchedule, at: number, standing: PeriodStanding): boolean {
  const candidate = candidateIn(best.schedule.periods[at]!.problem, standing)
  return candidate !== undefined && offerDay(best, best.candidates!.with(at, candidate))
}

/** Offers a day as it is, without idle nodes, and with those that are worth keeping. */
export function offerDay(best: BestSchedule, day: readonly Candidate[]): boolean {
  const busy = day.map(withoutIdle)
  const kept = withIdleKept(best.schedule, busy)
  return [day, busy, kept].map((one) => best.offer(one).isBetter).some(Boolean)
}

/** What stands now, as a plan to be beaten; passed over by the optimiser where it breaks a rule of the problem. */
function asPlan(problem: Problem, candidate: Candidate): Plan {
  const usdPerHour = planCost(problem, candidate)
  const gap = usdPerHour.total > 0 ? 1 : 0
  const plan: Plan = { schema: 'placement-plan/v1', status: 'feasible', usdPerHour, lowerBoundUsdPerHour: 0, gap, ...candidate }
  return verifyPlan(problem, plan).holds ? plan : { ...plan, placements: [], nodeGroups: [], flows: [] }
}

export const hasPlan = ({ status }: Plan): boolean => status === 'optimal' || status === 'feasible'
