import type { Plan } from '../../domain/plan.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Easing, Rule } from '../../domain/rules/rule.ts'
import type { Allowance } from '../allowance.ts'
import type { Remedy } from '../explanation.ts'
import type { ExplainParts } from '../parts.ts'
import { type SmallestStep, smallestStep, type Verdict } from './smallest-step.ts'

/** What became of the question whether one rule is enough: a remedy, a proof that it is not, or neither. */
export type RemedyFound = Remedy | 'not enough' | 'unknown'

export interface RemedyRequest {
  readonly problem: Problem
  /** The problem with all agents idle but those of the conflict: what is impossible here is impossible in the whole, and sooner shown. */
  readonly part: Problem
  readonly rule: Rule
}

/** The longest that one question whether there is a plan may take [s]. */
const MOST_SECONDS = 5
/** Steps beyond which a limit is dropped rather than raised. */
const MOST_STEPS = 2 ** 20
/** Any plan will do: it only shows that there is one. */
const ANY_PLAN = 1

/**
 * The least by which a rule must be weakened, or else dropped, so that the problem has a plan: one that was found and checked. How much
 * is needed is asked of the conflict's agents alone; that it is enough is shown by a plan of the whole.
 */
export async function remedyOf(request: RemedyRequest, parts: ExplainParts, time: Allowance): Promise<RemedyFound> {
  const { problem, part, rule } = request
  const verdict = await possible(rule.leftOut(part), parts, time)
  if (verdict !== 'possible') return verdict === 'impossible' ? 'not enough' : 'unknown'
  if (rule.kind === 'budget') return leastBudget(problem, rule, parts, time)
  const least = rule.easing ? await stepsIn(part, rule.easing, parts, time) : NO_STEPS
  const eased = await easedBy(problem, rule, least, parts, time)
  if (eased) return eased
  const dropped = await planFor(rule.leftOut(problem), ANY_PLAN, parts, time.part(0.5))
  if (typeof dropped === 'string') return dropped
  const more = rule.easing && least.steps !== undefined ? await stepsIn(problem, rule.easing, parts, time, least) : NO_STEPS
  return (await easedBy(problem, rule, more, parts, time)) ?? remedy(rule, { kind: 'dropped' }, dropped)
}

const NO_STEPS: SmallestStep = { steps: undefined, isSmallest: false }

/** The fewest steps with which a problem is possible; those below `known` are not asked for again where they are proved too few. */
function stepsIn(
  problem: Problem,
  easing: Easing,
  parts: ExplainParts,
  time: Allowance,
  known: SmallestStep = NO_STEPS,
): Promise<SmallestStep> {
  const proved = known.isSmallest ? known.steps! : 0
  const ask = async (steps: number) => (steps < proved ? 'impossible' : possible(easing.by(problem, steps), parts, time))
  return smallestStep(Math.min(easing.most ?? MOST_STEPS, MOST_STEPS), ask)
}

/** Undefined where no steps are known, or no plan was found with them. */
async function easedBy(
  problem: Problem,
  rule: Rule,
  { steps, isSmallest }: SmallestStep,
  parts: ExplainParts,
  time: Allowance,
): Promise<Remedy | undefined> {
  const { easing } = rule
  if (!easing || steps === undefined) return undefined
  const plan = await planFor(easing.by(problem, steps), ANY_PLAN, parts, time.part(0.5))
  if (typeof plan === 'string') return undefined
  return remedy(rule, { kind: 'eased', from: easing.amount(0), to: easing.amount(steps), unit: easing.unit, isSmallest }, plan)
}

const remedy = (rule: Rule, change: Remedy['change'], { usdPerHour }: Plan): Remedy => ({
  rule: rule.item,
  change,
  usdPerHour: usdPerHour.total,
})

const SMALLEST_GAP = 1e-6

/** The cheapest plan without the budget says what budget is needed: its cost, and no less than its bound. */
async function leastBudget(problem: Problem, rule: Rule, parts: ExplainParts, time: Allowance): Promise<RemedyFound> {
  const plan = await planFor(rule.leftOut(problem), SMALLEST_GAP, parts, time)
  if (typeof plan === 'string') return plan
  const { total } = plan.usdPerHour
  const notEnoughBelow = plan.lowerBoundUsdPerHour
  const isSmallest = total - notEnoughBelow <= 1e-6 * Math.max(1, total)
  return remedy(rule, { kind: 'eased', from: problem.limits!.usdPerHour!, to: total, unit: 'USD/h', isSmallest, notEnoughBelow }, plan)
}

async function planFor(problem: Problem, gap: number, parts: ExplainParts, time: Allowance): Promise<Plan | 'not enough' | 'unknown'> {
  const plan = await parts.solve(problem, { gap, timeLimitSeconds: Math.max(1, time.secondsLeft()) })
  if (plan.status === 'infeasible') return 'not enough'
  return plan.status === 'unknown' ? 'unknown' : plan
}

async function possible(problem: Problem, parts: ExplainParts, time: Allowance): Promise<Verdict> {
  const left = time.secondsLeft()
  return left < 0.1 ? 'unknown' : parts.isPossible(problem, Math.min(MOST_SECONDS, left))
}
