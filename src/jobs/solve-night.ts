import type { Plan } from '../domain/plan.ts'
import { judgeToday } from '../plan/today.ts'
import { verifyPlan } from '../verify/verify.ts'
import type { NightParts, NightSettings } from './night-parts.ts'
import type { NightProblem } from './read-night.ts'

export interface SolvedNight {
  /** Checked; of status infeasible or unknown where there is none. */
  readonly plan: Plan
}

/** The cheapest plan, starting from today's where that is one. Throws where the optimiser's answer does not pass the verifier. */
export async function solveNight({ problem, fleet }: NightProblem, parts: NightParts, settings: NightSettings): Promise<SolvedNight> {
  parts.onProgress({ stage: 'solving' })
  const today = judgeToday(problem, fleet, verifyPlan)
  const candidates = today.isCandidate ? [today.plan] : []
  const plan = await parts.optimise(problem, { ...settings.solve, candidates, onProgress: parts.onProgress })
  parts.onProgress({ stage: 'checking the plan' })
  const { holds, violations } = verifyPlan(problem, plan)
  const claimsNone = plan.status === 'infeasible' || plan.status === 'unknown'
  if (!holds && !(claimsNone && violations.length === 0))
    throw new Error(`the optimiser's plan breaks its rules and is not shown: ${violations.map(({ detail }) => detail).join('; ')}`)
  return { plan }
}
