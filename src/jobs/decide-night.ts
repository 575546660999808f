import type { Plan } from '../domain/plan.ts'
import type { Step } from '../domain/step.ts'
import { type Decision, decide } from '../plan/decide.ts'
import { decisionText } from '../plan/decision-text.ts'
import { stepText } from '../plan/step-text.ts'
import { planSteps } from '../plan/steps.ts'
import { judgeToday, type Today } from '../plan/today.ts'
import type { NightDecision } from '../reports/night.ts'
import { verifyPlan } from '../verify/verify.ts'
import type { NightSettings } from './night-parts.ts'
import type { NightProblem } from './read-night.ts'
import type { SolvedNight } from './solve-night.ts'

export interface DecidedNight {
  readonly today: Today
  readonly decision: NightDecision
  /** The plan that shall stand: the optimiser's, or today's with the bound that was proved. */
  readonly recommended: Plan
  readonly steps: readonly Step[]
  readonly stepTexts: readonly string[]
  readonly refusal?: string
}

/** Whether to move, and how: decided before anything happens. */
export function decideNight({ problem, fleet }: NightProblem, { plan }: SolvedNight, { thresholds, solve }: NightSettings): DecidedNight {
  const today = judgeToday(problem, fleet, verifyPlan, plan.lowerBoundUsdPerHour)
  const decision = decide(today, plan, thresholds)
  const decided = { today, decision: toldDecision(decision) }
  if (decision.kind === 'stay') return { ...decided, recommended: standing(today.plan, solve.gap), steps: [], stepTexts: [] }
  const { steps, refusal } = planSteps(problem, fleet, plan)
  const moving = { ...decided, recommended: plan, steps, stepTexts: steps.map(stepText) }
  return refusal ? { ...moving, refusal: `${refusal.reason}: ${refusal.remedy}` } : moving
}

/** Today's placement as a plan like any other: optimal where its gap is within the one asked for. */
const standing = (plan: Plan, gap: number): Plan => ({ ...plan, status: plan.gap <= gap ? 'optimal' : 'feasible' })

function toldDecision(decision: Decision): NightDecision {
  const { kind, todayUsdPerHour, afterUsdPerHour, savingUsdPerHour, savingUsdPerMonth } = decision
  const savingShare = todayUsdPerHour > 0 ? savingUsdPerHour / todayUsdPerHour : 0
  return { kind, sentences: decisionText(decision), todayUsdPerHour, afterUsdPerHour, savingUsdPerHour, savingUsdPerMonth, savingShare }
}
