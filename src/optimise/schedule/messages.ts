import type { Plan } from '../../domain/plan.ts'
import type { ScheduleProblem } from '../../domain/schedule.ts'
import type { SolverName } from '../../lp/index.ts'

/** What the thread that bounds a schedule is asked. */
export interface BoundJob {
  readonly schedule: ScheduleProblem
  readonly solver: SolverName
  readonly gap: number
  /** Epoch milliseconds. */
  readonly deadline: number
}

/** What stands in a period: enough of a plan to be begun from. */
export type PeriodStanding = Pick<Plan, 'placements' | 'nodeGroups'>

/** From the thread that bounds to the one that asked. */
export type BoundMessage =
  | { readonly kind: 'bound'; readonly usdPerDay: number }
  /** Whole plans, a period each, nodes that stand idle included. */
  | { readonly kind: 'plans'; readonly standings: readonly PeriodStanding[] }
  /** Where whole replicas and nodes of all periods want to be, packing relaxed. */
  | { readonly kind: 'aim'; readonly standings: readonly PeriodStanding[] }
  | { readonly kind: 'infeasible' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string }

/** To it: the best schedule so far, so that it stops once that is near enough. */
export interface BestMessage {
  readonly usdPerDay: number
}
