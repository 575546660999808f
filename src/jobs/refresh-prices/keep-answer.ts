import type { FeedReport } from '../../domain/price-refresh.ts'
import type { Feed, FeedAnswer } from '../../prices/source.ts'
import { EmptyAnswerError } from './empty-answers.ts'
import { withPlainNames } from './plain-names.ts'
import type { RefreshRequest, RefreshSettings, RefreshStore } from './refresh-parts.ts'

export interface Keeping {
  readonly refreshId: string
  readonly store: RefreshStore
  readonly request: Pick<RefreshRequest, 'acceptIncomplete'>
  readonly settings: Pick<RefreshSettings, 'leastCompleteness' | 'mostJump'>
}

/** What a user has written down is meant: a row that was taken out, and a price that is quite another. */
const BELIEVED = { leastCompleteness: 0, mostJump: Number.POSITIVE_INFINITY }

/**
 * Keeps one answer at once, by itself, and says what it came to. Throws where the history does not believe it, and EmptyAnswerError for a
 * cloud's empty list, which would pass for fresh and complete; a person's own file may name no price.
 */
export async function keepAnswer(
  feed: Feed,
  given: FeedAnswer,
  startedAt: Date,
  { refreshId, store, request, settings }: Keeping,
): Promise<Pick<FeedReport, 'rows' | 'kept' | 'leftOut'>> {
  const answer = given.gives === 'prices' ? withPlainNames(given) : given
  const { leftOut } = answer
  if (answer.gives === 'prices') {
    if (answer.prices.length === 0 && feed.source !== 'file') throw new EmptyAnswerError(feed.id, answer.gives, leftOut)
    const leastCompleteness = request.acceptIncomplete ? 0 : settings.leastCompleteness
    const policy = feed.source === 'file' ? BELIEVED : { leastCompleteness, mostJump: settings.mostJump }
    const kept = await store.prices.keep(refreshId, feed, answer, policy, startedAt)
    return { rows: kept.rows, kept, leftOut }
  }
  const rows = answer.gives === 'shapes' ? answer.shapes.length : answer.bands.length
  if (rows === 0) throw new EmptyAnswerError(feed.id, answer.gives, leftOut)
  if (answer.gives === 'shapes') await store.shapes.save(answer.shapes, feed.listing, answer.notOffered)
  else await store.bands.save(feed.provider, answer.bands)
  await store.prices.done(refreshId, feed, rows, startedAt)
  return { rows, leftOut }
}
