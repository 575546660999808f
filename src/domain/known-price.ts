import type { ListedCapacity, ListedPrice } from './listed-price.ts'
import type { Share, UsdPerHour } from './units.ts'

/** A listed price as the history knows it at one time. */
export interface KnownPrice extends ListedPrice {
  /** Who was asked: `aws`. */
  readonly source: string
  /** What was read: `aws-pricing`. */
  readonly listing: string
  /** ISO date-time at which the source last listed it. */
  readonly observedAt: string
  /** ISO date-time at which Ballast first saw this amount. */
  readonly since: string
  /** One that jumped was listed in its stead since `observedAt`, and is set aside. */
  readonly isContradicted?: true
}

/** One change of one price in the history. */
export interface PriceChange
  extends Pick<KnownPrice, 'provider' | 'region' | 'zone' | 'instanceType' | 'capacityType' | 'source' | 'listing'> {
  /** ISO date-time at which it was seen. */
  readonly at: string
  /** Absent: there was none before. */
  readonly oldUsdPerHour?: UsdPerHour
  /** Absent: it is no longer listed. */
  readonly newUsdPerHour?: UsdPerHour
}

/** How it stands with the prices of one region by one listing. */
export interface FeedState {
  readonly source: string
  readonly listing: string
  readonly provider: string
  readonly region: string
  /** The feed that read it: `aws-pricing eu-west-1`, or `gcp-billing` for all regions at once. */
  readonly feedId: string
  /** ISO date-time of the last answer that was believed. */
  readonly lastGoodAt: string
  /** Prices known of the region by this listing, by capacity type. */
  readonly known: Readonly<Record<ListedCapacity, number>>
  /** Share of the prices known before that the last believed answer listed again; 1 for the first, and where fewer than ten were known. */
  readonly completeness: Share
  /** Prices set aside, as they jumped and were seen but once. */
  readonly setAside: number
  /** ISO date-time at which the oldest of the prices that those set aside contradict was last listed itself; absent where none is. */
  readonly oldestContradictedAt?: Readonly<Partial<Record<ListedCapacity, string>>>
  /** Neither the listing's last refresh nor any of the 30 days before asked for the region. */
  readonly isNoLongerRead?: true
  /** Of the last try, where it failed and was later than the last good one. */
  readonly failure?: { readonly at: string; readonly message: string }
}
