import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { PlannedPeriod, SchedulePlan, ScheduleProblem } from '../domain/schedule.ts'
import type { Usd } from '../domain/units.ts'
import { recomputedCost } from './cost.ts'
import { readPlan } from './reading.ts'
import { standsBefore } from './schedule-today.ts'
import { near } from './tolerance.ts'
import type { Violation } from './verdict.ts'
import { verifyPlan } from './verify.ts'

export interface ScheduleVerdict {
  readonly violations: readonly Violation[]
  /** Recomputed; undefined where the schedule claims that there is none. */
  readonly usdPerDay: Usd | undefined
}

/**
 * Whether a schedule keeps every rule in every period and costs what it says, recomputed from the contract alone: each period's plan
 * against its problem, each period's today against the plan before, and the day's total, bound and gap. A claim that there is none is
 * not checked.
 */
export function verifySchedule(schedule: ScheduleProblem, plan: SchedulePlan): ScheduleVerdict {
  if (plan.status === 'infeasible' || plan.status === 'unknown') return { violations: [...claim(plan)], usdPerDay: undefined }
  if (plan.periods.length !== schedule.periods.length)
    return { violations: [wrong(`the schedule plans ${plan.periods.length} periods of ${schedule.periods.length}`)], usdPerDay: undefined }
  const usdPerDay = costOfDay(plan)
  const violations = [
    ...plan.periods.flatMap((period, at) => [...periodAsAsked(schedule, plan, period, at)]),
    ...plan.periods.flatMap(({ problem, plan: own, startHour }) => rulesKept(problem, own, `from ${startHour} h`)),
    ...reached(schedule, plan),
    ...figures(plan, usdPerDay),
  ]
  return { violations, usdPerDay }
}

function* claim({ status, conflict = [] }: SchedulePlan): Iterable<Violation> {
  if (status === 'infeasible' && conflict.length === 0)
    yield wrong('the schedule claims that there is none and names no constraints in conflict')
}

/** The period is the one that was asked about, and begins with what the one before leaves. */
function* periodAsAsked(
  schedule: ScheduleProblem,
  { cyclic, periods }: SchedulePlan,
  period: PlannedPeriod,
  at: number,
): Iterable<Violation> {
  const asked = schedule.periods[at]!
  const where = `from ${period.startHour} h`
  if (period.startHour !== asked.startHour || period.hours !== asked.hours)
    yield wrong(`${where}: the period lasts ${period.hours} h, and ${asked.hours} h from ${asked.startHour} h were asked for`)
  if (cyclic !== schedule.cyclic) yield wrong(`${where}: the day ${cyclic ? 'is' : 'is not'} a cycle, against what was asked for`)
  const followsToday = at === 0 && !schedule.cyclic
  const before = followsToday ? undefined : periods.at(at - 1)!.plan
  for (const detail of standsBefore(asked.problem, period.problem, before, period.hours)) yield wrong(`${where}: ${detail}`)
}

const rulesKept = (problem: Problem, plan: Plan, where: string): Violation[] =>
  verifyPlan(problem, plan).violations.map((violation) => ({ ...violation, detail: `${where}: ${violation.detail}` }))

/** Where the day is a cycle and today is known: the first period's plan, reached from today. */
function reached({ cyclic, horizonHours, periods }: ScheduleProblem, { fromToday, periods: planned }: SchedulePlan): Violation[] {
  const { problem } = periods[0]!
  const isKnown = problem.agents.some(({ current }) => current) || problem.clusters.some(({ currentNodes }) => currentNodes)
  if (!fromToday) return cyclic && isKnown ? [wrong('the schedule does not say how its first period is reached from today')] : []
  const { placements, nodeGroups } = planned[0]!.plan
  const isSame = JSON.stringify([fromToday.plan.placements, fromToday.plan.nodeGroups]) === JSON.stringify([placements, nodeGroups])
  return [
    ...(isSame ? [] : [wrong('what is reached from today is not what the first period runs')]),
    ...standsBefore(problem, fromToday.problem, undefined, horizonHours).map((detail) => wrong(`from today: ${detail}`)),
    ...rulesKept(fromToday.problem, fromToday.plan, 'from today'),
  ]
}

/** Σ over the periods of hours × cost, and the way from today, a day's part of it. */
function costOfDay({ periods, fromToday }: SchedulePlan): Usd {
  const running = periods.reduce((sum, { hours, problem, plan }) => sum + hours * recomputedCost(readPlan(problem, plan)).total, 0)
  const start = fromToday ? recomputedCost(readPlan(fromToday.problem, fromToday.plan)).moves : 0
  return running + 24 * start
}

function* figures({ usdPerDay, meanUsdPerHour, lowerBoundUsdPerDay, gap }: SchedulePlan, total: Usd): Iterable<Violation> {
  const { total: said, ...parts } = usdPerDay
  const together = Object.values(parts).reduce((sum, part) => sum + part, 0)
  if (!near(total, said)) yield { constraint: 'cost', detail: `the day costs ${total} USD and the schedule says ${said}` }
  if (!near(together, said))
    yield { constraint: 'cost', detail: `the parts of the day's cost come to ${together} USD and the total is ${said}` }
  if (!near(24 * meanUsdPerHour, said)) yield { constraint: 'cost', detail: `a mean of ${meanUsdPerHour} USD/h is no ${said} USD/day` }
  if (!(lowerBoundUsdPerDay >= 0 && lowerBoundUsdPerDay <= total + 1e-6 * Math.max(1, total)))
    yield { constraint: 'bound', detail: `the lower bound ${lowerBoundUsdPerDay} USD/day is above the cost ${total}, or no cost` }
  const recomputed = total > 0 ? Math.max(0, (total - lowerBoundUsdPerDay) / total) : 0
  if (!(Math.abs(recomputed - gap) <= 1e-4)) yield { constraint: 'bound', detail: `the gap is ${recomputed} and the schedule says ${gap}` }
}

const wrong = (detail: string): Violation => ({ constraint: 'document', detail })
