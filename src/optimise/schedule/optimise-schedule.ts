import type { ConflictItem, Plan } from '../../domain/plan.ts'
import type { Alternative, SchedulePlan, ScheduleProblem } from '../../domain/schedule.ts'
import { problemAfter, problemFromToday } from '../../domain/schedule-transition.ts'
import type { SolverName } from '../../lp/index.ts'
import { verifySchedule } from '../../verify/schedule.ts'
import { OptimiserDefect } from '../best-plan.ts'
import { BestSchedule } from './best-schedule.ts'
import { type BoundThread, startBound } from './bound-thread.ts'
import { type Candidate, candidateIn } from './candidates.ts'
import { descend, hasPlan, offerDay } from './descend.ts'
import type { BoundMessage, PeriodStanding } from './messages.ts'
import { peakProblem } from './peak-problem.ts'
import { fairShare, PeriodSolves } from './period-solves.ts'
import { PeriodsAlone } from './periods-alone.ts'

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
  private readonly alone: PeriodsAlone
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
    this.alone = new PeriodsAlone(schedule, this.best, this.solves)
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
    const conflict = await this.periodsAlone()
    if (conflict) return conflict
    await this.holdPeak()
    await this.chain()
    if (!this.best.candidates) await this.waitForNews(this.aim)
    for (let turn = 1, idle = 0; this.best.candidates && idle < 2 && !this.isSettled; turn++) {
      this.report('the day as one')
      const aim = this.aim
      idle = (await descend(this.best, this.solves, aim, turn)) ? 0 : idle + 1
      if (idle === 2) idle = await this.waitForNews(aim)
      if (idle === 2 && (await this.proveMore(turn))) idle = 1
    }
    return this.isImpossible ? IMPOSSIBLE : undefined
  }

  private get isSettled(): boolean {
    return this.best.isClosed || this.isImpossible || this.solves.isOver
  }

  /** Each period by itself; returns what is in conflict in one that has no plan. */
  private async periodsAlone(): Promise<readonly ConflictItem[] | undefined> {
    const { periods } = this.schedule
    for (const [at, { startHour }] of periods.entries()) {
      const plan = await this.alone.solve(at, { share: fairShare(0.3, { nth: at, of: periods.length }) })
      if (plan.status === 'infeasible') return inPeriod(startHour, plan)
      this.report(this.stage)
    }
    const day = this.dayOf(this.alone.plans)
    if (!day) return undefined
    this.alternatives.independent = plain(this.best.offer(day))
    offerDay(this.best, day)
    return undefined
  }

  /** More time for what is proved least; whether there was anything to prove. */
  private async proveMore(turn: number): Promise<boolean> {
    if (this.isSettled) return false
    this.report('a better bound')
    const at = await this.alone.proveMore({ share: 0.5, seed: turn })
    if (at === undefined) return false
    const day = this.dayOf((this.best.candidates as readonly PeriodStanding[]).with(at, this.alone.plans[at]!))
    if (day) offerDay(this.best, day)
    return true
  }

  /** One plan for the peak, held all day: what the schedule is compared with, and never dearer than. */
  private async holdPeak(): Promise<void> {
    this.report('one plan for the peak')
    const plan = await this.solves.solve(peakProblem(this.schedule, this.alone.busiest), { share: 0.15 })
    this.isCompared = true
    const day = this.dayOf(this.schedule.periods.map(() => plan))
    if (!day) return
    this.alternatives.staticPeak = plain(this.best.offer(day))
    offerDay(this.best, day)
  }

  /** Each period as it follows from the one before: from today on, and from the busiest on. */
  private async chain(): Promise<void> {
    this.report('each period after the one before')
    const { busiest, plans } = this.alone
    const first = await this.solves.solve(problemFromToday(this.schedule) ?? this.schedule.periods[0]!.problem, { share: 0.1 })
    await this.chainFrom(0, first)
    await this.chainFrom(busiest, plans[busiest]!)
  }

  private async chainFrom(start: number, begun: Plan): Promise<void> {
    const { periods } = this.schedule
    const plans = periods.map(() => begun)
    for (let next = 1; next < periods.length && !this.isSettled; next++) {
      const [at, before] = [(start + next) % periods.length, plans[(start + next - 1) % periods.length]!]
      if (hasPlan(before))
        plans[at] = await this.solves.solve(problemAfter(periods[at]!, before), {
          share: fairShare(0.2, { nth: next, of: periods.length }),
        })
    }
    const day = this.isSettled ? undefined : this.dayOf(plans)
    if (day) offerDay(this.best, day)
  }

  /** What stands in each period as a day; undefined where one has no plan, or one that has no price in its period. */
  private dayOf(standings: readonly (PeriodStanding | Plan)[]): Candidate[] | undefined {
    const day = standings.map((standing, at) =>
      'status' in standing && !hasPlan(standing) ? undefined : candidateIn(this.schedule.periods[at]!.problem, standing),
    )
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
