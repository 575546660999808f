import type { FeedState } from '../domain/known-price.ts'
import type { ListedCapacity } from '../domain/listed-price.ts'
import type { Hours, Seconds, Share } from '../domain/units.ts'
import { type FreshnessFinding, findingsOn, missingFindings } from './freshness-findings.ts'

/** What a fleet needs prices of. */
export interface PriceNeed {
  readonly provider: string
  readonly region: string
  readonly capacityTypes: readonly ListedCapacity[]
}

export interface FreshnessSettings {
  readonly onDemandPricesValidHours: Hours
  readonly spotPricesValidHours: Hours
  readonly leastPriceCompleteness: Share
  /** A price from so far ahead is taken for one of a wrong clock. */
  readonly mostClockSkewSeconds: Seconds
}

/** A feed that was never read well, and why. */
export interface UnreadFeed {
  readonly listing: string
  readonly provider: string
  readonly message: string
}

/** A feed's prices of one kind in one region, judged. */
export interface JudgedFeed {
  readonly provider: string
  readonly region: string
  readonly listing: string
  readonly capacityType: ListedCapacity
  /** ISO date-time of the last answer that was believed. */
  readonly lastGoodAt: string
  /** ISO date-time from which on they are stale. */
  readonly validUntil: string
  /** Negative where the last answer is of a time to come. */
  readonly ageHours: Hours
  readonly prices: number
  readonly setAside: number
  readonly completeness: Share
  readonly verdict: 'fresh' | 'stale' | 'from the future' | 'incomplete'
  readonly failure?: { readonly at: string; readonly message: string }
}

/** How far prices may be relied on: a plain value, decided before anything is planned. */
export interface PriceJudgement {
  readonly feeds: readonly JudgedFeed[]
  /** Sentences for whoever reads a recommendation, those that forbid to act first. */
  readonly warnings: readonly string[]
  readonly mayAct: boolean
  /** Those of the warnings for which nothing may be acted on. */
  readonly reasons: readonly string[]
}

interface Judging {
  readonly needs: readonly PriceNeed[]
  /** Of the sources that are believed. */
  readonly feedStates: readonly FeedState[]
  readonly unread?: readonly UnreadFeed[]
  readonly settings: FreshnessSettings
  readonly now: Date
}

/**
 * Whether the prices that a fleet needs are fresh and complete. A feed's prices count until so many hours after its last answer that was
 * believed, whether or not it failed since. Nothing may be acted on with prices that are stale, of a time to come, or incomplete, nor where
 * no live on-demand price of a region is known. Where no live spot price is, no spot is offered, which is told and forbids nothing.
 */
export function judgePrices({ needs, feedStates, unread = [], settings, now }: Judging): PriceJudgement {
  const wanted = mergedNeeds(needs)
  const feeds = wanted.flatMap((need) => feedsFor(need, feedStates, settings, now))
  const findings = [...missingFindings(wanted, feeds, unread), ...findingsOn(feeds, settings)]
  const reasons = sentences(findings.filter(({ forbids }) => forbids))
  const others = sentences(findings.filter(({ forbids }) => !forbids))
  return Object.freeze({ feeds, warnings: [...reasons, ...others], mayAct: reasons.length === 0, reasons })
}

const sentences = (findings: readonly FreshnessFinding[]): string[] => [...new Set(findings.map(({ sentence }) => sentence))]

/** Each region once, with all that any cluster needs of it. */
function mergedNeeds(needs: readonly PriceNeed[]): PriceNeed[] {
  const byPlace = Map.groupBy(needs, ({ provider, region }) => `${provider}/${region}`)
  return [...byPlace.values()].map((own) => ({
    ...own[0]!,
    capacityTypes: [...new Set(own.flatMap(({ capacityTypes }) => capacityTypes))],
  }))
}

function feedsFor({ provider, region, capacityTypes }: PriceNeed, states: readonly FeedState[], settings: FreshnessSettings, now: Date) {
  const own = states.filter((state) => state.provider === provider && state.region === region)
  return capacityTypes.flatMap((capacityType) =>
    own.filter(({ known }) => known[capacityType] > 0).map((state) => judged(state, capacityType, settings, now)),
  )
}

const MS_PER_HOUR = 3_600_000

function judged(state: FeedState, capacityType: ListedCapacity, settings: FreshnessSettings, now: Date): JudgedFeed {
  const { provider, region, listing, lastGoodAt, completeness, setAside, known, failure } = state
  const validHours = capacityType === 'spot' ? settings.spotPricesValidHours : settings.onDemandPricesValidHours
  const ageHours = (now.getTime() - Date.parse(lastGoodAt)) / MS_PER_HOUR
  return {
    ...{ provider, region, listing, capacityType, lastGoodAt, ageHours, completeness, setAside },
    prices: known[capacityType],
    validUntil: new Date(Date.parse(lastGoodAt) + validHours * MS_PER_HOUR).toISOString(),
    verdict: verdictOn(ageHours, validHours, completeness, settings),
    ...(failure && { failure }),
  }
}

function verdictOn(ageHours: Hours, validHours: Hours, completeness: Share, settings: FreshnessSettings): JudgedFeed['verdict'] {
  if (ageHours * 3600 < -settings.mostClockSkewSeconds) return 'from the future'
  if (ageHours > validHours) return 'stale'
  return completeness < settings.leastPriceCompleteness ? 'incomplete' : 'fresh'
}
