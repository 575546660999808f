import { scheduleOf } from './day-periods.ts'
import { InputError, type InputIssue } from './input-error.ts'
import { didYouMean } from './nearest-name.ts'
import { parseProblem } from './parse-problem.ts'
import type { Problem } from './problem.ts'
import { type DayProfile, DaySchema, HOURS_PER_DAY, PeriodsSchema, type SchedulePeriod, type ScheduleProblem } from './schedule.ts'
import { checked } from './schema-check.ts'

const TOLERANCE_HOURS = 1e-6

/**
 * A value from outside as a schedule problem, whether it lists periods or gives one problem with its demand by hour.
 * Throws InputError with every mistake: first those of form, then those of sense.
 */
export function parseSchedule(value: unknown, source: string): ScheduleProblem {
  return isDay(value) ? parseDay(value, source) : parsePeriods(value, source)
}

const isDay = (value: unknown): boolean => value !== null && typeof value === 'object' && ('demandByHour' in value || 'problem' in value)

function parseDay(value: unknown, source: string): ScheduleProblem {
  const day: DayProfile = checked(DaySchema, value, source)
  const agents = day.problem.agents.map(({ id }) => id)
  const strangers = Object.keys(day.demandByHour).filter((id) => !agents.includes(id))
  refuse(source, [
    ...problemIssues(day.problem, 'problem'),
    ...strangers.map((id) => ({ path: `demandByHour.${id}`, message: `names no agent: "${id}"`, remedy: didYouMean(id, agents) })),
    ...Object.entries(day.demandByHour).flatMap(([id, byHour]) => [
      ...notADay(id, byHour.length),
      ...byHour.flatMap((replicas, hour) => tooMany(id, hour, replicas)),
    ]),
  ])
  return scheduleOf(day)
}

function notADay(id: string, hours: number): InputIssue[] {
  if (hours === HOURS_PER_DAY) return []
  return [
    { path: `demandByHour.${id}`, message: `has ${hours} hours`, remedy: 'give 24: from midnight UTC, one number of replicas an hour' },
  ]
}

const MOST_REPLICAS = 1_000_000

function tooMany(id: string, hour: number, replicas: number): InputIssue[] {
  if (replicas <= MOST_REPLICAS) return []
  const message = `is ${replicas}, more than the ${MOST_REPLICAS} that one agent may have`
  return [{ path: `demandByHour.${id}[${hour}]`, message, remedy: 'split the agent, or mend the number' }]
}

function parsePeriods(value: unknown, source: string): ScheduleProblem {
  const { schema, cyclic = true, horizonHours = HOURS_PER_DAY, periods } = checked(PeriodsSchema, value, source)
  refuse(source, [...periods.flatMap((period, at) => periodIssues(period, at, periods)), ...dayIssues(periods)])
  return { schema, cyclic, horizonHours, periods }
}

function periodIssues({ startHour, hours, problem }: SchedulePeriod, at: number, periods: readonly SchedulePeriod[]): InputIssue[] {
  const path = `periods[${at}]`
  const issues = problemIssues(problem, `${path}.problem`)
  if (problem.horizonHours !== hours) {
    const message = `is ${problem.horizonHours}, but the period lasts ${hours} h`
    issues.push({ path: `${path}.problem.horizonHours`, message, remedy: `give ${hours}: what moves into a period is spread over it` })
  }
  if (at > 0) issues.push(...todayIssues(problem, `${path}.problem`), ...followIssues(startHour, periods[at - 1]!, path))
  return issues
}

/** What stands before a later period is what the plan of the one before it says. */
function todayIssues({ agents, clusters }: Problem, path: string): InputIssue[] {
  const remedy = 'leave it out: only the first period starts from today, the others from the plan before'
  const message = 'stands in a later period'
  return [
    ...agents.flatMap(({ current }, at) => (current ? [{ path: `${path}.agents[${at}].current`, message, remedy }] : [])),
    ...clusters.flatMap(({ currentNodes }, at) =>
      currentNodes ? [{ path: `${path}.clusters[${at}].currentNodes`, message, remedy }] : [],
    ),
  ]
}

function followIssues(startHour: number, before: SchedulePeriod, path: string): InputIssue[] {
  const end = (before.startHour + before.hours) % HOURS_PER_DAY
  if (Math.abs(startHour - end) <= TOLERANCE_HOURS) return []
  return [{ path: `${path}.startHour`, message: `is ${startHour}, but the period before ends at ${end}`, remedy: `give ${end}` }]
}

function dayIssues(periods: readonly SchedulePeriod[]): InputIssue[] {
  const hours = periods.reduce((sum, period) => sum + period.hours, 0)
  if (Math.abs(hours - HOURS_PER_DAY) <= TOLERANCE_HOURS) return []
  return [{ path: 'periods', message: `last ${hours} h together`, remedy: `a day has ${HOURS_PER_DAY}: lengthen or shorten one` }]
}

/** A problem's mistakes, told where it stands in the schedule. */
function problemIssues(problem: Problem, at: string): InputIssue[] {
  try {
    parseProblem(problem, at)
    return []
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return error.issues.map((issue) => ({ ...issue, path: issue.path ? `${at}.${issue.path}` : at }))
  }
}

function refuse(source: string, issues: readonly InputIssue[]): void {
  if (issues.length > 0) throw new InputError(source, issues)
}
