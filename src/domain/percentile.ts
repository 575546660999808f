import type { Share } from './units.ts'

/** The value that so large a part of the values does not exceed: the nearest rank, never one in between that nobody saw. Throws RangeError. */
export const percentile = (values: Iterable<number>, part: Share): number => percentileOf(ascending(values), part)

/** The same of values that are sorted already. */
export function percentileOf(sorted: ArrayLike<number>, part: Share): number {
  if (sorted.length === 0) throw new RangeError('no values have no percentile')
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length - 1e-9) - 1))]!
}

export const ascending = (values: Iterable<number>): Float64Array => Float64Array.from(values).sort()
