import type { ConflictItem, Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { Seconds, Share, UsdPerHour } from '../domain/units.ts'

/** What explaining needs of others: whoever solves is handed in. */
export interface ExplainParts {
  /** The cheapest plan that is found in the time, with a proved bound. */
  solve(problem: Problem, limits: SolveLimits): Promise<Plan>
  /** The linear relaxation: a bound, and what each limit costs at the margin. */
  relax(problem: Problem, timeLimitSeconds: Seconds): Promise<Relaxed>
  /** Whether there is any plan at all. */
  isPossible(problem: Problem, timeLimitSeconds: Seconds): Promise<'possible' | 'impossible' | 'unknown'>
  /** Rules that cannot hold together; undefined where it was not shown in time that there are any. */
  whyInfeasible(problem: Problem, timeLimitSeconds: Seconds): Promise<Conflict | undefined>
  /** The rules that a plan breaks, recomputed by whoever trusts none of this. */
  brokenRules(problem: Problem, plan: Plan): Promise<readonly ConflictItem[]>
  /** Seconds on some clock that only runs forward. */
  now(): Seconds
  /** Told when a stage of the work begins. */
  onStage?(stage: string): void
}

export interface SolveLimits {
  /** Stop once (total − bound) / total is within this. */
  readonly gap: Share
  readonly timeLimitSeconds: Seconds
  /** Plans that the problem is known to allow: none that is dearer is wanted. */
  readonly candidates?: readonly Plan[]
}

export interface Conflict {
  readonly conflict: readonly ConflictItem[]
  /** True where each rule of it was shown to be needed. */
  readonly conflictIsMinimal: boolean
}

export type Relaxed =
  | {
      readonly status: 'optimal'
      readonly lowerBoundUsdPerHour: UsdPerHour
      /** By row name, what one unit more of the row's limit saves the relaxation, those that are not 0 [USD/h per unit]. */
      readonly shadowPrices: ReadonlyMap<string, number>
    }
  | { readonly status: 'infeasible' | 'unknown' }
