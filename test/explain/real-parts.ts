import type { Problem } from '../../src/domain/problem.ts'
import { explain } from '../../src/explain/explain.ts'
import type { Explanation } from '../../src/explain/explanation.ts'
import type { ExplainParts } from '../../src/explain/parts.ts'
import { isPossible, relax, whyInfeasible } from '../../src/optimise/conflict/inquiry.ts'
import { optimise } from '../../src/optimise/index.ts'
import { verifyPlan } from '../../src/verify/verify.ts'

/** What the command line hands in; no plan is asked to be closer than `gap`. */
export const realParts = ({ gap = 0 } = {}): ExplainParts => ({
  solve: (problem, limits) => optimise(problem, { ...limits, gap: Math.max(gap, limits.gap) }),
  relax,
  isPossible,
  whyInfeasible,
  brokenRules: async (problem, plan) => verifyPlan(problem, plan).violations,
  now: () => performance.now() / 1000,
})

/** Explains a tiny problem, with more time than it needs. */
export const explained = (problem: Problem, agent?: string): Promise<Explanation> =>
  explain(problem, realParts(), { timeLimitSeconds: 40, ...(agent === undefined ? {} : { agent }) })
