import type { Place } from '../catalogue/live/place.ts'
import { namesIn } from '../cli/prices/list-option.ts'
import type { Config } from '../config.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { RefreshOutcome } from '../domain/price-refresh.ts'
import type { LivePrices } from '../jobs/live-prices.ts'
import type { RefreshRequest } from '../jobs/refresh-prices/refresh-parts.ts'
import type { SourceName } from '../prices/source.ts'
import type { Store } from '../store/store.ts'

/** Plans at the prices that the store holds, for a fleet in some places. */
export interface StoredPrices {
  readonly readCatalogue: () => Promise<Catalogue>
  readonly judge: LivePrices['judge']
}

type PlacesOf = () => Promise<readonly Place[]>

export async function storedPrices(config: Config, placesOf: PlacesOf, store: Store, now: () => Date): Promise<StoredPrices> {
  const [{ catalogueAt }, { judgeStored }, { liveSources }, { SOURCES }, bundled] = await Promise.all([
    import('../jobs/live-catalogue.ts'),
    import('../jobs/live-prices.ts'),
    import('../catalogue/live/live-sources.ts'),
    import('../prices/source.ts'),
    bundledFacts(),
  ])
  const sources = liveSources(SOURCES, namesIn(config.priceSources))
  const { providers } = bundled.catalogue
  return {
    readCatalogue: async () => {
      const places = (await placesOf()).filter(({ provider }) => providers.includes(provider))
      return catalogueAt(now(), { store, bundled, sources, places, settings: config })
    },
    judge: judgeStored({ store, sources, providers, settings: config, now }),
  }
}

/** What a fleet's prices are refreshed with: the regions that the settings name, else its own, by the sources that can know of its clouds. */
export async function fleetRefresh(
  config: Config,
  placesOf: PlacesOf,
  store: Store,
  onStage: (stage: string) => void,
): Promise<RefreshOutcome> {
  const [{ refreshPrices }, { refreshParts }, { mayKnow }, { withMetrics }, places] = await Promise.all([
    import('../jobs/refresh-prices/refresh-prices.ts'),
    import('./refresh-run.ts'),
    import('../prices/asked-regions.ts'),
    import('./price-metrics-file.ts'),
    placesOf(),
  ])
  const request = requestFor(config, places, mayKnow)
  const parts = await refreshParts(config, request.sources)
  const outcome = await refreshPrices(request, {
    ...parts,
    store,
    onProgress: (progress) => progress.kind === 'begun' && onStage(`reading prices: ${progress.feed.id}`),
  })
  return withMetrics(config.priceMetricsFile, outcome, store)
}

/** Nothing is asked where no source can know any of the fleet's clouds. */
function requestFor(config: Config, places: readonly Place[], mayKnow: (source: SourceName, cloud: string) => boolean): RefreshRequest {
  const configured = namesIn(config.priceSources) as SourceName[]
  const how = { anew: false, acceptIncomplete: false }
  const named = namesIn(config.priceRegions)
  if (named.length > 0) return { sources: configured, regions: named, ...how }
  const known = places.filter(({ provider }) => configured.some((source) => mayKnow(source, provider)))
  const sources = configured.filter((source) => known.some(({ provider }) => mayKnow(source, provider)))
  return { sources, regions: [...new Set(known.map(({ region }) => region))], ...how }
}

/** What comes with Ballast and stands in where nothing was read. */
async function bundledFacts() {
  const [{ loadBundledCatalogue }, { readMachineShapes }, { rateOfBand, readInterruptions }] = await Promise.all([
    import('../prices/bundled/catalogue.ts'),
    import('../prices/bundled/machine-shapes.ts'),
    import('../prices/bundled/interruptions.ts'),
  ])
  return { catalogue: loadBundledCatalogue(), shapeOf: readMachineShapes(), bundledRate: readInterruptions(), rateOfBand }
}
