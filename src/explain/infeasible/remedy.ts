import type { Plan } from '../../domain/plan.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Rule } from '../../domain/rules/rule.ts'
import type { Allowance } from '../allowance.ts'
import type { Remedy } from '../explanation.ts'
import type { ExplainParts } from '../parts.ts'
import { smallestStep, type Verdict } from './smallest-step.ts'

/** What became of the question whether one rule is enough: a remedy, a proof that it is not, or neither. */
export type RemedyFound = Remedy | 'not enough' | 'unknown'

/** The longest that one question whether there is a plan may take [s]. */
const MOST_SECONDS = 5
/** Steps beyond which a limit is dropped rather than raised. */
const MOST_STEPS = 2 ** 20
/** Any plan will do: it only shows that there is one. */
const ANY_PLAN = 1

/** The least by which a rule must be weakened, or else dropped, so that the problem has a plan: one that was found and checked. */
export async function remedyOf(problem: Problem, rule: Rule, parts: ExplainParts, time: Allowance): Promise<RemedyFound> {
  const dropped = rule.leftOut(problem)
  const verdict = await possible(dropped, parts, time)
  if (verdict !== 'possible') return verdict === 'impossible' ? 'not enough' : 'unknown'
  if (rule.kind === 'budget') return leastBudget(problem, dropped, rule, parts, time)
  return (await eased(problem, rule, parts, time)) ?? (await remedy(rule, { kind: 'dropped' }, dropped, parts, time))
}

/** Undefined where a rule cannot be weakened bit by bit, or no bit of it is enough, or none was found in time. */
async function eased(problem: Problem, rule: Rule, parts: ExplainParts, time: Allowance): Promise<Remedy | undefined> {
  const { easing } = rule
  if (!easing) return undefined
  const most = Math.min(easing.most ?? MOST_STEPS, MOST_STEPS)
  const { steps, isSmallest } = await smallestStep(most, (count) => possible(easing.by(problem, count), parts, time))
  if (steps === undefined) return undefined
  const change = { kind: 'eased', from: easing.amount(0), to: easing.amount(steps), unit: easing.unit, isSmallest } as const
  const found = await remedy(rule, change, easing.by(problem, steps), parts, time)
  return found === 'unknown' ? undefined : found
}

async function remedy(
  rule: Rule,
  change: Remedy['change'],
  changed: Problem,
  parts: ExplainParts,
  time: Allowance,
): Promise<Remedy | 'unknown'> {
  const plan = await planFor(changed, ANY_PLAN, parts, time)
  return plan ? { rule: rule.item, change, usdPerHour: plan.usdPerHour.total } : 'unknown'
}

/** The cheapest plan without the budget says what budget is needed: its cost, and no less than its bound. */
async function leastBudget(
  problem: Problem,
  dropped: Problem,
  rule: Rule,
  parts: ExplainParts,
  time: Allowance,
): Promise<Remedy | 'unknown'> {
  const plan = await planFor(dropped, SMALLEST_GAP, parts, time)
  if (!plan) return 'unknown'
  const { total } = plan.usdPerHour
  const isSmallest = total - plan.lowerBoundUsdPerHour <= 1e-6 * Math.max(1, total)
  return {
    rule: rule.item,
    change: { kind: 'eased', from: problem.limits!.usdPerHour!, to: total, unit: 'USD/h', isSmallest },
    usdPerHour: total,
  }
}

const SMALLEST_GAP = 1e-6

async function planFor(problem: Problem, gap: number, parts: ExplainParts, time: Allowance): Promise<Plan | undefined> {
  const plan = await parts.solve(problem, { gap, timeLimitSeconds: Math.max(1, Math.min(MOST_SECONDS, time.secondsLeft())) })
  return plan.status === 'optimal' || plan.status === 'feasible' ? plan : undefined
}

async function possible(problem: Problem, parts: ExplainParts, time: Allowance): Promise<Verdict> {
  const left = time.secondsLeft()
  return left < 0.1 ? 'unknown' : parts.isPossible(problem, Math.min(MOST_SECONDS, left))
}
