import type { RefreshOptions } from '../cli/prices/refresh.ts'
import type { Terminal } from '../cli/terminal.ts'
import type { Config } from '../config.ts'
import type { RefreshOutcome } from '../domain/price-refresh.ts'
import type { RefreshParts } from '../jobs/refresh-prices/refresh-parts.ts'
import type { PriceSource, SourceName } from '../prices/source.ts'
import { defectTo } from './keep-details.ts'
import { withStore } from './open-store.ts'
import { withMetrics } from './price-metrics-file.ts'
import { calledOff } from './time-and-signals.ts'

/** `ballast prices refresh` on what the settings name. */
export async function refreshRun(config: Config, options: RefreshOptions, terminal: Terminal): Promise<RefreshOutcome> {
  const [{ refreshPrices }, { askedFeeds }] = await Promise.all([
    import('../jobs/refresh-prices/refresh-prices.ts'),
    import('../jobs/refresh-prices/asked-feeds.ts'),
  ])
  const parts = await refreshParts(config, options.sources)
  // A mistake in what is asked for is told before a store is made for it.
  askedFeeds(options, parts)
  return withStore(config, async (store) => {
    const own = { ...parts, store, signal: calledOff(), onProgress: options.onProgress, onDefect: defectTo(terminal.err) }
    return withMetrics(config.priceMetricsFile, await refreshPrices(options, own), store)
  })
}

/** What a refresh needs besides a store: whoever refreshes, the sources are made here. */
export async function refreshParts(config: Config, names: readonly SourceName[]): Promise<Omit<RefreshParts, 'store'>> {
  const [{ priceSource }, { bundledRegions }] = await Promise.all([import('../prices/index.ts'), import('../prices/bundled/source.ts')])
  const sources = new Map<SourceName, PriceSource>()
  for (const name of names) sources.set(name, await priceSource(name, config))
  return {
    sourceOf: (name) => sources.get(name)!,
    knownRegions: bundledRegions(),
    origin: originOf(config),
    settings: {
      feedsPerHost: config.priceFeedsPerHost,
      deadlineSeconds: config.priceDeadlineSeconds,
      leastCompleteness: config.leastPriceCompleteness,
      mostJump: config.mostPriceJump,
      historyDays: config.priceHistoryDays,
      fullDays: config.priceHistoryFullDays,
    },
    now: () => new Date(),
  }
}

/** A refresh that asked elsewhere, or for another currency, is not the one to go on with. */
function originOf(config: Config): string {
  const { awsPricingUrl, awsEc2Url, awsSpotAdvisorUrl, azureRetailUrl, azureManagementUrl, gcpBillingUrl, ...others } = config
  const { azureSubscriptionId, azureOfferId, azureRateCardRegion, priceCurrency, exchangeRates, priceFile } = others
  const addresses = [awsPricingUrl, awsEc2Url, awsSpotAdvisorUrl, azureRetailUrl, azureManagementUrl, gcpBillingUrl]
  return [...addresses, azureSubscriptionId, azureOfferId, azureRateCardRegion, priceCurrency, exchangeRates, priceFile].join(' ')
}
