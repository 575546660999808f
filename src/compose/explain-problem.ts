import type { ExplainRequest } from '../cli/explain.ts'
import type { Config } from '../config.ts'
import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { SolveLimits } from '../jobs/night-parts.ts'
import { leftOf } from './time-and-signals.ts'

/** Explains a problem with the optimiser that solves it. */
export async function explainProblem(config: Config, problem: Problem, { timeLimitSeconds, onProgress, ...options }: ExplainRequest) {
  const [{ explain }, { optimise }, { isPossible, relax, whyInfeasible }, { verifyPlan }] = await Promise.all([
    import('../explain/explain.ts'),
    import('../optimise/index.ts'),
    import('../optimise/conflict/inquiry.ts'),
    import('../verify/verify.ts'),
  ])
  const { seed, solver } = config
  const parts = {
    solve: (changed: Problem, limits: SolveLimits) => {
      const base = limits.candidates?.[0]
      // Where the plan comes from is not known here: it is where the search starts, and its bound proves nothing.
      return optimise(changed, {
        seed,
        solver,
        ...limits,
        ...(base ? { base: { problem, plan: { ...base, lowerBoundUsdPerHour: 0 } } } : {}),
      })
    },
    relax: (changed: Problem, seconds: number) => relax(changed, seconds, solver),
    isPossible: (changed: Problem, seconds: number) => isPossible(changed, seconds, solver),
    whyInfeasible: (changed: Problem, seconds: number) => whyInfeasible(changed, seconds, solver),
    brokenRules: async (changed: Problem, plan: Plan) => verifyPlan(changed, plan).violations,
    now: () => performance.now() / 1000,
    onStage: (stage: string) => onProgress({ stage }),
  }
  return explain(problem, parts, { ...options, timeLimitSeconds: leftOf(timeLimitSeconds) })
}
