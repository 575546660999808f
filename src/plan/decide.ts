import type { ConflictItem, Plan, PlanStatus } from '../domain/plan.ts'
import { HOURS_PER_MONTH, type Share, type Usd, type UsdPerHour } from '../domain/units.ts'
import type { DemandChange, Today } from './today.ts'

/** What a plan must save before anything is moved: both. */
export interface Thresholds {
  readonly leastSavingShare: Share
  readonly leastSavingUsdPerMonth: Usd
}

/** Whether to move at all, and why: decided before anything happens. */
export interface Decision {
  readonly kind: 'stay' | 'move'
  readonly reasons: readonly Reason[]
  /** Nodes, egress and expected interruptions as they stand. */
  readonly todayUsdPerHour: UsdPerHour
  /** The best plan found, its one-off moves and node starts spread over the horizon included; absent where none was found. */
  readonly planUsdPerHour?: UsdPerHour
  /** What runs after this decision: today's cost where it is to stay. */
  readonly afterUsdPerHour: UsdPerHour
  /** Of the decision; negative where rules or demand cost more than today, 0 where it is to stay. */
  readonly savingUsdPerHour: UsdPerHour
  readonly savingUsdPerMonth: Usd
}

export type Reason =
  | { readonly kind: 'saves enough'; readonly saving: Saving; readonly thresholds: Thresholds }
  | { readonly kind: 'saves too little'; readonly saving: Saving; readonly thresholds: Thresholds }
  | { readonly kind: 'today breaks rules'; readonly rules: readonly ConflictItem[] }
  | { readonly kind: 'demand changed'; readonly changes: readonly DemandChange[] }
  | { readonly kind: 'pinned elsewhere'; readonly agents: readonly string[] }
  | { readonly kind: 'no plan found'; readonly status: PlanStatus }

export interface Saving {
  readonly usdPerHour: UsdPerHour
  readonly usdPerMonth: Usd
  /** Of today's cost; 0 where today costs nothing. */
  readonly share: Share
}

/**
 * Today stays unless the plan saves at least both thresholds, or today cannot stay: it breaks a rule, does not meet demand, or
 * agents stand elsewhere than their pins say.
 * Both sides count alike: nodes, egress and interruptions as rates, and the plan's moves and node starts besides.
 */
export function decide(today: Today, plan: Plan, thresholds: Thresholds, pinnedElsewhere: readonly string[] = []): Decision {
  const todayUsdPerHour = today.plan.usdPerHour.total
  const must = [...mustMove(today), ...pinReasons(pinnedElsewhere)]
  if (plan.status === 'infeasible' || plan.status === 'unknown')
    return staying(todayUsdPerHour, undefined, [{ kind: 'no plan found', status: plan.status }, ...must])
  const planUsdPerHour = plan.usdPerHour.total
  const saving = savingOf(todayUsdPerHour, planUsdPerHour)
  if (must.length > 0) return moving(todayUsdPerHour, planUsdPerHour, must)
  if (isEnough(saving, thresholds)) return moving(todayUsdPerHour, planUsdPerHour, [{ kind: 'saves enough', saving, thresholds }])
  return staying(todayUsdPerHour, planUsdPerHour, [{ kind: 'saves too little', saving, thresholds }])
}

function mustMove({ brokenRules, demandChanges }: Today): Reason[] {
  const reasons: Reason[] = []
  if (brokenRules.length > 0) reasons.push({ kind: 'today breaks rules', rules: brokenRules })
  if (demandChanges.length > 0) reasons.push({ kind: 'demand changed', changes: demandChanges })
  return reasons
}

function pinReasons(agents: readonly string[]): Reason[] {
  return agents.length > 0 ? [{ kind: 'pinned elsewhere', agents }] : []
}

function savingOf(todayUsdPerHour: UsdPerHour, planUsdPerHour: UsdPerHour): Saving {
  const usdPerHour = todayUsdPerHour - planUsdPerHour
  const share = todayUsdPerHour > 0 ? usdPerHour / todayUsdPerHour : 0
  return { usdPerHour, usdPerMonth: usdPerHour * HOURS_PER_MONTH, share }
}

/** Whether a plan saves both thresholds over another; the share is taken of today's cost. */
export function savesEnough(over: Plan, plan: Plan, today: Plan, thresholds: Thresholds): boolean {
  const usdPerHour = over.usdPerHour.total - plan.usdPerHour.total
  const share = today.usdPerHour.total > 0 ? usdPerHour / today.usdPerHour.total : 1
  return isEnough({ usdPerHour, usdPerMonth: usdPerHour * HOURS_PER_MONTH, share }, thresholds)
}

function isEnough({ usdPerHour, usdPerMonth, share }: Saving, { leastSavingShare, leastSavingUsdPerMonth }: Thresholds): boolean {
  return usdPerHour > 1e-9 && share >= leastSavingShare && usdPerMonth >= leastSavingUsdPerMonth
}

function moving(todayUsdPerHour: UsdPerHour, planUsdPerHour: UsdPerHour, reasons: Reason[]): Decision {
  const { usdPerHour, usdPerMonth } = savingOf(todayUsdPerHour, planUsdPerHour)
  const saved = { savingUsdPerHour: usdPerHour, savingUsdPerMonth: usdPerMonth }
  return Object.freeze({ kind: 'move', reasons, todayUsdPerHour, planUsdPerHour, afterUsdPerHour: planUsdPerHour, ...saved })
}

function staying(todayUsdPerHour: UsdPerHour, planUsdPerHour: UsdPerHour | undefined, reasons: Reason[]): Decision {
  const found = planUsdPerHour === undefined ? {} : { planUsdPerHour }
  const saved = { savingUsdPerHour: 0, savingUsdPerMonth: 0 }
  return Object.freeze({ kind: 'stay', reasons, todayUsdPerHour, ...found, afterUsdPerHour: todayUsdPerHour, ...saved })
}
