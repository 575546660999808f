import type { Catalogue, Machine, MachineShape } from '../../domain/catalogue.ts'
import type { KnownPrice } from '../../domain/known-price.ts'
import type { SpotEvent } from '../../domain/spot-event.ts'
import type { InterruptionBand, ProviderShape } from '../../prices/source.ts'
import { type InterruptionFacts, interruptionsBy, kindKey } from '../interruptions/interruption-of.ts'
import { type RefusalSettings, refusalOf } from '../interruptions/refusal.ts'
import { type LiveRegion, liveRegion, type Making } from './live-region.ts'
import { type Place, placeKey } from './place.ts'
import { shapesBy } from './shapes.ts'

/** What comes with Ballast: it stands in where nothing was read. */
export interface BundledFacts extends Pick<InterruptionFacts, 'rateOfBand' | 'bundledRate'> {
  readonly catalogue: Catalogue
  readonly shapeOf: (provider: string, instanceType: string) => MachineShape | undefined
}

export interface LiveFacts {
  /** As the history knows them at the time of the catalogue. */
  readonly prices: readonly KnownPrice[]
  /** Sources that are believed, the first before the next; prices of others are not used. See `liveSources`. */
  readonly sources: readonly string[]
  readonly shapes: readonly ProviderShape[]
  readonly bands: readonly InterruptionBand[]
  readonly spotEvents: readonly SpotEvent[]
  readonly bundled: BundledFacts
  /** Where the fleet's clusters are, each once: of these the catalogue tells its age and its notes. */
  readonly places: readonly Place[]
  readonly now: Date
  readonly settings: RefusalSettings
}

/**
 * The clouds at the prices that Ballast read itself. Regions, egress and jurisdictions are those that come with it. A region of which
 * nothing was read has the bundled machines, and one of which no on-demand price was read has the bundled on-demand prices;
 * a spot price that was not read is no spot offer. Whether that is good enough to act on, `judgePrices` says.
 */
export function liveCatalogue(facts: LiveFacts): Catalogue {
  const bundled = facts.bundled.catalogue
  const making = makingOf(facts)
  const read = Map.groupBy(believed(facts), placeKey)
  const regions = new Map<string, LiveRegion>()
  const regionOf = (place: Place): LiveRegion => {
    const key = placeKey(place)
    const region = regions.get(key) ?? liveRegion(place, read.get(key) ?? [], bundled.machines(place.provider, place.region), making)
    regions.set(key, region)
    return region
  }
  const own = facts.places.map(regionOf)
  return Object.freeze({
    ...bundled,
    ...ageOf(own.flatMap(({ machines }) => machines)),
    bundled: false,
    notes: own.flatMap(({ notes }) => notes),
    machines: (provider, region) => regionOf({ provider, region }).machines,
  } satisfies Catalogue)
}

function believed({ prices, sources }: LiveFacts): KnownPrice[] {
  const rank = new Map(sources.map((source, at) => [source, at]))
  return prices.filter(({ source }) => rank.has(source)).sort((one, other) => rank.get(one.source)! - rank.get(other.source)!)
}

function makingOf({ shapes, bands, spotEvents, bundled, now, settings }: LiveFacts): Making {
  const { rateOfBand, bundledRate } = bundled
  const events = Map.groupBy(spotEvents, kindKey)
  return {
    shapeOf: shapesBy(shapes, bundled.shapeOf),
    interruptionOf: interruptionsBy({ bands, spotEvents, rateOfBand, bundledRate }),
    refusalOf: (kind) => refusalOf(events.get(kindKey(kind)) ?? [], now, settings),
  }
}

/** Nothing where no machine has a price: then all that is shown is bundled. */
function ageOf(machines: readonly Machine[]): Partial<Catalogue> {
  const prices = machines.flatMap(({ onDemand, spot }) => [onDemand, spot]).filter((price) => price !== undefined)
  if (prices.length === 0) return {}
  const { provider, capacityType, asOf } = prices.reduce((oldest, price) => (price.asOf < oldest.asOf ? price : oldest))
  return { oldestPriceAt: asOf, oldestPrice: { provider, capacityType, asOf } }
}
