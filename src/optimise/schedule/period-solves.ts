import type { Plan } from '../../domain/plan.ts'
import type { Problem } from '../../domain/problem.ts'
import { optimise } from '../optimise.ts'
import type { ScheduleOptions } from './optimise-schedule.ts'

/** A solve of one problem is given at least this [s]: less finds nothing. */
const LEAST_SECONDS = 0.2

export interface SolveRequest {
  /** Of the time that is left. */
  readonly share: number
  /** Added to the schedule's own. */
  readonly seed?: number
  /** Plans to be beaten. */
  readonly candidates?: readonly Plan[]
}

/** What the nth of so many solves gets of what is left then, so that all get alike, and together this part of what was left before. */
export const fairShare = (part: number, { nth, of }: { nth: number; of: number }): number => part / (of - part * nth)

/** The clock of one schedule's solve, and the solves of single periods within it. */
export class PeriodSolves {
  private readonly options: ScheduleOptions
  private readonly deadline: number
  private readonly stop = new AbortController()
  readonly startedAt = Date.now()

  constructor(options: ScheduleOptions) {
    this.options = options
    this.deadline = this.startedAt + 1000 * (options.timeLimitSeconds ?? 30) - RESERVE_MS
    options.signal?.addEventListener('abort', () => this.end(), { once: true })
    if (options.signal?.aborted) this.end()
  }

  get deadlineMs(): number {
    return this.deadline
  }

  get secondsLeft(): number {
    return this.isOver ? 0 : Math.max(0, (this.deadline - Date.now()) / 1000)
  }

  get isOver(): boolean {
    return this.stop.signal.aborted || Date.now() >= this.deadline
  }

  get signal(): AbortSignal {
    return this.stop.signal
  }

  /** Ends what is being solved: nothing better is needed. */
  end(): void {
    this.stop.abort()
  }

  /** Solves one period's problem with a part of the time that is left; half the gap of the day, since what is lost adds up. */
  async solve(problem: Problem, { share, seed = 0, candidates = [] }: SolveRequest): Promise<Plan> {
    const { gap = 0.01, solver } = this.options
    return await optimise(problem, {
      gap: gap / 2,
      timeLimitSeconds: Math.max(LEAST_SECONDS, share * this.secondsLeft),
      seed: (this.options.seed ?? 1) + seed,
      ...(solver ? { solver } : {}),
      candidates,
      signal: this.stop.signal,
    })
  }
}

/** Kept back for the last check and for writing the answer [ms]. */
const RESERVE_MS = 300
