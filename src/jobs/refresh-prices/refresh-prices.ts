import type { FeedReport, RefreshOutcome } from '../../domain/price-refresh.ts'
import type { Feed } from '../../prices/source.ts'
import { askedFeeds } from './asked-feeds.ts'
import { cutShortBy, deadline } from './deadline.ts'
import { withFailedEmpties } from './empty-answers.ts'
import { Hosts } from './hosts.ts'
import { type FeedRun, readBefore, refreshFeed } from './one-feed.ts'
import type { RefreshParts, RefreshRequest, RefreshStore } from './refresh-parts.ts'

/**
 * Reads every feed that the request asks for, each host's few at a time and all hosts side by side, and keeps each answer as it
 * comes. What fails keeps what was known of it; a refresh that is cut short goes on where it was when it is asked for again.
 * Throws InputError for a region that cannot be meant, and what the store throws where it cannot be used at all.
 */
export async function refreshPrices(request: RefreshRequest, parts: RefreshParts): Promise<RefreshOutcome> {
  const { store, settings, now } = parts
  const { feeds, warnings } = askedFeeds(request, parts)
  const { id, doneFeeds, resumed } = await store.prices.start(identityOf(request, parts), { anew: request.anew })
  parts.onProgress?.({ kind: 'planned', feeds: feeds.length - doneAmong(feeds, doneFeeds), resumed, warnings })
  const startedAt = now().toISOString()
  using time = deadline(settings.deadlineSeconds, parts.signal)
  const hosts = new Hosts(settings.feedsPerHost)
  const run: FeedRun = { refreshId: id, store, request, settings, hosts, signal: time.signal, endsAt: time.endsAt, parts }
  const read = (feed: Feed) => (doneFeeds.has(feed.id) ? readBefore(feed) : hosts.inTurn(feed, () => refreshFeed(feed, run)))
  const reports = withFailedEmpties(await withLastGood(await Promise.all(feeds.map(read)), store))
  const isCutShort = time.signal.aborted && reports.some(isUnread)
  const kind = kindOf(reports)
  const laterWarnings = isCutShort ? [] : await finish(id, kind, reports, parts)
  return Object.freeze({
    id,
    startedAt,
    endedAt: now().toISOString(),
    resumed,
    kind,
    ...(isCutShort && { cutShort: cutShortBy(time.signal) }),
    feeds: reports,
    warnings: [...warnings, ...laterWarnings],
  })
}

/**
 * What is old is forgotten only where a cloud's answer has just confirmed the clock of this machine: by a wrong one, all would be old.
 * A history that could not be made smaller is as good as before: a warning.
 */
async function finish(
  id: string,
  kind: RefreshOutcome['kind'],
  reports: readonly FeedReport[],
  { store, settings }: RefreshParts,
): Promise<string[]> {
  await store.prices.finish(id, kind)
  if (!reports.some(({ outcome, source }) => outcome === 'read' && source !== 'file' && source !== 'bundled')) return []
  try {
    await store.prices.compact({ historyDays: settings.historyDays, fullDays: settings.fullDays })
    return []
  } catch (error) {
    return [`the price history could not be made smaller: ${error instanceof Error ? error.message : String(error)}`]
  }
}

const doneAmong = (feeds: readonly Feed[], done: ReadonlySet<string>): number => feeds.filter(({ id }) => done.has(id)).length

/** Two refreshes of one identity read the same, so that the second can go on where the first was cut short. */
function identityOf({ sources, regions, acceptIncomplete }: RefreshRequest, { origin }: RefreshParts): string {
  return JSON.stringify({ sources: sources.toSorted(), regions: [...new Set(regions)].toSorted(), acceptIncomplete, origin })
}

const isRead = ({ outcome }: FeedReport): boolean => outcome === 'read' || outcome === 'read before'
const isUnread = ({ outcome }: FeedReport): boolean => outcome === 'failed' || outcome === 'not asked'

function kindOf(reports: readonly FeedReport[]): RefreshOutcome['kind'] {
  const prices = reports.filter(({ gives }) => gives === 'prices')
  const unread = prices.filter(isUnread)
  if (unread.length === 0) return 'complete'
  return unread.length === prices.length ? 'failed' : 'partial'
}

/** What stays known of the feeds that were not read: how many prices, and how old the oldest of its regions is. */
async function withLastGood(reports: readonly FeedReport[], store: RefreshStore): Promise<FeedReport[]> {
  if (reports.every(isRead)) return [...reports]
  const states = Map.groupBy(await store.prices.feedStates(), ({ feedId }) => feedId)
  return reports.map((report) => {
    const own = isRead(report) ? undefined : states.get(report.feed)
    if (!own) return report
    const prices = own.reduce((sum, { known }) => sum + known['on-demand'] + known.spot, 0)
    const at = own.map(({ lastGoodAt }) => lastGoodAt).reduce((oldest, each) => (each < oldest ? each : oldest))
    return { ...report, lastGood: { prices, at } }
  })
}
