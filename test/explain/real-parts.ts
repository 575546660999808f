import type { Plan } from '../../src/domain/plan.ts'
import { planCost } from '../../src/domain/plan-cost.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { explain } from '../../src/explain/explain.ts'
import type { Explanation } from '../../src/explain/explanation.ts'
import type { ExplainParts } from '../../src/explain/parts.ts'
import { isPossible, relax, whyInfeasible } from '../../src/optimise/conflict/inquiry.ts'
import { optimise } from '../../src/optimise/index.ts'
import { verifyPlan } from '../../src/verify/verify.ts'

/** What the command line hands in. */
export const realParts = (): ExplainParts => ({
  solve: (problem, limits) => optimise(problem, limits),
  relax,
  isPossible,
  whyInfeasible,
  brokenRules: async (problem, plan) => verifyPlan(problem, plan).violations,
  now: () => performance.now() / 1000,
})

/**
 * The same as if time had run out: bounds that are not the best, and a first plan that is not the cheapest but made for other prices.
 * Every plan keeps its rules, and every bound holds.
 */
export const hastyParts = (): ExplainParts => ({
  ...realParts(),
  solve: async (problem, limits) => {
    const best = await optimise(problem, limits)
    const other = limits.candidates ? best : await optimise(withOtherPrices(problem), limits)
    const usdPerHour = planCost(problem, other)
    const lowerBoundUsdPerHour = 0.9 * best.lowerBoundUsdPerHour
    const gap = usdPerHour.total > 0 ? 1 - lowerBoundUsdPerHour / usdPerHour.total : 0
    const plan: Plan = { ...other, status: 'feasible', usdPerHour, lowerBoundUsdPerHour, gap }
    return best.status === 'optimal' && verifyPlan(problem, plan).violations.length === 0 ? plan : best
  },
})

/** The order of prices turned about, here and there. */
function withOtherPrices(problem: Problem): Problem {
  const offersOf = (cluster: Problem['clusters'][number]) =>
    cluster.offers.map((offer, at) => ({ ...offer, usdPerHour: offer.usdPerHour * (at % 2 === 0 ? 3 : 1) }))
  return { ...problem, clusters: problem.clusters.map((cluster) => ({ ...cluster, offers: offersOf(cluster) })) }
}

/** Explains a tiny problem, with more time than it needs. */
export const explained = (problem: Problem, agent?: string): Promise<Explanation> =>
  explain(problem, realParts(), { timeLimitSeconds: 40, ...(agent === undefined ? {} : { agent }) })
