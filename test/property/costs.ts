import type { Plan } from '../../src/domain/plan.ts'

/** To 1e-6 of the cost; infeasible costs more than anything, and as much as itself. */
export const isAtMost = (cost: number, other: number): boolean => cost <= other || cost - other <= 1e-6 * Math.max(1, other)
export const isSame = (cost: number, other: number): boolean => isAtMost(cost, other) && isAtMost(other, cost)

/** What the cheapest plan costs, of a solve that was to end at nothing less [USD/h]. */
export function optimumOf({ status, usdPerHour }: Plan): number {
  if (status === 'infeasible') return Number.POSITIVE_INFINITY
  if (status !== 'optimal') throw new Error(`a tiny problem ended as ${status}`)
  return usdPerHour.total
}

/** Between which two the cheapest plan lies, as a solve proved it [USD/h]. */
export interface Interval {
  readonly least: number
  readonly most: number
}

export const intervalOf = ({ lowerBoundUsdPerHour, usdPerHour }: Plan): Interval => ({
  least: lowerBoundUsdPerHour,
  most: usdPerHour.total,
})

/** Whether the one optimum may be as low as the other, as far as is known. */
export const mayBeAtMost = ({ least }: Interval, { most }: Interval): boolean => isAtMost(least, most)
export const mayBeSame = (one: Interval, other: Interval): boolean => mayBeAtMost(one, other) && mayBeAtMost(other, one)
export const times = (factor: number, { least, most }: Interval): Interval => ({ least: factor * least, most: factor * most })
