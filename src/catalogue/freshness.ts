import type { FeedState } from '../domain/known-price.ts'
import type { ListedCapacity } from '../domain/listed-price.ts'
import { type FreshnessFinding, findingsOn, missingFindings, statesOf } from './freshness-findings.ts'
import { type FreshnessSettings, type JudgedFeed, judgedFeed, type Moment } from './judged-feed.ts'

/** What a fleet needs prices of. */
export interface PriceNeed {
  readonly provider: string
  readonly region: string
  readonly capacityTypes: readonly ListedCapacity[]
}

/** A feed that was never read well, and why. */
export interface UnreadFeed {
  readonly listing: string
  readonly provider: string
  readonly message: string
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

interface Judging extends Moment {
  readonly needs: readonly PriceNeed[]
  /** Of the sources that are believed. */
  readonly feedStates: readonly FeedState[]
  readonly unread?: readonly UnreadFeed[]
  readonly settings: FreshnessSettings
}

/**
 * Whether the prices that a fleet needs are fresh and complete. A feed's prices count until so many hours after its last answer that was
 * believed, whether or not it failed since; a price that it contradicts until so many hours after the last that did not. Nothing may be
 * acted on with prices that are stale or incomplete, nor where no live on-demand price of a region is known. Where no live spot price is,
 * no spot is offered, which is told and forbids nothing.
 */
export function judgePrices({ needs, feedStates, unread = [], settings, ...moment }: Judging): PriceJudgement {
  const wanted = mergedNeeds(needs)
  const feeds = wanted.flatMap((need) => feedsFor(need, feedStates, settings, moment))
  const findings = [...missingFindings(wanted, feedStates, unread), ...findingsOn(feeds, settings)]
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

function feedsFor(need: PriceNeed, states: readonly FeedState[], settings: FreshnessSettings, moment: Moment): JudgedFeed[] {
  const own = statesOf(need, states)
  return need.capacityTypes.flatMap((capacityType) =>
    own.filter(({ known }) => known[capacityType] > 0).map((state) => judgedFeed(state, capacityType, settings, moment)),
  )
}
