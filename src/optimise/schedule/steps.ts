import type { CostRate, Plan } from '../../domain/plan.ts'
import { planCost } from '../../domain/plan-cost.ts'
import type { Problem } from '../../domain/problem.ts'
import { type DayCost, HOURS_PER_DAY, type ScheduleProblem } from '../../domain/schedule.ts'
import { oneOff, problemAfter, problemFromToday } from '../../domain/schedule-transition.ts'
import type { UsdPerHour } from '../../domain/units.ts'
import { verifyPlan } from '../../verify/verify.ts'
import type { Candidate } from './candidates.ts'

/** A period as it is reached from what stands before it: a problem and a plan of the contract, checked. */
export interface Step {
  readonly problem: Problem
  readonly candidate: Candidate
  readonly usdPerHour: CostRate
  readonly holds: boolean
}

/** A whole day, exactly: every period as it follows from the one before, and how the first is reached from today. */
export interface Day {
  readonly steps: readonly Step[]
  readonly fromToday: Step | undefined
  readonly usdPerDay: DayCost
  /** Whether every rule holds in every period and on the way there. */
  readonly holds: boolean
}

/** Judges days, and remembers each step between two candidates: a search changes one period at a time. */
export class Steps {
  private readonly schedule: ScheduleProblem
  private readonly today: Problem | undefined
  private readonly known = new WeakMap<object, WeakMap<Candidate, Map<number, Step>>>()

  constructor(schedule: ScheduleProblem) {
    this.schedule = schedule
    this.today = problemFromToday(schedule)
  }

  day(candidates: readonly Candidate[]): Day {
    const steps = candidates.map((candidate, at) => this.into(at, candidates.at(at - 1)!, candidate))
    const fromToday = this.today && this.step(0, this.today, candidates[0]!, () => this.today!)
    const holds = steps.every((step) => step.holds) && (fromToday?.holds ?? true)
    return { steps, fromToday, holds, usdPerDay: this.dayCost(steps, fromToday) }
  }

  private into(at: number, before: Candidate, candidate: Candidate): Step {
    const period = this.schedule.periods[at]!
    if (at === 0 && !this.schedule.cyclic) return this.step(at, period, candidate, () => period.problem)
    return this.step(at, before, candidate, () => problemAfter(period, before))
  }

  private step(at: number, before: object, candidate: Candidate, problem: () => Problem): Step {
    const after = this.known.get(before) ?? new WeakMap<Candidate, Map<number, Step>>()
    const byPeriod = after.get(candidate) ?? new Map<number, Step>()
    const step = byPeriod.get(at) ?? judged(problem(), candidate)
    this.known.set(before, after.set(candidate, byPeriod.set(at, step)))
    return step
  }

  private dayCost(steps: readonly Step[], fromToday: Step | undefined): DayCost {
    const { periods } = this.schedule
    const sum = (rate: (step: Step) => UsdPerHour) => steps.reduce((total, step, at) => total + periods[at]!.hours * rate(step), 0)
    const moves = steps.reduce((total, step) => total + oneOff(step.problem, planOf(step)).movesUsd, 0)
    const oneOffs = sum(({ usdPerHour }) => usdPerHour.moves)
    const today = fromToday ? HOURS_PER_DAY * fromToday.usdPerHour.moves : 0
    return {
      total: sum(({ usdPerHour }) => usdPerHour.total) + today,
      nodes: sum(({ usdPerHour }) => usdPerHour.nodes),
      egress: sum(({ usdPerHour }) => usdPerHour.egress),
      interruption: sum(({ usdPerHour }) => usdPerHour.interruption),
      moves,
      starts: Math.max(0, oneOffs - moves),
      fromToday: today,
    }
  }
}

function judged(problem: Problem, candidate: Candidate): Step {
  const usdPerHour = planCost(problem, candidate)
  const step = { problem, candidate, usdPerHour, holds: false }
  return { ...step, holds: verifyPlan(problem, planOf(step)).holds }
}

/** A step's plan as the contract writes it, with what is proved of its period: by default nothing. */
export function planOf({ candidate, usdPerHour }: Step, bound: UsdPerHour = 0, gapAsked = 0): Plan {
  const lowerBoundUsdPerHour = Math.min(bound, usdPerHour.total)
  const gap = usdPerHour.total > 0 ? Math.max(0, (usdPerHour.total - lowerBoundUsdPerHour) / usdPerHour.total) : 0
  const status = gap <= gapAsked ? 'optimal' : 'feasible'
  const { placements, nodeGroups, flows } = candidate
  return { schema: 'placement-plan/v1', status, usdPerHour, lowerBoundUsdPerHour, gap, placements, nodeGroups, flows }
}
