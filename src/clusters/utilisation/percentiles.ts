/** The value that so large a part of the values does not exceed: the nearest rank, never a value in between that nobody saw. */
export function percentile(sorted: ArrayLike<number>, part: number): number {
  if (sorted.length === 0) throw new RangeError('no values have no percentile')
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length - 1e-9) - 1))]!
}

export const ascending = (values: Iterable<number>): Float64Array => Float64Array.from(values).sort()
