import type { Catalogue } from '../domain/catalogue.ts'
import type { Commitment } from '../domain/commitment.ts'
import { commitmentConflicts } from '../domain/commitment-conflicts.ts'
import { InputError } from '../domain/input-error.ts'

/** The catalogue with nodes that are paid for in advance. Throws InputError where two commitments, of one file or of several, conflict. */
export function withCommitments(catalogue: Catalogue, commitments: readonly Commitment[]): Catalogue {
  const all = [...(catalogue.commitments ?? []), ...commitments]
  const conflicts = Map.groupBy(commitmentConflicts(all), ({ commitment }) => commitment.source)
  for (const [source, own] of conflicts)
    throw new InputError(
      source,
      own.map(({ commitment, message, remedy }) => ({ path: `line ${commitment.line}`, message, remedy })),
    )
  return all.length === 0 ? catalogue : Object.freeze({ ...catalogue, commitments: all })
}
