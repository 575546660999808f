import { buildInstance } from '../../models/instance/instance.ts'
import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { SolverName } from '../lp/index.ts'
import { BestPlan, EMPTY_PLAN, infeasiblePlan, unknownPlan } from './best-plan.ts'
import { type Hand, hire } from './crew.ts'
import type { ToMain } from './messages.ts'
import { draftOf } from './plan-of.ts'
import type { Layout } from './search/anneal.ts'
import { searchSpace } from './search/build-space.ts'
import type { SearchSpace } from './search/space.ts'
import type { Job } from './worker.ts'

export interface OptimiseOptions {
  /** Stop once (total − bound) / total is within this; default 0.01. */
  readonly gap?: number
  /** Time after which the best plan so far is returned [s]; default 30. */
  readonly timeLimitSeconds?: number
  /** Default 1. */
  readonly seed?: number
  /** Default highs. */
  readonly solver?: SolverName
  /** Plans to be beaten, such as today's; those that break a rule are passed over. */
  readonly candidates?: readonly Plan[]
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

export interface Progress {
  readonly stage: 'bounding' | 'searching' | 'done'
  readonly lowerBoundUsdPerHour: number
  readonly bestUsdPerHour: number | undefined
  readonly gap: number | undefined
  readonly elapsedSeconds: number
}

/**
 * The cheapest plan that can be found in the time, with a proved bound on what any plan costs.
 * Two threads work side by side: one bounds from below and tells the other where replicas want to be; the other searches for plans.
 * Every plan is checked before it counts. Infeasible and unknown are plans of that status.
 */
export async function optimise(problem: Problem, options: OptimiseOptions = {}): Promise<Plan> {
  const solve = new Solve(problem, options)
  return solve.run()
}

/** Time kept back for the last check and for writing the answer [ms]. */
const RESERVE_MS = 350
/** How long a thread that was told to stop may take before it is ended [ms]. */
const PATIENCE_MS = 150

class Solve {
  private readonly problem: Problem
  private readonly options: OptimiseOptions
  private readonly space: SearchSpace
  private readonly best: BestPlan
  private readonly startedAt = Date.now()
  private readonly deadline: number
  private readonly hands: Hand[] = []
  private readonly searchers: Hand[] = []
  private bounder: Hand | undefined
  private guide: Extract<ToMain, { kind: 'guide' }> | undefined
  private readonly finished = Promise.withResolvers<void>()
  private timer: NodeJS.Timeout | undefined
  private infeasible: Plan | undefined
  /** From then on nobody is hired: who was would not be told to stop. */
  private isStopping = false

  constructor(problem: Problem, options: OptimiseOptions) {
    this.problem = problem
    this.options = options
    this.space = searchSpace(buildInstance(problem))
    this.best = new BestPlan(problem, options.gap ?? 0.01)
    const seconds = options.timeLimitSeconds ?? 30
    this.deadline = this.startedAt + Math.max(50, seconds * 1000 - Math.min(RESERVE_MS, seconds * 100))
  }

  async run(): Promise<Plan> {
    if (this.space.agentCount === 0) return EMPTY_PLAN
    for (const plan of this.options.candidates ?? []) this.best.offer(plan, { isOurs: false })
    if (!this.options.signal?.aborted) await this.work()
    this.report('done')
    const plan = this.best.plan()
    // A solver that failed before it proved anything leaves a plan of which nothing is known.
    if (this.best.defect && (!plan || this.best.lowerBound <= 0)) throw this.best.defect
    return plan ?? this.infeasible ?? unknownPlan(this.best.lowerBound)
  }

  private async work(): Promise<void> {
    const finish = () => this.finished.resolve()
    this.timer = setTimeout(finish, this.deadline - this.startedAt)
    this.options.signal?.addEventListener('abort', finish, { once: true })
    this.startSearch(0)
    this.startBound()
    await this.finished.promise
    clearTimeout(this.timer)
    this.options.signal?.removeEventListener('abort', finish)
    await this.stopHands()
  }

  private hire(role: Job['role'], seed: number, onMessage: (message: ToMain) => void): Hand {
    const { problem, startedAt, deadline } = this
    const { solver = 'highs', gap = 0.01 } = this.options
    const hand = hire({ role, problem, solver, seed, gap, startedAt, deadline }, onMessage)
    this.hands.push(hand)
    void Promise.all(this.hands.map(({ ended }) => ended)).then(() => {
      if (this.hands.at(-1) === hand) this.finished.resolve()
    })
    return hand
  }

  private startSearch(nth: number): void {
    const searcher = this.hire('search', (this.options.seed ?? 1) + 1000 * nth, (message) => this.hear(message))
    if (this.guide) searcher.tell(this.guide)
    this.searchers.push(searcher)
  }

  /** Once the bound is as good as it gets, its core searches too, from another seed. */
  private startBound(): void {
    this.bounder = this.hire('bound', 0, (message) => {
      this.hear(message)
      if (message.kind === 'done' && !this.best.isClosed && !this.isStopping) this.startSearch(1)
    })
    this.tellBest()
  }

  private hear(message: ToMain): void {
    if (message.kind === 'guide') {
      this.guide = message
      for (const searcher of this.searchers) searcher.tell(message)
    } else if (message.kind === 'bound') this.best.prove(message.usdPerHour)
    else if (message.kind === 'layout') this.take(message.layout)
    else if (message.kind === 'impossible') clearTimeout(this.timer)
    else if (message.kind === 'infeasible') this.infeasible = infeasiblePlan(message.conflict, message.conflictIsMinimal)
    else if (message.kind === 'failed') this.best.note(Object.assign(message.error, { name: message.name }))
    this.report('searching')
    if (this.best.isClosed || message.kind === 'infeasible' || message.kind === 'failed') this.finished.resolve()
  }

  private take(layout: Layout): void {
    if (this.best.offer(draftOf(this.problem, this.space, layout), { isOurs: true })) this.tellBest()
  }

  private tellBest(): void {
    const { usdPerHour } = this.best
    if (usdPerHour !== undefined) this.bounder?.tell({ kind: 'best', usdPerHour })
  }

  private async stopHands(): Promise<void> {
    this.isStopping = true
    for (const hand of this.hands) hand.tell({ kind: 'stop' })
    await Promise.all(this.hands.map(endSoon))
  }

  private report(stage: Progress['stage']): void {
    const { usdPerHour, lowerBound, gap } = this.best
    this.options.onProgress?.({
      stage: usdPerHour === undefined && stage !== 'done' ? 'bounding' : stage,
      lowerBoundUsdPerHour: lowerBound,
      bestUsdPerHour: usdPerHour,
      gap,
      elapsedSeconds: (Date.now() - this.startedAt) / 1000,
    })
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
