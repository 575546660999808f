import { buildInstance } from '../../models/instance/instance.ts'
import { type ConflictItem, NO_COST, type Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { SolverName } from '../lp/index.ts'
import { verifyPlan } from '../verify/verify.ts'
import { type Hand, hire } from './crew.ts'
import type { ToMain } from './messages.ts'
import { type Draft, draftOf } from './plan-of.ts'
import type { Layout } from './search/anneal.ts'
import { type SearchSpace, searchSpace } from './search/space.ts'
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

/** An answer that breaks a rule of the contract: a defect of ours, told instead of shown. */
export class OptimiserDefect extends Error {
  override name = 'OptimiserDefect'
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

const brokenRules = (violations: readonly { detail: string }[]): string =>
  `the search made a plan that breaks its rules, which is not shown: ${violations.map(({ detail }) => detail).join('; ')}`

/** No solver tells costs closer than this apart: a gap of 0 is asked for as this. */
const SMALLEST_GAP = 1e-6
/** Time kept back for the last check and for writing the answer [ms]. */
const RESERVE_MS = 250
/** How long a thread that was told to stop may take before it is ended [ms]. */
const PATIENCE_MS = 150

class Solve {
  private readonly problem: Problem
  private readonly options: OptimiseOptions
  private readonly space: SearchSpace
  private readonly gap: number
  private readonly startedAt = Date.now()
  private readonly deadline: number
  private readonly hands: Hand[] = []
  private readonly searchers: Hand[] = []
  private bounder: Hand | undefined
  private guide: Extract<ToMain, { kind: 'guide' }> | undefined
  private readonly finished = Promise.withResolvers<void>()
  private timer: NodeJS.Timeout | undefined
  private lowerBound = 0
  private best: Plan | undefined
  private conflict: { conflict: readonly ConflictItem[]; conflictIsMinimal: boolean } | undefined
  private newest: Layout | undefined
  private defect: Error | undefined
  /** From then on nobody is hired: who was would not be told to stop. */
  private isStopping = false

  constructor(problem: Problem, options: OptimiseOptions) {
    this.problem = problem
    this.options = options
    this.space = searchSpace(buildInstance(problem))
    this.gap = Math.max(options.gap ?? 0.01, SMALLEST_GAP)
    const seconds = options.timeLimitSeconds ?? 30
    this.deadline = this.startedAt + Math.max(50, seconds * 1000 - Math.min(RESERVE_MS, seconds * 100))
  }

  async run(): Promise<Plan> {
    for (const plan of this.options.candidates ?? []) this.consider(plan)
    if (this.space.agentCount === 0) return this.emptyPlan()
    if (this.options.signal?.aborted) return this.answer()
    this.timer = setTimeout(this.finished.resolve, this.deadline - this.startedAt)
    this.options.signal?.addEventListener('abort', () => this.finished.resolve(), { once: true })
    this.startSearch(0)
    this.startBound()
    await this.finished.promise
    clearTimeout(this.timer)
    await this.stopHands()
    this.takeNewest()
    if (this.defect && (!this.best || this.lowerBound <= 0)) throw this.defect
    return this.answer()
  }

  private hire(role: Job['role'], seed: number, onMessage: (message: ToMain) => void): Hand {
    const { problem, gap, startedAt, deadline } = this
    const hand = hire({ role, problem, solver: this.options.solver ?? 'highs', seed, gap, startedAt, deadline }, onMessage)
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
      if (message.kind === 'guide') {
        this.guide = message
        for (const searcher of this.searchers) searcher.tell(message)
      } else {
        this.hear(message)
        if (message.kind === 'done' && !this.isClosed() && !this.isStopping) this.startSearch(1)
      }
    })
    if (this.best) this.bounder.tell({ kind: 'best', usdPerHour: this.best.usdPerHour.total })
  }

  private hear(message: ToMain): void {
    if (message.kind === 'bound') this.lowerBound = Math.max(this.lowerBound, message.usdPerHour)
    else if (message.kind === 'layout') this.takeLayout(message.layout)
    else if (message.kind === 'impossible') clearTimeout(this.timer)
    else if (message.kind === 'infeasible') {
      this.conflict = message
      this.finished.resolve()
    } else if (message.kind === 'failed') {
      this.defect = Object.assign(message.error, { name: message.name })
      this.finished.resolve()
    }
    this.report('searching')
    if (this.isClosed()) this.finished.resolve()
  }

  /** A layout becomes a plan if it looks better than the best; the last one waits its turn where they come too fast. */
  private takeLayout(layout: Layout): void {
    this.newest = layout
    this.takeNewest()
  }

  private takeNewest(): void {
    const layout = this.newest
    this.newest = undefined
    if (!layout) return
    const draft = draftOf(this.problem, this.space, layout)
    this.consider(this.planOf(draft))
  }

  private consider(plan: Plan): void {
    if (this.best && plan.usdPerHour.total >= this.best.usdPerHour.total - 1e-12) return
    const stated = this.planOf(plan)
    const verdict = verifyPlan(this.problem, stated)
    if (!verdict.holds) {
      if (!this.options.candidates?.includes(plan)) this.noteDefect(brokenRules(verdict.violations))
      return
    }
    this.best = stated
    this.bounder?.tell({ kind: 'best', usdPerHour: stated.usdPerHour.total })
  }

  /** Told even where another plan stands: a search that breaks rules is to be mended. */
  private noteDefect(message: string): void {
    if (!this.defect) process.emitWarning(message, 'OptimiserDefect')
    this.defect ??= new OptimiserDefect(message)
  }

  private planOf({ placements, nodeGroups, flows, usdPerHour }: Draft): Plan {
    const bound = Math.min(Math.max(0, this.lowerBound), usdPerHour.total)
    const gap = usdPerHour.total > 0 ? (usdPerHour.total - bound) / usdPerHour.total : 0
    const status = gap <= this.gap + 1e-12 ? 'optimal' : 'feasible'
    return { schema: 'placement-plan/v1', status, usdPerHour, lowerBoundUsdPerHour: bound, gap, placements, nodeGroups, flows }
  }

  private isClosed(): boolean {
    return this.best !== undefined && this.gapOf(this.best.usdPerHour.total) <= this.gap
  }

  private gapOf(total: number): number {
    return total > 0 ? Math.max(0, (total - this.lowerBound) / total) : 0
  }

  private emptyPlan(): Plan {
    return this.planOf({ placements: [], nodeGroups: [], flows: [], usdPerHour: NO_COST })
  }

  private answer(): Plan {
    this.report('done')
    if (this.best) return this.planOf(this.best)
    const nothing = {
      schema: 'placement-plan/v1',
      usdPerHour: NO_COST,
      lowerBoundUsdPerHour: Math.max(0, this.lowerBound),
      gap: 0,
      placements: [],
      nodeGroups: [],
      flows: [],
    } as const
    if (!this.conflict) return { ...nothing, status: 'unknown' }
    return {
      ...nothing,
      lowerBoundUsdPerHour: 0,
      status: 'infeasible',
      conflict: this.conflict.conflict,
      conflictIsMinimal: this.conflict.conflictIsMinimal,
    }
  }

  private async stopHands(): Promise<void> {
    this.isStopping = true
    for (const hand of this.hands) hand.tell({ kind: 'stop' })
    await Promise.all(
      this.hands.map(async (hand) => {
        const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS))
        await Promise.race([hand.ended, late])
        await hand.dismiss()
      }),
    )
  }

  private report(stage: Progress['stage']): void {
    const total = this.best?.usdPerHour.total
    this.options.onProgress?.({
      stage: total === undefined && stage !== 'done' ? 'bounding' : stage,
      lowerBoundUsdPerHour: this.lowerBound,
      bestUsdPerHour: total,
      gap: total === undefined ? undefined : this.gapOf(total),
      elapsedSeconds: (Date.now() - this.startedAt) / 1000,
    })
  }
}
