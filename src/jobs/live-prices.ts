import { judgePrices, type PriceJudgement, type PriceNeed, type UnreadFeed } from '../catalogue/freshness.ts'
import type { FreshnessSettings } from '../catalogue/judged-feed.ts'
import type { Fleet } from '../domain/fleet.ts'
import type { FeedReport, RefreshOutcome } from '../domain/price-refresh.ts'
import { capacityClass } from '../domain/problem.ts'
import type { Repositories } from '../store/store.ts'
import { CalledOffError } from './called-off-error.ts'

/** What a night needs where its prices are read rather than bundled. */
export interface LivePrices {
  /** Reads them anew where the fleet needs them; absent: plans are made with what is stored. */
  readonly refresh?: () => Promise<RefreshOutcome>
  /** Judges what the catalogue of a time was made of; as old as it is `now`, where that is later. */
  readonly judge: (fleet: Fleet, unread: readonly UnreadFeed[], cataloguedAt: Date, now?: Date) => Promise<PriceJudgement>
}

/** What a refresh left to say. */
export interface RefreshNews {
  /** Feeds of which nothing is known at all. */
  readonly unread: readonly UnreadFeed[]
  readonly notes: readonly string[]
}

export const NO_NEWS: RefreshNews = { unread: [], notes: [] }

/** Reads prices anew. That it cannot is no reason not to plan: what is known is planned with, and whether that is good enough is judged. */
export async function refreshedPrices(refresh: () => Promise<RefreshOutcome>): Promise<RefreshNews> {
  try {
    return newsOf(requireEnd(await refresh()))
  } catch (error) {
    if (error instanceof CalledOffError) throw error
    const why = error instanceof Error ? error.message : String(error)
    return { unread: [], notes: [`Prices could not be read anew: ${why.replaceAll(/\s*\n\s*/g, ' ')}.`] }
  }
}

/** Whoever calls off a night's reading means the night. */
function requireEnd(outcome: RefreshOutcome): RefreshOutcome {
  if (outcome.cutShort === 'called off') throw new CalledOffError()
  return outcome
}

/** What failed of feeds that were read well before, their state tells. */
function newsOf({ feeds, warnings }: RefreshOutcome): RefreshNews {
  const unread = feeds.filter((feed) => feed.gives === 'prices' && !feed.lastGood && !isRead(feed))
  const others = feeds.filter((feed) => feed.gives !== 'prices' && !isRead(feed))
  return {
    unread: unread.map((feed) => ({ listing: feed.listing, provider: feed.provider, message: feed.failure ?? feed.outcome })),
    notes: [...warnings, ...others.map(otherNote)],
  }
}

const isRead = ({ outcome }: FeedReport): boolean => outcome === 'read' || outcome === 'read before'

const otherNote = ({ feed, gives, failure }: FeedReport): string =>
  `${feed}: ${gives === 'shapes' ? 'machine shapes' : gives} could not be read (${failure}); those known before count, else those that come with Ballast.`

/** What a fleet's clusters have or may have nodes of, in the clouds whose prices are read. */
export function needsOf({ clusters }: Fleet, providers: readonly string[]): PriceNeed[] {
  return clusters
    .filter(({ provider }) => providers.includes(provider))
    .map(({ provider, region, growsFrom, nodes }) => {
      const today = nodes.filter(({ capacityType }) => capacityType !== 'reserved').map(({ capacityType }) => capacityClass(capacityType))
      return { provider, region, capacityTypes: [...new Set([...growsFrom.capacityTypes, ...today])] }
    })
}

export interface JudgingParts {
  readonly store: Pick<Repositories, 'prices'>
  readonly sources: readonly string[]
  readonly providers: readonly string[]
  readonly settings: FreshnessSettings
}

export function judgeStored({ store, sources, providers, settings }: JudgingParts): LivePrices['judge'] {
  return async (fleet, unread, cataloguedAt, now = cataloguedAt) => {
    const states = (await store.prices.feedStates(cataloguedAt)).filter(({ source }) => sources.includes(source))
    return judgePrices({ needs: needsOf(fleet, providers), feedStates: states, unread, settings, cataloguedAt, now })
  }
}
