import { type FreshnessSettings, judgePrices, type PriceJudgement, type PriceNeed, type UnreadFeed } from '../catalogue/freshness.ts'
import type { Fleet } from '../domain/fleet.ts'
import type { FeedReport, RefreshOutcome } from '../domain/price-refresh.ts'
import { capacityClass } from '../domain/problem.ts'
import type { Repositories } from '../store/store.ts'

/** What a night needs where its prices are read rather than bundled. */
export interface LivePrices {
  /** Reads them anew where the fleet needs them; absent: plans are made with what is stored. */
  readonly refresh?: () => Promise<RefreshOutcome>
  readonly judge: (fleet: Fleet, unread: readonly UnreadFeed[]) => Promise<PriceJudgement>
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
    return newsOf(await refresh())
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { unread: [], notes: [`Prices could not be read anew: ${why.replaceAll(/\s*\n\s*/g, ' ')}.`] }
  }
}

/** What failed of feeds that were read well before, their state tells. */
function newsOf({ feeds, warnings }: RefreshOutcome): RefreshNews {
  const failed = feeds.filter(({ outcome }) => outcome === 'failed' || outcome === 'not asked')
  const unread = failed.filter(({ gives, lastGood }) => gives === 'prices' && !lastGood)
  const others = failed.filter(({ gives }) => gives !== 'prices')
  return {
    unread: unread.map((feed) => ({ listing: feed.listing, provider: feed.provider, message: feed.failure ?? feed.outcome })),
    notes: [...warnings, ...others.map(otherNote)],
  }
}

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
  readonly now: () => Date
}

/** Judges what is stored, at the time that it is asked. */
export function judgeStored({ store, sources, providers, settings, now }: JudgingParts): LivePrices['judge'] {
  return async (fleet, unread) => {
    const states = (await store.prices.feedStates(now())).filter(({ source }) => sources.includes(source))
    return judgePrices({ needs: needsOf(fleet, providers), feedStates: states, unread, settings, now: now() })
  }
}
