import { type Static, Type } from 'typebox'
import type { ConflictItem, Plan, PlanStatus } from './plan.ts'
import { type Problem, ProblemSchema } from './problem.ts'
import type { Hours, Nodes, Replicas, Share, Usd, UsdPerHour } from './units.ts'

/**
 * A day of several periods, each with a problem of its own, decided as one: what runs by night and what by day, and what it costs to
 * get from one to the next. Whatever a schedule holds of a period is a problem or plan of the contract, which anybody can check alone.
 */

const closed = { additionalProperties: false }
const count = Type.Unsafe<Replicas>(Type.Integer({ minimum: 0 }))
const hourOfDay = Type.Unsafe<Hours>(Type.Number({ minimum: 0, exclusiveMaximum: 24 }))
const duration = Type.Unsafe<Hours>(Type.Number({ exclusiveMinimum: 0, maximum: 24 }))
const schema = Type.Literal('placement-schedule/v1')

export const HOURS_PER_DAY: Hours = 24

const PeriodSchema = Type.Object({ startHour: hourOfDay, hours: duration, problem: ProblemSchema }, closed)
/** A part of the day over which demand and prices stand still; hours are those of UTC. */
export type SchedulePeriod = Readonly<Static<typeof PeriodSchema>>

/** Period by period, each with a problem of its own. */
export const PeriodsSchema = Type.Object(
  {
    schema,
    cyclic: Type.Optional(Type.Boolean()),
    horizonHours: Type.Optional(Type.Unsafe<Hours>(Type.Number({ exclusiveMinimum: 0 }))),
    periods: Type.Array(PeriodSchema, { minItems: 1 }),
  },
  closed,
)

/** One problem and what each agent wants hour by hour: periods are made of it (day-periods.ts). */
export const DaySchema = Type.Object(
  {
    schema,
    cyclic: Type.Optional(Type.Boolean()),
    startHour: Type.Optional(Type.Unsafe<Hours>(Type.Integer({ minimum: 0, maximum: 23 }))),
    mostPeriods: Type.Optional(Type.Integer({ minimum: 1, maximum: 24 })),
    problem: ProblemSchema,
    demandByHour: Type.Record(Type.String(), Type.Array(count)),
  },
  closed,
)
export type DayProfile = Readonly<Static<typeof DaySchema>>

/** The first document: the day's periods in order. The first one's problem says what stands today; the others follow from the plans before. */
export interface ScheduleProblem {
  readonly schema: 'placement-schedule/v1'
  /** Every day is like this one: its last period is followed by its first. */
  readonly cyclic: boolean
  /** How long the schedule is expected to hold: getting there from today is spread over it. Only read where cyclic. */
  readonly horizonHours: Hours
  readonly periods: readonly SchedulePeriod[]
}

/** The second document: what runs in each period, what the transitions between them cost, and how far from the optimum it may be. */
export interface SchedulePlan {
  readonly schema: 'placement-schedule/v1'
  readonly status: PlanStatus
  readonly cyclic: boolean
  readonly horizonHours: Hours
  readonly usdPerDay: DayCost
  readonly meanUsdPerHour: UsdPerHour
  /** No schedule whatever can cost less [USD/day]. */
  readonly lowerBoundUsdPerDay: Usd
  /** (total − bound) / total, 0 where the total is 0. */
  readonly gap: Share
  readonly periods: readonly PlannedPeriod[]
  /** Getting from today to the first period, where the day is cyclic and today is known. */
  readonly fromToday?: { readonly problem: Problem; readonly plan: Plan }
  readonly transitions: readonly ScheduleTransition[]
  /** What simpler ways would cost, so that one sees what the schedule saves. */
  readonly alternatives: { readonly staticPeak?: Alternative; readonly independent?: Alternative }
  /** Only where infeasible. */
  readonly conflict?: readonly ConflictItem[]
}

/** The problem is that of the schedule with the plan of the period before as its today, and the period as its horizon. */
export interface PlannedPeriod extends SchedulePeriod {
  readonly plan: Plan
}

/** What a day costs [USD/day]. */
export interface DayCost {
  readonly total: Usd
  readonly nodes: Usd
  readonly egress: Usd
  readonly interruption: Usd
  /** Replicas that move from one period to the next. */
  readonly moves: Usd
  /** Nodes that a period has and the one before had not. */
  readonly starts: Usd
  /** Getting there from today, spread over the horizon. */
  readonly fromToday: Usd
}

/** From today, or from a period by its place in the list, to a period; costs are those of one time. */
export interface ScheduleTransition {
  readonly from: 'today' | number
  readonly to: number
  readonly movedReplicas: Replicas
  readonly startedNodes: Nodes
  readonly movesUsd: Usd
  readonly startsUsd: Usd
}

export interface Alternative {
  readonly usdPerDay: Usd
  /** False where it would break a rule, such as the most replicas that may move at once: then it is no choice, only a figure. */
  readonly keepsRules: boolean
}

export const NO_DAY_COST: DayCost = { total: 0, nodes: 0, egress: 0, interruption: 0, moves: 0, starts: 0, fromToday: 0 }
