import type { FeedState } from '../domain/known-price.ts'
import type { ListedCapacity } from '../domain/listed-price.ts'
import type { Hours, Share } from '../domain/units.ts'
import { hoursSince } from './age.ts'
import { isStale, type PriceValidity, validUntil } from './price-validity.ts'

export interface FreshnessSettings extends PriceValidity {
  readonly leastPriceCompleteness: Share
}

/** A feed's prices of one kind in one region, judged. */
export interface JudgedFeed {
  readonly provider: string
  readonly region: string
  readonly listing: string
  readonly capacityType: ListedCapacity
  /** ISO date-time of the last answer that was believed. */
  readonly lastGoodAt: string
  /** True where the oldest of them is older than that answer, which contradicted it. */
  readonly isContradicted: boolean
  /** ISO date-time from which on they are stale. */
  readonly validUntil: string
  /** Of the oldest of them that counts. */
  readonly ageHours: Hours
  readonly prices: number
  readonly setAside: number
  readonly completeness: Share
  readonly verdict: 'fresh' | 'stale' | 'incomplete'
  /** True where spot prices that kept jumping are too old to be offered. */
  readonly lacksOffers: boolean
  readonly failure?: { readonly at: string; readonly message: string }
}

export interface Moment {
  readonly now: Date
  /** When the catalogue was made that is planned with; absent: now. */
  readonly cataloguedAt?: Date
}

/**
 * The one place where it is decided whether prices are fresh: those that the last believed answer listed are as old as that answer, and
 * those that it contradicted as old as the one before. A contradicted spot price that was stale when the catalogue was made is not in it.
 */
export function judgedFeed(state: FeedState, capacityType: ListedCapacity, settings: FreshnessSettings, moment: Moment): JudgedFeed {
  const { provider, region, listing, lastGoodAt, completeness, setAside, known, failure } = state
  const { now, cataloguedAt = now } = moment
  const contradictedAt = state.oldestContradictedAt?.[capacityType]
  const lacksOffers = capacityType === 'spot' && contradictedAt !== undefined && isStale(contradictedAt, 'spot', settings, cataloguedAt)
  const isContradicted = contradictedAt !== undefined && contradictedAt < lastGoodAt && !lacksOffers
  const oldestAt = isContradicted ? contradictedAt : lastGoodAt
  return {
    ...{ provider, region, listing, capacityType, lastGoodAt, completeness, setAside, isContradicted, lacksOffers },
    prices: known[capacityType],
    ageHours: hoursSince(oldestAt, now),
    validUntil: validUntil(oldestAt, capacityType, settings).toISOString(),
    verdict: isStale(oldestAt, capacityType, settings, now)
      ? 'stale'
      : completeness < settings.leastPriceCompleteness
        ? 'incomplete'
        : 'fresh',
    ...(failure && { failure }),
  }
}

const VERDICTS = ['fresh', 'incomplete', 'stale'] as const
const KINDS = ['on-demand', 'spot'] as const

/** All that a feed tells of a region, by the worst of it; of a region without prices, as if it had both kinds. */
export function judgedRegion(state: FeedState, settings: FreshnessSettings, now: Date): Pick<JudgedFeed, 'verdict' | 'validUntil'> {
  const known = KINDS.filter((kind) => state.known[kind] > 0)
  const judged = (known.length > 0 ? known : KINDS).map((kind) => judgedFeed(state, kind, settings, { now }))
  const worst = Math.max(...judged.map(({ verdict }) => VERDICTS.indexOf(verdict)))
  return { verdict: VERDICTS[worst]!, validUntil: judged.map(({ validUntil: until }) => until).toSorted()[0]! }
}
