import { Counter, Gauge, Registry } from 'prom-client'
import type { FeedState } from '../domain/known-price.ts'
import type { FeedReport } from '../domain/price-refresh.ts'

/** What a refresh of prices came to. */
export interface RefreshFigures {
  readonly feeds: readonly FeedReport[]
  /** Of every listing that was ever read. */
  readonly states: readonly FeedState[]
  readonly now: Date
}

/** Ballast's metrics, each by the source that was asked and the listing that was read; a listing of several regions is told by its worst. */
export interface Metrics {
  refreshed(figures: RefreshFigures): void
  /** In Prometheus's text format, for a scrape or a file of node_exporter's textfile collector. */
  text(): Promise<string>
}

const ERRORS = 'ballast_price_errors_total'
const LABELS = ['source', 'listing'] as const
type Label = (typeof LABELS)[number]
type Labelled = Readonly<Record<Label, string>>

/**
 * A registry of its own, which knows nothing of another's. Where a process ends after each refresh, `earlier` is what the one before it told:
 * errors are counted on from there.
 */
export function createMetrics(earlier = ''): Metrics {
  const registry = new Registry()
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: LABELS, registers: [registry] })
  const parts = {
    age: gauge('ballast_price_age_seconds', 'Age of the oldest prices of the listing when this was written: since its last good answer.'),
    lastGood: gauge(
      'ballast_price_last_good_timestamp_seconds',
      'When the oldest prices of the listing were last read well, in Unix time.',
    ),
    rows: gauge('ballast_price_rows', 'Prices that are known by the listing.'),
    setAside: gauge('ballast_price_set_aside', 'Prices of the listing that jumped and are not used until they are seen twice.'),
    completeness: gauge(
      'ballast_price_completeness_ratio',
      'Least share of the prices known before that was listed again, of all regions.',
    ),
    duration: gauge('ballast_price_read_duration_seconds', 'Time that reading the listing took at the last refresh, its feeds added up.'),
    errors: new Counter({
      name: ERRORS,
      help: 'Feeds of the listing that could not be read.',
      labelNames: LABELS,
      registers: [registry],
    }),
  }
  for (const { labels, count } of countedIn(earlier, ERRORS)) parts.errors.inc(labels, count)
  return {
    refreshed: (figures) => tell(parts, figures),
    text: () => registry.metrics(),
  }
}

type Parts = Readonly<Record<'age' | 'lastGood' | 'rows' | 'setAside' | 'completeness' | 'duration', Gauge<Label>>> & {
  readonly errors: Counter<Label>
}

function tell({ errors, duration, ...parts }: Parts, { feeds, states, now }: RefreshFigures): void {
  for (const [labels, own] of byListing(feeds.filter(({ outcome }) => outcome === 'read' || outcome === 'failed'))) {
    duration.set(
      labels,
      sum(own, ({ seconds }) => seconds),
    )
    errors.inc(labels, own.filter(({ outcome }) => outcome === 'failed').length)
  }
  for (const gauge of Object.values(parts)) gauge.reset()
  for (const [labels, own] of byListing(states)) {
    const lastGoodSeconds = Math.min(...own.map(({ lastGoodAt }) => Date.parse(lastGoodAt))) / 1000
    parts.age.set(labels, now.getTime() / 1000 - lastGoodSeconds)
    parts.lastGood.set(labels, lastGoodSeconds)
    parts.rows.set(
      labels,
      sum(own, ({ known }) => known['on-demand'] + known.spot),
    )
    parts.setAside.set(
      labels,
      sum(own, ({ setAside }) => setAside),
    )
    parts.completeness.set(labels, Math.min(...own.map(({ completeness }) => completeness)))
  }
}

/** The samples of a counter in a text of this registry's own making; what is not, is passed over. */
function countedIn(text: string, name: string): { labels: Labelled; count: number }[] {
  const samples = text.matchAll(new RegExp(`^${name}\\{source="([^"]*)",listing="([^"]*)"\\} (\\d+)$`, 'gm'))
  return [...samples].map(([, source, listing, count]) => ({ labels: { source: source!, listing: listing! }, count: Number(count) }))
}

function byListing<Item extends Labelled>(items: readonly Item[]): [Labelled, Item[]][] {
  const groups = Map.groupBy(items, ({ source, listing }) => `${source}|${listing}`)
  return [...groups.values()].map((own) => [{ source: own[0]!.source, listing: own[0]!.listing }, own])
}

const sum = <Item>(items: readonly Item[], amount: (item: Item) => number): number => items.reduce((total, item) => total + amount(item), 0)
