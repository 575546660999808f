import type { NotOffered, ProviderShape } from '../domain/catalogue.ts'
import type { InterruptionBand } from '../domain/interruption-band.ts'
import type { ListedPrice } from '../domain/listed-price.ts'

export type { ProviderShape } from '../domain/catalogue.ts'
export type { InterruptionBand } from '../domain/interruption-band.ts'

/** Who can be asked for prices, in the order in which one is believed before the next where several know an offer's price. */
export const SOURCES = ['file', 'azure-ratecard', 'aws', 'azure', 'gcp', 'bundled'] as const
export type SourceName = (typeof SOURCES)[number]

/**
 * One listing of one source, read as a whole or not at all: nothing of an answer that breaks off is kept.
 * A refresh reads feeds side by side, keeps each answer by itself, and resumes with those it has not read.
 */
export interface Feed {
  /** Unique among all feeds, and the same each time: `aws-pricing eu-west-1`, `gcp-billing`. */
  readonly id: string
  readonly source: SourceName
  /** The API or file that is read, as reports name it: `aws-pricing`. */
  readonly listing: string
  readonly provider: string
  readonly gives: FeedAnswer['gives']
  /** Feeds of one host share its limits, and what befalls one as a whole befalls all of them. */
  readonly host: string
  /** Throws PriceSourceError; nothing else is foreseen. */
  read(reading: Reading): Promise<FeedAnswer>
}

/** What a feed is told about the one time that it is read. */
export interface Reading {
  /** Called off, or out of time. */
  readonly signal: AbortSignal
  /** ms since the epoch at which the signal is given; a wait that would outlast it is not begun. */
  readonly endsAt: number
  readonly now: () => Date
  /** Told of each page. */
  readonly onPage?: (page: { readonly rows: number }) => void
}

export type FeedAnswer = PriceAnswer | ShapeAnswer | BandAnswer

/** How many rows were not taken, by reason: `Windows`, `not in USD (IDR)`. */
export type LeftOut = Readonly<Record<string, number>>

export interface PriceAnswer {
  readonly gives: 'prices'
  /** Where this answer is the whole truth: a price that was known there and is not in it, is withdrawn. */
  readonly regions: readonly string[]
  /** Each key of `listedPriceKey` once. */
  readonly prices: readonly ListedPrice[]
  readonly leftOut: LeftOut
}

export interface ShapeAnswer {
  readonly gives: 'shapes'
  readonly shapes: readonly ProviderShape[]
  /** Of the regions that it names, all that is known; absent where the listing does not tell. */
  readonly notOffered?: readonly NotOffered[]
  readonly leftOut: LeftOut
}

export interface BandAnswer {
  readonly gives: 'interruption bands'
  readonly bands: readonly InterruptionBand[]
  readonly leftOut: LeftOut
}

/** A cloud, a catalogue or a file that knows prices. */
export interface PriceSource {
  readonly name: SourceName
  /** What there is to read for these regions; for every region that it knows, where none is named. */
  feeds(regions?: readonly string[]): readonly Feed[]
}
