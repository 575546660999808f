import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { infeasiblePlan } from '../../src/optimise/best-plan.ts'
import { restated } from '../../src/plan/preferences/restate.ts'
import { cheapestPlanByBruteForce } from './cheapest-plan.ts'

/** Solves a tiny problem by trying everything, with a bound that may be worse than it is by so much [USD/h]. */
export function exactly(slackUsdPerHour = 0): (problem: Problem) => Promise<Plan> {
  return async (problem) => {
    const found = cheapestPlanByBruteForce(problem)
    if (found === 'infeasible') return infeasiblePlan([{ constraint: 'problem', detail: 'nothing keeps every rule' }], false)
    return restated(problem, found.plan, { bound: found.usdPerHour - slackUsdPerHour, gap: 1 })
  }
}
