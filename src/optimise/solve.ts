import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import { BestPlan, infeasiblePlan } from './best-plan.ts'
import { type Hand, hire } from './crew.ts'
import type { GuideMessage, ToMain } from './messages.ts'
import type { OptimiseOptions, Progress } from './optimise.ts'
import type { Job } from './worker.ts'

/** How long a thread that was told to stop may take before it is ended [ms]. */
const PATIENCE_MS = 150

/** One solve under way: what is known so far, and the threads that work on it. How they take turns is timed.ts's, or steady.ts's. */
export class Solve {
  readonly problem: Problem
  readonly options: OptimiseOptions
  readonly best: BestPlan
  readonly startedAt = Date.now()
  guide: GuideMessage | undefined
  /** Set where it was proved that there is no plan. */
  infeasible: Plan | undefined
  /** From then on nobody is hired: who was would not be told to stop. */
  isStopping = false
  private readonly hands: Hand[] = []

  constructor(problem: Problem, options: OptimiseOptions) {
    this.problem = problem
    this.options = options
    this.best = new BestPlan(problem, options.gap ?? 0.01)
  }

  get seed(): number {
    return this.options.seed ?? 1
  }

  /** Whether nothing more is to be found out: the gap is closed, there is no plan, or a thread has failed. */
  get isSettled(): boolean {
    return this.best.isClosed || this.infeasible !== undefined || this.best.defect !== undefined
  }

  /** Sets a thread to work; what it says is taken note of first. */
  hire(role: Job['role'], { seed = 0, deadline }: { seed?: number; deadline?: number }, onMessage: (message: ToMain) => void): Hand {
    const { problem, startedAt } = this
    const { solver = 'highs', gap = 0.01, base, memoryMiB } = this.options
    const job = {
      role,
      problem,
      solver,
      seed,
      gap,
      startedAt,
      ...(deadline === undefined ? {} : { deadline }),
      ...(base ? { start: base.plan } : {}),
    }
    const hand = hire(job, { ...(memoryMiB === undefined ? {} : { memoryMiB }) }, (message) => {
      this.hear(message)
      onMessage(message)
    })
    this.hands.push(hand)
    return hand
  }

  /** Tells every thread to stop, and ends those that do not. */
  async dismissAll(): Promise<void> {
    this.isStopping = true
    for (const hand of this.hands) hand.tell({ kind: 'stop' })
    await Promise.all(this.hands.map(endSoon))
  }

  report(stage: Progress['stage']): void {
    const { usdPerHour, lowerBound, gap } = this.best
    this.options.onProgress?.({
      stage: usdPerHour === undefined && stage !== 'done' ? 'bounding' : stage,
      lowerBoundUsdPerHour: lowerBound,
      bestUsdPerHour: usdPerHour,
      gap,
      elapsedSeconds: (Date.now() - this.startedAt) / 1000,
    })
  }

  private hear(message: ToMain): void {
    if (message.kind === 'guide') this.guide = message
    else if (message.kind === 'bound') this.best.prove(message.usdPerHour)
    else if (message.kind === 'draft') this.best.take(message.draft, message.violations)
    else if (message.kind === 'infeasible') this.infeasible = infeasiblePlan(message.conflict, message.conflictIsMinimal)
    else if (message.kind === 'failed') this.best.note(Object.assign(message.error, { name: message.name }))
    this.report('searching')
  }
}

/** Waits a moment for a thread that was told to stop, then ends it. */
async function endSoon(hand: Hand): Promise<void> {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, PATIENCE_MS)
  await Promise.race([hand.ended, late.promise])
  clearTimeout(timer)
  await hand.dismiss()
}
