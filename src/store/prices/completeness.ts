import type { Share } from '../../domain/units.ts'
import type { Count } from './compare-answer.ts'
import { IncompleteAnswerError, type Shortfall } from './incomplete-answer-error.ts'

/** Of fewer, one price more or less would decide: a region that sells two machine types may well drop one. */
const FEWEST_TO_JUDGE_BY = 10

/** Share of the prices known before that are listed again; 1 where none was known. */
export const completenessOf = ({ known, listedAgain }: Count): Share => (known === 0 ? 1 : listedAgain / known)

/** By what a region's answer is judged, and its prices later on: 1 where too few were known to judge by. */
export const judgedCompletenessOf = (count: Count): Share => (count.known < FEWEST_TO_JUDGE_BY ? 1 : completenessOf(count))

export function total(regions: ReadonlyMap<string, Count>): Count {
  const counts = [...regions.values()]
  return {
    known: counts.reduce((sum, { known }) => sum + known, 0),
    listedAgain: counts.reduce((sum, { listedAgain }) => sum + listedAgain, 0),
  }
}

/**
 * Throws IncompleteAnswerError where an answer lists too small a share of the prices known before: in one of its regions, or
 * as a whole, of those of which at least ten prices were known; or where it lists nothing at all and something was known.
 */
export function refuseIncomplete(feedId: string, regions: ReadonlyMap<string, Count>, rows: number, leastCompleteness: Share): void {
  const whole = total(regions)
  if (rows === 0 && whole.known > 0) throw new IncompleteAnswerError(feedId, rows, [whole])
  const isShort = (count: Count): boolean => judgedCompletenessOf(count) < leastCompleteness
  const short: Shortfall[] = [...regions].filter(([, count]) => isShort(count)).map(([region, count]) => ({ region, ...count }))
  if (short.length === 0 && isShort(whole)) short.push(whole)
  const [worst, ...others] = short.toSorted((one, other) => completenessOf(one) - completenessOf(other))
  if (worst) throw new IncompleteAnswerError(feedId, rows, [worst, ...others])
}
