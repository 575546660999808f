import type { Transaction } from 'kysely'
import type { KeptAnswer } from '../../domain/price-refresh.ts'
import type { Database } from '../schema.ts'
import { checkAnswer } from './check-answer.ts'
import { type Comparison, compareAnswer } from './compare-answer.ts'
import { completenessOf, refuseIncomplete, total } from './completeness.ts'
import { recordRead } from './feed-reads.ts'
import { knownOffers } from './known-offers.ts'
import type { BeliefPolicy, ReadFeed, ReadPrices } from './price-history.ts'
import { isOvertaken, type LockedRegion, lockRegions } from './read-regions.ts'
import { writeComparison } from './write-comparison.ts'

export interface Answered {
  readonly refreshId: string
  readonly feed: ReadFeed
  readonly answer: ReadPrices
  readonly policy: BeliefPolicy
  readonly startedAt: Date
}

/** Compares an answer with what was known, under the lock of its regions, and writes the difference. */
export async function keepAnswer(db: Transaction<Database>, answered: Answered, now: () => Date): Promise<KeptAnswer> {
  const { feed, refreshId, startedAt, policy } = answered
  checkAnswer(feed, answered.answer)
  const locked = await lockRegions(db, feed, answered.answer.regions)
  const endedAt = now()
  const regions = locked.filter((region) => !isOvertaken(region, startedAt, endedAt))
  const answer = ofRegions(answered.answer, regions)
  const known = await knownOffers(db, feed.provider, regions, endedAt)
  const compared = compareAnswer(known, answer.prices, { refreshId, mostJump: policy.mostJump })
  refuseIncomplete(feed.id, compared.regions, answer.prices.length, policy.leastCompleteness)
  await writeComparison(db, compared, regions, { refreshId, feed, startedAt, readAt: notBefore(regions, endedAt) })
  const kept = keptAnswer(compared, answered.answer.prices.length)
  await recordRead(db, { refreshId, feed, startedAt, endedAt }, { ...kept, leftOut: answer.leftOut })
  return kept
}

function ofRegions(answer: ReadPrices, locked: readonly LockedRegion[]): ReadPrices {
  const names = new Set(locked.map(({ region }) => region))
  return { ...answer, regions: [...names], prices: answer.prices.filter(({ region }) => names.has(region)) }
}

/** The history goes forward only, even where the clock was set back. */
const notBefore = (regions: readonly LockedRegion[], now: Date): Date =>
  new Date(Math.max(now.getTime(), ...regions.map(({ lastReadAt }) => lastReadAt?.getTime() ?? 0)))

function keptAnswer({ added, changed, withdrawn, jumps, regions }: Comparison, rows: number): KeptAnswer {
  return {
    rows,
    added: added.length,
    changed: changed.length,
    withdrawn: withdrawn.length,
    setAside: jumps,
    completeness: completenessOf(total(regions)),
  }
}
