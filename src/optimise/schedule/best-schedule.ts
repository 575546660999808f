import type { ConflictItem } from '../../domain/plan.ts'
import {
  type Alternative,
  HOURS_PER_DAY,
  NO_DAY_COST,
  type SchedulePlan,
  type ScheduleProblem,
  type ScheduleTransition,
} from '../../domain/schedule.ts'
import { oneOff } from '../../domain/schedule-transition.ts'
import type { Share, Usd, UsdPerHour } from '../../domain/units.ts'
import { OptimiserDefect } from '../best-plan.ts'
import type { Candidate } from './candidates.ts'
import { type Day, planOf, type Step, Steps } from './steps.ts'

/** No solver tells costs closer than this apart: a gap of 0 is asked for as this. */
const SMALLEST_GAP: Share = 1e-6

/** What is known so far: the cheapest day that keeps every rule, and what no day can undercut. */
export class BestSchedule {
  readonly schedule: ScheduleProblem
  private readonly gapAsked: Share
  private readonly steps: Steps
  private found: { readonly day: Day; readonly candidates: readonly Candidate[] } | undefined
  private proved: Usd = 0
  private readonly boundsOfPeriods: UsdPerHour[]

  constructor(schedule: ScheduleProblem, gapAsked: Share) {
    this.schedule = schedule
    this.gapAsked = Math.max(gapAsked, SMALLEST_GAP)
    this.steps = new Steps(schedule)
    this.boundsOfPeriods = schedule.periods.map(() => 0)
  }

  /** The best day's periods; undefined where none is known. */
  get candidates(): readonly Candidate[] | undefined {
    return this.found?.candidates
  }

  get usdPerDay(): Usd | undefined {
    return this.found?.day.usdPerDay.total
  }

  get lowerBound(): Usd {
    return this.proved
  }

  get gap(): Share | undefined {
    return this.usdPerDay === undefined ? undefined : gapOf(this.usdPerDay, this.proved)
  }

  get isClosed(): boolean {
    return this.gap !== undefined && this.gap <= this.gapAsked
  }

  /** No schedule costs less. Throws OptimiserDefect where one does. */
  prove(usdPerDay: Usd): void {
    this.proved = Math.max(this.proved, usdPerDay)
    this.compare()
  }

  /** What a period costs at least by itself, whatever stands before and after; all of them together bound the day. */
  provePeriod(at: number, usdPerHour: UsdPerHour): void {
    this.boundsOfPeriods[at] = Math.max(this.boundsOfPeriods[at]!, usdPerHour)
    this.prove(this.schedule.periods.reduce((sum, { hours }, period) => sum + hours * this.boundsOfPeriods[period]!, 0))
  }

  /** What is not proved of each period by itself, by what it weighs in the day [USD/day]. */
  unproved(): { at: number; usdPerDay: Usd }[] {
    const running = this.found?.day.steps.map(({ usdPerHour }) => usdPerHour.total - usdPerHour.moves) ?? []
    return running.map((usd, at) => ({ at, usdPerDay: this.schedule.periods[at]!.hours * (usd - this.boundsOfPeriods[at]!) }))
  }

  /** Takes a day if it is cheaper than the best and keeps every rule; what it costs and whether it keeps them, taken or not. */
  offer(candidates: readonly Candidate[]): Alternative & { readonly isBetter: boolean } {
    const day = this.steps.day(candidates)
    const { total } = day.usdPerDay
    const isBetter = day.holds && (this.usdPerDay === undefined || total < this.usdPerDay - 1e-9)
    if (isBetter) this.found = { day, candidates }
    this.compare()
    return { usdPerDay: total, keepsRules: day.holds, isBetter }
  }

  /** The best schedule with its bound; `unknown` where there is none. */
  plan(alternatives: SchedulePlan['alternatives']): SchedulePlan {
    if (!this.found) return { ...this.nothing('unknown'), lowerBoundUsdPerDay: this.proved, alternatives }
    const { steps, fromToday, usdPerDay } = this.found.day
    const lowerBoundUsdPerDay = Math.min(this.proved, usdPerDay.total)
    const gap = gapOf(usdPerDay.total, lowerBoundUsdPerDay)
    const plan = (step: Step, at: number) => planOf(step, this.boundsOfPeriods[at], this.gapAsked)
    return {
      ...this.nothing(gap <= this.gapAsked ? 'optimal' : 'feasible'),
      usdPerDay,
      meanUsdPerHour: usdPerDay.total / HOURS_PER_DAY,
      lowerBoundUsdPerDay,
      gap,
      periods: steps.map((step, at) => ({ ...this.schedule.periods[at]!, problem: step.problem, plan: plan(step, at) })),
      ...(fromToday ? { fromToday: { problem: fromToday.problem, plan: plan(fromToday, 0) } } : {}),
      transitions: this.transitions(this.found.day),
      alternatives,
    }
  }

  /** The answer where it was proved that no schedule keeps every rule. */
  infeasible(conflict: readonly ConflictItem[]): SchedulePlan {
    return { ...this.nothing('infeasible'), conflict }
  }

  private nothing(status: SchedulePlan['status']): SchedulePlan {
    const { schema, cyclic, horizonHours } = this.schedule
    const empty = {
      usdPerDay: NO_DAY_COST,
      meanUsdPerHour: 0,
      lowerBoundUsdPerDay: 0,
      gap: 0,
      periods: [],
      transitions: [],
      alternatives: {},
    }
    return { schema, status, cyclic, horizonHours, ...empty }
  }

  private transitions({ steps, fromToday }: Day): ScheduleTransition[] {
    const { cyclic } = this.schedule
    const between = steps.map((step, to): ScheduleTransition => {
      const from = to === 0 && !cyclic ? 'today' : (to - 1 + steps.length) % steps.length
      return { from, to, ...oneOff(step.problem, planOf(step)) }
    })
    const start = fromToday ? [{ from: 'today' as const, to: 0, ...oneOff(fromToday.problem, planOf(fromToday)) }] : []
    return [...start, ...between]
  }

  private compare(): void {
    const total = this.usdPerDay
    if (total === undefined || this.proved <= total + 1e-6 * Math.max(1, total)) return
    throw new OptimiserDefect(`a schedule costs ${total} USD/day though none was to cost less than ${this.proved}: the bound is wrong`)
  }
}

const gapOf = (total: Usd, bound: Usd): Share => (total > 0 ? Math.max(0, (total - bound) / total) : 0)
