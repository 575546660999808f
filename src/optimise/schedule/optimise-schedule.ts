import type { ConflictItem, Plan } from '../../domain/plan.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Alternative, SchedulePlan, ScheduleProblem } from '../../domain/schedule.ts'
import { problemAfter, problemFromToday, withoutToday } from '../../domain/schedule-transition.ts'
import type { SolverName } from '../../lp/index.ts'
import { verifySchedule } from '../../verify/schedule.ts'
import { OptimiserDefect } from '../best-plan.ts'
import { BestSchedule } from './best-schedule.ts'
import { type BoundThread, startBound } from './bound-thread.ts'
import { type Candidate, candidateIn } from './candidates.ts'
import { descend, hasPlan, offerDay } from './descend.ts'
import type { BoundMessage, PeriodStanding } from './messages.ts'
import { peakProblem } from './peak-problem.ts'
import { PeriodSolves } from './period-solves.ts'

export interface ScheduleOptions {
  /** Stop once (total − bound) / total is within this; default 0.01. */
  readonly gap?: number
  /** Time after which the best schedule so far is returned [s]; default 30. */
  readonly timeLimitSeconds?: number
  /** Default 1. */
  readonly seed?: number
  /** Default highs. */
  readonly solver?: SolverName
  readonly onProgress?: (progress: ScheduleProgress) => void
  readonly signal?: AbortSignal
}

/** Rates are means over the day [USD/h]. */
export interface ScheduleProgress {
  readonly stage: string
  readonly lowerBoundUsdPerHour: number
  readonly bestUsdPerHour: number | undefined
  readonly gap: number | undefined
  readonly elapsedSeconds: number
}

/**
 * The cheapest day that can be found in the time, all its periods and transitions as one, with a proved bound on what any day costs.
 * Never dearer than holding one plan for the peak all day, nor than the periods each for themselves, where those keep the rules.
 * Every period, every transition and the total are checked before anyone sees them.
 */
export async function optimiseSchedule(schedule: ScheduleProblem, options: ScheduleOptions = {}): Promise<SchedulePlan> {
  return await new ScheduleSolve(schedule, options).run()
}

class ScheduleSolve {
  private readonly schedule: ScheduleProblem
  private readonly options: ScheduleOptions
  private readonly best: BestSchedule
  private readonly solves: PeriodSolves
  private readonly bound: BoundThread
  private readonly alternatives: { staticPeak?: Alternative; independent?: Alternative } = {}
  private aim: readonly PeriodStanding[] | undefined
  private isImpossible = false
  /** Whether the simpler ways have been looked at, which every answer tells. */
  private isCompared = false
  private defect: unknown
  private stage = 'each period by itself'
  private news = Promise.withResolvers<void>()

  constructor(schedule: ScheduleProblem, options: ScheduleOptions) {
    this.schedule = schedule
    this.options = options
    const { gap = 0.01, solver = 'highs' } = options
    this.best = new BestSchedule(schedule, gap)
    this.solves = new PeriodSolves(options)
    this.bound = startBound({ schedule, solver, gap, deadline: this.solves.deadlineMs }, (message) => this.hear(message))
  }

  async run(): Promise<SchedulePlan> {
    try {
      const conflict = await this.search()
      if (conflict) return this.best.infeasible(conflict)
    } finally {
      await this.bound.dismiss()
    }
    if (this.defect) throw this.defect
    this.report('done')
    return this.checked(this.best.plan(this.alternatives))
  }

  /** Returns what is in conflict where there is no schedule. */
  private async search(): Promise<readonly ConflictItem[] | undefined> {
    const alone = await this.periodsAlone()
    if ('conflict' in alone) return alone.conflict
    await this.holdPeak(alone.busiest)
    await this.chain(alone.plans, alone.busiest)
    for (let turn = 1, idle = 0; this.best.candidates && idle < 2 && !this.isSettled; turn++) {
      this.report('the day as one')
      const aim = this.aim
      idle = (await descend(this.best, this.solves, aim, turn)) ? 0 : idle + 1
      if (idle === 2) idle = await this.waitForNews(aim)
    }
    return this.isImpossible ? IMPOSSIBLE : undefined
  }

  private get isSettled(): boolean {
    return this.best.isClosed || this.isImpossible || this.solves.isOver
  }

  /** Each period as if nothing stood before: bounds the day from below, and is one of its candidates. */
  private async periodsAlone(): Promise<{ plans: (Plan | undefined)[]; busiest: number } | { conflict: readonly ConflictItem[] }> {
    const { periods } = this.schedule
    const known = new Map<string, Plan>()
    const plans: (Plan | undefined)[] = []
    for (const [at, { problem, startHour }] of periods.entries()) {
      const alone = withoutToday({ ...problem, horizonHours: 1 })
      const key = JSON.stringify(alone)
      const plan = known.get(key) ?? (await this.solves.solve(alone, { share: 0.4 / (periods.length - at) }))
      known.set(key, plan)
      if (plan.status === 'infeasible') return { conflict: inPeriod(startHour, plan) }
      this.best.provePeriod(at, plan.lowerBoundUsdPerHour)
      plans.push(hasPlan(plan) ? plan : undefined)
      this.report(this.stage)
    }
    const day = this.dayOf(plans)
    if (day) {
      this.alternatives.independent = plain(this.best.offer(day))
      offerDay(this.best, day)
    }
    const usd = plans.map((plan) => plan?.usdPerHour.total ?? 0)
    return { plans, busiest: usd.indexOf(Math.max(...usd)) }
  }

  /** One plan for the peak, held all day: what the schedule is compared with, and never dearer than. */
  private async holdPeak(busiest: number): Promise<void> {
    this.report('one plan for the peak')
    const plan = await this.solve(peakProblem(this.schedule, busiest), 0.25)
    this.isCompared = true
    const day = plan && this.dayOf(this.schedule.periods.map(() => plan))
    if (!day) return
    this.alternatives.staticPeak = plain(this.best.offer(day))
    offerDay(this.best, day)
  }

  /** Each period as it follows from the one before: from today on, and from the busiest on. */
  private async chain(alone: readonly (Plan | undefined)[], busiest: number): Promise<void> {
    this.report('each period after the one before')
    const { periods } = this.schedule
    const first = await this.solve(problemFromToday(this.schedule) ?? periods[0]!.problem, 0.1)
    for (const [start, begun] of new Map([
      [0, first],
      [busiest, alone[busiest]],
    ])) {
      if (!begun || this.isSettled) continue
      const plans: (Plan | undefined)[] = periods.map(() => undefined)
      plans[start] = begun
      for (let next = 1; next < periods.length; next++) {
        const [at, before] = [(start + next) % periods.length, plans[(start + next - 1) % periods.length]]
        if (before) plans[at] = await this.solve(problemAfter(periods[at]!, before), 0.3 / (2 * periods.length - next))
      }
      const day = this.dayOf(plans)
      if (day) offerDay(this.best, day)
    }
  }

  private async solve(problem: Problem, share: number): Promise<Plan | undefined> {
    const plan = await this.solves.solve(problem, { share })
    return hasPlan(plan) ? plan : undefined
  }

  /** A plan a period as a day; undefined where one is missing or has no price in its period. */
  private dayOf(standings: readonly (PeriodStanding | undefined)[]): Candidate[] | undefined {
    const day = standings.map((standing, at) => standing && candidateIn(this.schedule.periods[at]!.problem, standing))
    return day.every((candidate) => candidate !== undefined) ? day : undefined
  }

  private hear(message: BoundMessage): void {
    if (message.kind === 'bound') this.noteDefect(() => this.best.prove(message.usdPerDay))
    else if (message.kind === 'aim') this.aim = message.standings
    else if (message.kind === 'infeasible') this.isImpossible = true
    else if (message.kind === 'plans') this.noteDefect(() => this.take(message.standings))
    else if (message.kind === 'failed') process.emitWarning(`the bound of the schedule ended early: ${message.name}: ${message.message}`)
    this.news.resolve()
    if (this.best.isClosed && this.isCompared) this.solves.end()
  }

  /** What is thrown while a message is heard has no caller to reach: it is told when the search ends. */
  private noteDefect(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.defect ??= error
      this.solves.end()
    }
  }

  private take(standings: readonly PeriodStanding[]): void {
    const day = this.dayOf(standings)
    if (day) offerDay(this.best, day)
  }

  /** When turns bring nothing more: 0 where the bound's thread has told of something new, 2 where it never will. */
  private async waitForNews(aim: readonly PeriodStanding[] | undefined): Promise<0 | 2> {
    let isOver = false
    const timeout = Promise.withResolvers<void>()
    const timer = setTimeout(timeout.resolve, 1000 * this.solves.secondsLeft)
    const ended = this.bound.ended.then(() => {
      isOver = true
    })
    while (!isOver && !this.isSettled && this.aim === aim) {
      this.news = Promise.withResolvers<void>()
      await Promise.race([this.news.promise, ended, timeout.promise])
      this.report(this.stage)
    }
    clearTimeout(timer)
    return this.aim === aim ? 2 : 0
  }

  private report(stage: string): void {
    this.stage = stage
    const { usdPerDay, lowerBound, gap } = this.best
    if (usdPerDay !== undefined && stage !== 'done') this.bound.tell({ usdPerDay })
    this.options.onProgress?.({
      stage,
      lowerBoundUsdPerHour: lowerBound / 24,
      bestUsdPerHour: usdPerDay === undefined ? undefined : usdPerDay / 24,
      gap,
      elapsedSeconds: (Date.now() - this.solves.startedAt) / 1000,
    })
  }

  /** Nothing is shown that does not pass: recomputed from the schedule alone. */
  private checked(plan: SchedulePlan): SchedulePlan {
    const { violations } = verifySchedule(this.schedule, plan)
    if (violations.length === 0) return plan
    throw new OptimiserDefect(`a schedule breaks its rules and is not shown: ${violations.map(({ detail }) => detail).join('; ')}`)
  }
}

const plain = ({ usdPerDay, keepsRules }: Alternative): Alternative => ({ usdPerDay, keepsRules })

const inPeriod = (startHour: number, { conflict = [] }: Plan): ConflictItem[] =>
  conflict.map((item) => ({ ...item, detail: `from ${startHour} h: ${item.detail}` }))

const IMPOSSIBLE: readonly ConflictItem[] = [
  {
    constraint: 'moves',
    detail: 'each period has a plan by itself, but none leads to the next within the moves and the budget that are allowed',
  },
]
