import type { Place } from '../catalogue/live/place.ts'
import { namesIn } from '../cli/prices/list-option.ts'
import type { Config } from '../config.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { RefreshOutcome } from '../domain/price-refresh.ts'
import type { LivePrices } from '../jobs/live-prices.ts'
import type { RefreshRequest } from '../jobs/refresh-prices/refresh-parts.ts'
import type { SourceName } from '../prices/source.ts'
import type { Store } from '../store/store.ts'
import { calledOffWithin } from './time-and-signals.ts'

/** Plans at the prices that the store holds, for a fleet in some places. */
export interface StoredPrices {
  readonly readCatalogue: (at: Date) => Promise<Catalogue>
  readonly judge: LivePrices['judge']
}

type PlacesOf = () => Promise<readonly Place[]>

export async function storedPrices(config: Config, placesOf: PlacesOf, store: Store): Promise<StoredPrices> {
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
    readCatalogue: async (at) => {
      const places = (await placesOf()).filter(({ provider }) => providers.includes(provider))
      return catalogueAt(at, { store, bundled, sources, places, settings: config })
    },
    judge: judgeStored({ store, sources, providers, settings: config }),
  }
}

/** Refreshes the prices of the fleet's regions, and of those that the settings name. */
export async function fleetRefresh(
  config: Config,
  placesOf: PlacesOf,
  store: Store,
  { onStage, onDefect }: { readonly onStage: (stage: string) => void; readonly onDefect: (error: unknown) => void },
): Promise<RefreshOutcome> {
  const [{ refreshPrices }, { refreshParts }, { withMetrics }, request] = await Promise.all([
    import('../jobs/refresh-prices/refresh-prices.ts'),
    import('./refresh-run.ts'),
    import('./price-metrics-file.ts'),
    placesOf().then((places) => requestFor(config, places)),
  ])
  const parts = await refreshParts(config, request.sources)
  using call = calledOffWithin()
  const outcome = await refreshPrices(request, {
    ...parts,
    store,
    signal: call.signal,
    onDefect,
    onProgress: (progress) => progress.kind === 'begun' && onStage(`reading prices: ${progress.feed.id}`),
  })
  return withMetrics(config.priceMetricsFile, outcome, store)
}

/** By the sources that can know of the fleet's clouds; where the settings name regions, by all of them. */
export async function requestFor(config: Pick<Config, 'priceSources' | 'priceRegions'>, places: readonly Place[]): Promise<RefreshRequest> {
  const { mayKnow } = await import('../prices/asked-regions.ts')
  const configured = namesIn(config.priceSources) as SourceName[]
  const how = { anew: false, acceptIncomplete: false }
  const named = namesIn(config.priceRegions)
  const known = places.filter(({ provider }) => configured.some((source) => mayKnow(source, provider)))
  const sources = configured.filter((source) => named.length > 0 || known.some(({ provider }) => mayKnow(source, provider)))
  return { sources, regions: [...new Set([...named, ...known.map(({ region }) => region)])], ...how }
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
