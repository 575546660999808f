import type { Plan } from '../../domain/plan.ts'
import type { ScheduleProblem } from '../../domain/schedule.ts'
import { withoutToday } from '../../domain/schedule-transition.ts'
import type { BestSchedule } from './best-schedule.ts'
import type { PeriodSolves, SolveRequest } from './period-solves.ts'

/** Each period as if nothing stood before or came after: together they bound the day from below, and are one of its candidates. */
export class PeriodsAlone {
  /** By period, the best so far; of status infeasible or unknown where there is none. */
  readonly plans: Plan[] = []
  private readonly schedule: ScheduleProblem
  private readonly best: BestSchedule
  private readonly solves: PeriodSolves
  private readonly known = new Map<string, Plan>()

  constructor(schedule: ScheduleProblem, best: BestSchedule, solves: PeriodSolves) {
    this.schedule = schedule
    this.best = best
    this.solves = solves
  }

  /** The period in which most is paid by the hour. */
  get busiest(): number {
    const usd = this.plans.map((plan) => plan.usdPerHour.total)
    return usd.indexOf(Math.max(...usd))
  }

  /** Solves a period, or takes what an equal one came to. */
  async solve(at: number, request: SolveRequest): Promise<Plan> {
    return this.keep(at, this.known.get(this.keyOf(at)) ?? (await this.solves.solve(this.problemAt(at), request)))
  }

  /** Spends more time on the period of which least is proved, for what it weighs in the day; which one, undefined where all are proved. */
  async proveMore(request: SolveRequest): Promise<number | undefined> {
    const open = this.best.unproved().filter(({ at }) => this.plans[at]!.status !== 'optimal')
    if (open.length === 0) return undefined
    const { at } = open.reduce((most, next) => (next.usdPerDay > most.usdPerDay ? next : most))
    this.keep(at, await this.solves.solve(this.problemAt(at), { ...request, candidates: [this.plans[at]!] }))
    return at
  }

  private keep(at: number, plan: Plan): Plan {
    this.known.set(this.keyOf(at), plan)
    this.plans[at] = plan
    this.best.provePeriod(at, plan.lowerBoundUsdPerHour)
    return plan
  }

  private problemAt(at: number) {
    return withoutToday({ ...this.schedule.periods[at]!.problem, horizonHours: 1 })
  }

  private keyOf(at: number): string {
    return JSON.stringify(this.problemAt(at))
  }
}
