import type { Fleet } from '../domain/fleet.ts'
import type { Plan } from '../domain/plan.ts'
import type { Preference } from '../domain/preference.ts'
import type { Problem } from '../domain/problem.ts'
import type { Step } from '../domain/step.ts'
import { type Decision, decide, savesEnough, type Thresholds } from '../plan/decide.ts'
import { decisionText } from '../plan/decision-text.ts'
import { brokenFloors } from '../plan/floors.ts'
import { stepAdvice } from '../plan/step-advice.ts'
import { stepText } from '../plan/step-text.ts'
import { planSteps } from '../plan/steps.ts'
import { judgeToday, type Today } from '../plan/today.ts'
import { asMachines, type Way } from '../problem/commitments/as-machines.ts'
import type { NightStep } from '../reports/findings.ts'
import type { NightDecision } from '../reports/night.ts'
import { verifyPlan } from '../verify/verify.ts'
import type { NightSettings } from './night-parts.ts'
import type { PreferredNight } from './preferences/prefer-night.ts'
import { thresholdsTold } from './preferences/thresholds.ts'
import type { NightProblem } from './read-night.ts'

export interface DecidedNight {
  readonly today: Today
  readonly decision: NightDecision
  /** The plan that shall stand: the preferred one, or today's with the bound that was proved. */
  readonly recommended: Plan
  readonly preferences: readonly Preference[]
  /** What the steps are made of, as the clusters know it. */
  readonly way: Way
  readonly steps: readonly NightStep[]
  readonly refusal?: string
}

/** Whether to move, and how: decided before anything happens. Throws where the steps would take an agent below its floor. */
export function decideNight(
  { problem, fleet, catalogue }: NightProblem,
  preferred: PreferredNight,
  { thresholds, solve }: NightSettings,
): DecidedNight {
  const { plan, optimum } = preferred
  const today = judgeToday(problem, fleet, verifyPlan, optimum.lowerBoundUsdPerHour)
  const { decision, stays } = decideWith(today, preferred, thresholds)
  const preferences = [...preferred.preferences, thresholdsTold(problem, preferred, stays, thresholds)]
  const decided = { today, decision: toldDecision(decision), preferences }
  if (decision.kind === 'stay')
    return { ...decided, recommended: standing(today.plan, solve.gap), way: { problem, fleet, plan: today.plan }, steps: [] }
  const recommended = stays ?? plan
  const way = asMachines({ problem, fleet, plan: recommended }, catalogue.commitments ?? [])
  const { steps, refusal } = planSteps(way.problem, way.fleet, way.plan)
  requireFloors(way.problem, way.fleet, steps)
  const moving = { ...decided, recommended, way, steps: steps.map((step) => ({ step, text: textWithAdvice(step, way.fleet) })) }
  return refusal ? { ...moving, refusal: `${refusal.reason}: ${refusal.remedy}` } : moving
}

/** What stays by the thresholds: today; or, where today cannot stay, the plan that moves only what must. Absent where the plan passes them. */
function decideWith(
  today: Today,
  { plan, least, pinnedElsewhere }: PreferredNight,
  thresholds: Thresholds,
): { decision: Decision; stays?: Plan } {
  const decision = decide(today, plan, thresholds, pinnedElsewhere)
  if (decision.kind === 'stay') return { decision, stays: today.plan }
  if (!least || savesEnough(least, plan, today.plan, thresholds)) return { decision }
  return { decision: decide(today, least, thresholds, pinnedElsewhere), stays: least }
}

function textWithAdvice(step: Step, fleet: Fleet): string {
  const advice = stepAdvice(step, fleet)
  return advice === undefined ? stepText(step) : `${stepText(step)} ${advice}`
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
