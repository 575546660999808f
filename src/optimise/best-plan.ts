import { type ConflictItem, NO_COST, type Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { Share, UsdPerHour } from '../domain/units.ts'
import { verifyPlan } from '../verify/verify.ts'
import type { Draft } from './plan-of.ts'

/** An answer that breaks a rule of the contract, or a bound that a plan disproves: a defect of ours, told instead of shown. */
export class OptimiserDefect extends Error {
  override name = 'OptimiserDefect'
}

/** No solver tells costs closer than this apart: a gap of 0 is asked for as this. */
const SMALLEST_GAP: Share = 1e-6
/** The contract's: three nodes of 0.10 USD/h come to a little more than 0.30. */
const BUDGET_TOLERANCE: UsdPerHour = 1e-6

/** What is known of a problem's optimum so far: the best plan that passed its check, and what was proved. */
export class BestPlan {
  private readonly problem: Problem
  private readonly gapAsked: Share
  private best: Draft | undefined
  private isCandidate = false
  private proved: UsdPerHour = 0
  private found: Error | undefined

  constructor(problem: Problem, gapAsked: Share) {
    this.problem = problem
    this.gapAsked = Math.max(gapAsked, SMALLEST_GAP)
  }

  get usdPerHour(): UsdPerHour | undefined {
    return this.best?.usdPerHour.total
  }

  /** The best plan itself, of which more is not said. */
  get draft(): Draft | undefined {
    return this.best
  }

  get lowerBound(): UsdPerHour {
    return this.proved
  }

  get gap(): Share | undefined {
    return this.best && gapOf(this.best.usdPerHour.total, this.proved)
  }

  /** The first defect that was noticed, if any. */
  get defect(): Error | undefined {
    return this.found
  }

  get isClosed(): boolean {
    return this.gap !== undefined && this.gap <= this.gapAsked
  }

  /** No plan costs less. */
  prove(usdPerHour: UsdPerHour): void {
    this.proved = Math.max(this.proved, usdPerHour)
    this.compare()
  }

  /** Takes a plan that a half of ours found and had checked, if it is cheaper than the best; returns whether it did. */
  take(draft: Draft, violations: readonly string[]): boolean {
    if (!this.isCheaper(draft) && !this.winsTie(draft)) return false
    if (violations.length > 0) {
      this.note(`the search made a plan that breaks its rules, which is not shown: ${violations.join('; ')}`)
      return false
    }
    this.best = draft
    this.isCandidate = false
    this.compare()
    return true
  }

  /** Takes somebody's plan if it is cheaper than the best and keeps every rule. */
  offer(draft: Draft): void {
    if (!this.isCheaper(draft) || !isWithinBudget(this.problem, draft) || !verifyPlan(this.problem, planToCheck(draft)).holds) return
    this.best = draft
    this.isCandidate = true
    this.compare()
  }

  /** The best plan with the bound as it stands; undefined where there is none. */
  plan(): Plan | undefined {
    return this.best && this.stated(this.best)
  }

  /** Told at once, even where another plan stands: whatever made it is to be mended. */
  note(defect: Error | string): void {
    const error = typeof defect === 'string' ? new OptimiserDefect(defect) : defect
    if (!this.found) process.emitWarning(error)
    this.found ??= error
  }

  /** Of two of ours that cost the same one is chosen whichever came first; a candidate stays. */
  private winsTie(draft: Draft): boolean {
    if (!this.best || this.isCandidate || draft.usdPerHour.total > this.best.usdPerHour.total + 1e-9) return false
    return JSON.stringify(draft.nodeGroups) < JSON.stringify(this.best.nodeGroups)
  }

  private isCheaper({ usdPerHour }: Draft): boolean {
    return !this.best || usdPerHour.total < this.best.usdPerHour.total - 1e-12
  }

  private stated({ placements, nodeGroups, flows, usdPerHour }: Draft): Plan {
    const lowerBoundUsdPerHour = Math.min(this.proved, usdPerHour.total)
    const gap = gapOf(usdPerHour.total, lowerBoundUsdPerHour)
    const status = gap <= this.gapAsked ? 'optimal' : 'feasible'
    return { schema: 'placement-plan/v1', status, usdPerHour, lowerBoundUsdPerHour, gap, placements, nodeGroups, flows }
  }

  /** A plan that costs less than what was proved disproves it: the bound is then worth nothing. */
  private compare(): void {
    const total = this.usdPerHour
    if (total === undefined || this.proved <= total + 1e-6 * Math.max(1, total)) return
    this.note(`a plan costs ${total} USD/h though no plan was to cost less than ${this.proved}: the bound is wrong, and is not shown`)
    this.proved = 0
  }
}

/** The search knows no budget: what passes it is simply no plan. */
export const isWithinBudget = ({ limits }: Problem, { usdPerHour }: Draft): boolean =>
  usdPerHour.total <= (limits?.usdPerHour ?? Number.POSITIVE_INFINITY) + BUDGET_TOLERANCE

/** A plan of which nothing is proved yet, as the verifier reads it. */
export const planToCheck = ({ placements, nodeGroups, flows, usdPerHour }: Draft): Plan => ({
  schema: 'placement-plan/v1',
  status: 'feasible',
  usdPerHour,
  lowerBoundUsdPerHour: 0,
  gap: gapOf(usdPerHour.total, 0),
  placements,
  nodeGroups,
  flows,
})

const gapOf = (total: UsdPerHour, bound: UsdPerHour): Share => (total > 0 ? Math.max(0, (total - bound) / total) : 0)

const NOTHING = { schema: 'placement-plan/v1', usdPerHour: NO_COST, gap: 0, placements: [], nodeGroups: [], flows: [] } as const

/** The answer where time ran out with no plan, and none excluded. */
export const unknownPlan = (lowerBoundUsdPerHour: UsdPerHour): Plan => ({ ...NOTHING, status: 'unknown', lowerBoundUsdPerHour })

/** The answer where it was proved that no plan keeps every rule. */
export const infeasiblePlan = (conflict: readonly ConflictItem[], conflictIsMinimal: boolean): Plan => ({
  ...NOTHING,
  status: 'infeasible',
  lowerBoundUsdPerHour: 0,
  conflict,
  conflictIsMinimal,
})

/** The answer where there is nothing to place. */
export const EMPTY_PLAN: Plan = { ...NOTHING, status: 'optimal', lowerBoundUsdPerHour: 0 }
