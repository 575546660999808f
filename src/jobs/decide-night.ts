import type { Fleet } from '../domain/fleet.ts'
import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { Step } from '../domain/step.ts'
import { type Decision, decide } from '../plan/decide.ts'
import { decisionText } from '../plan/decision-text.ts'
import { brokenFloors } from '../plan/floors.ts'
import { stepText } from '../plan/step-text.ts'
import { planSteps } from '../plan/steps.ts'
import { judgeToday, type Today } from '../plan/today.ts'
import type { NightStep } from '../reports/findings.ts'
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
  readonly steps: readonly NightStep[]
  readonly refusal?: string
}

/** Whether to move, and how: decided before anything happens. Throws where the steps would take an agent below its floor. */
export function decideNight({ problem, fleet }: NightProblem, { plan }: SolvedNight, { thresholds, solve }: NightSettings): DecidedNight {
  const today = judgeToday(problem, fleet, verifyPlan, plan.lowerBoundUsdPerHour)
  const decision = decide(today, plan, thresholds)
  const decided = { today, decision: toldDecision(decision) }
  if (decision.kind === 'stay') return { ...decided, recommended: standing(today.plan, solve.gap), steps: [] }
  const { steps, refusal } = planSteps(problem, fleet, plan)
  requireFloors(problem, fleet, steps)
  const moving = { ...decided, recommended: plan, steps: steps.map((step) => ({ step, text: stepText(step) })) }
  return refusal ? { ...moving, refusal: `${refusal.reason}: ${refusal.remedy}` } : moving
}

/** Replayed apart from how they were planned, before anyone sees them. */
function requireFloors(problem: Problem, fleet: Fleet, steps: readonly Step[]): void {
  const [broken] = brokenFloors(problem, fleet, steps)
  if (!broken) return
  const { agent, stepNumber, ready, floor } = broken
  throw new Error(`step ${stepNumber} would leave ${agent} with ${ready} of ${floor} ready replicas: a defect of ours, and nothing is done`)
}

/** Today's placement as a plan like any other: optimal where its gap is within the one asked for. */
const standing = (plan: Plan, gap: number): Plan => ({ ...plan, status: plan.gap <= gap ? 'optimal' : 'feasible' })

/** That it saves enough is told by the figures. */
function whyText(decision: Decision): string[] {
  const [, ...reasons] = decisionText({ ...decision, reasons: decision.reasons.filter(({ kind }) => kind !== 'saves enough') })
  return reasons
}

function toldDecision(decision: Decision): NightDecision {
  const { kind, todayUsdPerHour, afterUsdPerHour, savingUsdPerHour, savingUsdPerMonth } = decision
  const savingShare = todayUsdPerHour > 0 ? savingUsdPerHour / todayUsdPerHour : 0
  const told = { kind, sentences: decisionText(decision), why: whyText(decision) }
  return { ...told, todayUsdPerHour, afterUsdPerHour, savingUsdPerHour, savingUsdPerMonth, savingShare }
}
