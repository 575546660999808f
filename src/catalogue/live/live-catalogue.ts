import type { Catalogue, Machine, MachineShape, NotOffered } from '../../domain/catalogue.ts'
import type { KnownPrice } from '../../domain/known-price.ts'
import type { SpotEvent } from '../../domain/spot-event.ts'
import type { InterruptionBand, ProviderShape } from '../../prices/source.ts'
import { type PublishedFacts, publishedRates } from '../interruptions/published-rate.ts'
import type { RefusalSettings } from '../interruptions/refusal.ts'
import { withSpotSeen } from '../interruptions/with-spot-seen.ts'
import type { PriceValidity } from '../price-validity.ts'
import { type LiveRegion, liveRegion, type Making } from './live-region.ts'
import { markedIn } from './not-offered.ts'
import { type Place, placeKey } from './place.ts'
import { shapesBy } from './shapes.ts'

/** What comes with Ballast: it stands in where nothing was read. */
export interface BundledFacts extends Pick<PublishedFacts, 'rateOfBand' | 'bundledRate'> {
  readonly catalogue: Catalogue
  readonly shapeOf: (provider: string, instanceType: string) => MachineShape | undefined
}

export interface LiveFacts {
  /** As the history knows them at the time of the catalogue. */
  readonly prices: readonly KnownPrice[]
  /** Sources that are believed, the first before the next; prices of others are not used. See `liveSources`. */
  readonly sources: readonly string[]
  readonly shapes: readonly ProviderShape[]
  /** Absent: nobody told of any. */
  readonly notOffered?: readonly NotOffered[]
  readonly bands: readonly InterruptionBand[]
  readonly spotEvents: readonly SpotEvent[]
  readonly bundled: BundledFacts
  /** Where the fleet's clusters are, each once: of these the catalogue tells its age and its notes. */
  readonly places: readonly Place[]
  readonly now: Date
  readonly settings: RefusalSettings & PriceValidity
}

/**
 * The clouds at the prices that Ballast read itself. Regions, egress and jurisdictions are those that come with it. A region of which
 * nothing was read has the bundled machines, and one of which no on-demand price was read has the bundled on-demand prices;
 * a spot price that was not read is no spot offer. Whether that is good enough to act on, `judgePrices` says.
 */
export function liveCatalogue(facts: LiveFacts): Catalogue {
  const bundled = facts.bundled.catalogue
  const making = makingOf(facts)
  const marked = markedIn(facts.notOffered ?? [])
  const read = Map.groupBy(believed(facts), placeKey)
  const regions = new Map<string, LiveRegion>()
  const regionOf = (place: Place): LiveRegion => {
    const key = placeKey(place)
    const make = () => liveRegion(place, read.get(key) ?? [], bundled.machines(place.provider, place.region), making)
    const region = regions.get(key) ?? marked(place, make())
    regions.set(key, region)
    return region
  }
  const own = facts.places.map(regionOf)
  const catalogue: Catalogue = Object.freeze({
    ...bundled,
    ...ageOf(own.flatMap(({ machines }) => machines.filter(({ isUnlisted }) => !isUnlisted))),
    bundled: false,
    notes: own.flatMap(({ notes }) => notes),
    machines: (provider: string, region: string) => regionOf({ provider, region }).machines,
  })
  return withSpotSeen(catalogue, facts.spotEvents, facts.now, facts.settings)
}

function believed({ prices, sources }: LiveFacts): KnownPrice[] {
  const rank = new Map(sources.map((source, at) => [source, at]))
  return prices.filter(({ source }) => rank.has(source)).sort((one, other) => rank.get(one.source)! - rank.get(other.source)!)
}

function makingOf({ shapes, bands, bundled, now, settings }: LiveFacts): Making {
  const { rateOfBand, bundledRate } = bundled
  return {
    shapeOf: shapesBy(shapes, bundled.shapeOf),
    interruptionOf: publishedRates({ bands, rateOfBand, bundledRate }),
    now,
    validity: settings,
  }
}

/** Nothing where no machine has a price: then all that is shown is bundled. */
function ageOf(machines: readonly Machine[]): Partial<Catalogue> {
  const prices = machines.flatMap(({ onDemand, spot }) => [onDemand, spot]).filter((price) => price !== undefined)
  if (prices.length === 0) return {}
  const { provider, capacityType, asOf } = prices.reduce((oldest, price) => (price.asOf < oldest.asOf ? price : oldest))
  return { oldestPriceAt: asOf, oldestPrice: { provider, capacityType, asOf } }
}
