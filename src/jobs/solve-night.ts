import type { Plan } from '../domain/plan.ts'
import type { Seconds } from '../domain/units.ts'
import { judgeToday } from '../plan/today.ts'
import { verifyPlan } from '../verify/verify.ts'
import type { NightParts, NightSettings } from './night-parts.ts'
import type { NightProblem } from './read-night.ts'

export interface SolvedNight {
  /** The cheapest by rules alone, checked; of status infeasible or unknown where there is none. */
  readonly plan: Plan
  readonly elapsedSeconds: Seconds
}

/** The cheapest plan, starting from today's where that is one. Throws where the optimiser's answer does not pass the verifier. */
export async function solveNight({ problem, fleet }: NightProblem, parts: NightParts, settings: NightSettings): Promise<SolvedNight> {
  parts.onProgress({ stage: 'solving' })
  const today = judgeToday(problem, fleet, verifyPlan)
  const candidates = today.isCandidate ? [today.plan] : []
  const startedAt = performance.now()
  const plan = await parts.optimise(problem, { ...settings.solve, candidates, onProgress: parts.onProgress })
  const elapsedSeconds = (performance.now() - startedAt) / 1000
  parts.onProgress({ stage: 'checking the plan' })
  const { holds, violations } = verifyPlan(problem, plan)
  const claimsNone = plan.status === 'infeasible' || plan.status === 'unknown'
  if (!holds && !(claimsNone && violations.length === 0))
    throw new Error(`the optimiser's plan breaks its rules and is not shown: ${violations.map(({ detail }) => detail).join('; ')}`)
  return { plan, elapsedSeconds }
}
