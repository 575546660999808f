import type { Plan } from '../../domain/plan.ts'
import type { Replicas, Share, UsdPerHour } from '../../domain/units.ts'
import { isFound } from './solve.ts'

/** An agent that a plan moves, and what these moves have to save. */
export interface Mover {
  readonly agent: string
  readonly replicas: Replicas
  readonly required: UsdPerHour
  /** What they seem to save; infinite where nothing could be guessed. */
  readonly guess: UsdPerHour
}

/** What the moves of all that were judged by one solve save, and what they had to. */
export interface Judged {
  readonly agents: number
  readonly savingUsdPerHour: UsdPerHour
  readonly requiredUsdPerHour: UsdPerHour
}

/** Necessary: no plan without them was found. */
export type Verdict = 'enough' | 'too little' | 'not shown' | 'necessary'

/** A saving is measured by what the two plans cost that were found, with the moves and without. */
export function judgedBy(group: readonly Mover[], plan: Plan, without: Plan): Judged {
  const requiredUsdPerHour = group.reduce((sum, { required }) => sum + required, 0)
  return { agents: group.length, savingUsdPerHour: without.usdPerHour.total - plan.usdPerHour.total, requiredUsdPerHour }
}

const LEAST_USD_PER_HOUR: UsdPerHour = 1e-9

/**
 * Whether moves save what they have to. The saving counts only where it is shown: where no plan without the moves can cost as little as the
 * one with them, by the bound that was proved. Undefined where the solve was too loose to tell.
 */
export function verdictOn(
  group: readonly Mover[],
  plan: Plan,
  without: Plan,
  { isLoose }: { readonly isLoose: boolean },
): Verdict | undefined {
  if (!isFound(without)) return 'necessary'
  const { savingUsdPerHour, requiredUsdPerHour } = judgedBy(group, plan, without)
  const shown = without.lowerBoundUsdPerHour - plan.usdPerHour.total
  if (shown >= requiredUsdPerHour) return 'enough'
  if (isLoose) return undefined
  if (savingUsdPerHour < requiredUsdPerHour - LEAST_USD_PER_HOUR) return 'too little'
  return shown > LEAST_USD_PER_HOUR ? 'enough' : 'not shown'
}

/** Further from the optimum than this no solve is worth anything. */
const LOOSEST_GAP: Share = 0.1

/** How close a solve must be: one agent that seems to be worth far more than it has to needs no close one. */
export function gapFor(group: readonly Mover[], plan: Plan, gap: Share): Share {
  const [only] = group
  if (group.length > 1 || !only || !Number.isFinite(only.guess)) return gap
  const margin = (only.guess - only.required) / 2 / (plan.usdPerHour.total + only.guess)
  return Math.max(gap, Math.min(margin, LOOSEST_GAP))
}
