import type { FeedState } from '../../domain/known-price.ts'
import type { Hours } from '../../domain/units.ts'

/** How long a price counts as fresh, by the way to buy. */
export type ValidHours = Readonly<Record<'on-demand' | 'spot', Hours>>

const HOUR_IN_MILLISECONDS = 3_600_000
const KINDS = ['on-demand', 'spot'] as const

/**
 * Until when what is known of a feed's region is fresh: where it has both kinds of prices, until the first of them is not.
 * Undefined for the prices that come with Ballast: months old by nature, they count as no reading.
 */
export function validUntil({ source, lastGoodAt, known }: FeedState, validHours: ValidHours): Date | undefined {
  if (source === 'bundled') return undefined
  const kinds = KINDS.filter((kind) => known[kind] > 0)
  const hours = Math.min(...(kinds.length > 0 ? kinds : KINDS).map((kind) => validHours[kind]))
  return new Date(Date.parse(lastGoodAt) + hours * HOUR_IN_MILLISECONDS)
}
