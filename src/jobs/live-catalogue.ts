import type { RefusalSettings } from '../catalogue/interruptions/refusal.ts'
import { withSpotSeen } from '../catalogue/interruptions/with-spot-seen.ts'
import { type BundledFacts, liveCatalogue } from '../catalogue/live/live-catalogue.ts'
import type { Place } from '../catalogue/live/place.ts'
import type { PriceValidity } from '../catalogue/price-validity.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Repositories } from '../store/store.ts'

/** What a catalogue of read prices is made from. */
export interface LiveParts {
  readonly store: Pick<Repositories, 'prices' | 'shapes' | 'bands' | 'spotEvents'>
  readonly bundled: BundledFacts
  /** Those that are believed, in that order. */
  readonly sources: readonly string[]
  /** Where the fleet's clusters are: of no other place prices are read from the store. */
  readonly places: readonly Place[]
  readonly settings: RefusalSettings & PriceValidity
}

/** How long what was seen of spot nodes counts: a season, as capacity comes and goes with it. */
const SPOT_EVENTS_MS = 90 * 86_400_000

/** The bundled catalogue with what was seen of spot machines. */
export async function bundledAsSeen(
  catalogue: Catalogue,
  now: Date,
  { store, settings }: Pick<LiveParts, 'store'> & { readonly settings: RefusalSettings },
) {
  return withSpotSeen(catalogue, await spotEventsBefore(now, store), now, settings)
}

const spotEventsBefore = (time: Date, { spotEvents }: LiveParts['store']) => spotEvents.since(new Date(time.getTime() - SPOT_EVENTS_MS))

/** The clouds at the prices that were known at a time. */
export async function catalogueAt(time: Date, { store, bundled, sources, places, settings }: LiveParts): Promise<Catalogue> {
  const regions = [...new Set(places.map(({ region }) => region))]
  const [prices, shapes, notOffered, bands, spotEvents] = await Promise.all([
    store.prices.at(time, { regions, sources }),
    store.shapes.all(),
    store.shapes.notOffered(),
    store.bands.all(),
    spotEventsBefore(time, store),
  ])
  return liveCatalogue({ prices, sources, shapes, notOffered, bands, spotEvents, bundled, places, now: time, settings })
}
