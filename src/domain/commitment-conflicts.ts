import { ALL_REGIONS, type Commitment, marginalUsdPerHour, poolOf } from './commitment.ts'

/** Two commitments that cannot both be taken as they stand: the later one, and why. */
export interface CommitmentConflict {
  readonly commitment: Commitment
  readonly message: string
  readonly remedy: string
}

/**
 * Commitments that stand twice, overlap or cannot be told apart. Those of the same machine, place and cost of running are simply more nodes,
 * so that what was bought at several times may stand in several lines.
 */
export function commitmentConflicts(commitments: readonly Commitment[]): CommitmentConflict[] {
  return commitments.flatMap((commitment, at) => {
    for (const earlier of commitments.slice(0, at)) {
      const conflict = conflictOf(commitment, earlier)
      if (conflict) return [{ commitment, ...conflict }]
    }
    return []
  })
}

function conflictOf(one: Commitment, earlier: Commitment): Omit<CommitmentConflict, 'commitment'> | undefined {
  if (one.provider !== earlier.provider || one.instanceType !== earlier.instanceType) return undefined
  const which = `line ${earlier.line}${earlier.source === one.source ? '' : ` of ${earlier.source}`}`
  if (poolOf(one) !== poolOf(earlier)) return overlapOf(one, earlier, which)
  if (one.program === earlier.program && one.termEnds === earlier.termEnds && one.usdPerHour === earlier.usdPerHour)
    return { message: `it already stands in ${which}`, remedy: 'keep one of them; for more nodes, raise its count' }
  if (marginalUsdPerHour(one) === marginalUsdPerHour(earlier)) return undefined
  return {
    message: `a running node costs another rate than by ${which}, and their nodes cannot be told apart`,
    remedy: 'give both one rate, such as their mean by count',
  }
}

function overlapOf(one: Commitment, earlier: Commitment, which: string): Omit<CommitmentConflict, 'commitment'> | undefined {
  if (one.region !== ALL_REGIONS && earlier.region !== ALL_REGIONS) return undefined
  return {
    message: `it overlaps with ${which}: one is for all regions of ${one.provider}, one for a region`,
    remedy: `divide the one for all among the regions, or make both for all`,
  }
}
