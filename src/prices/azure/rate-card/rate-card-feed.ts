import { UsageManagementClient, type UsageManagementModels } from '@azure/arm-commerce'
import type { ListedPrice } from '../../../domain/listed-price.ts'
import { inUsd } from '../../currency.ts'
import { LeftOutRows } from '../../left-out.ts'
import { badAnswer, PriceSourceError } from '../../price-source-error.ts'
import type { Feed, PriceAnswer, Reading } from '../../source.ts'
import { type AzureParts, quoted } from '../azure-parts.ts'
import { managementToken, subscriptionOf } from '../management.ts'
import { newestPrices } from '../newest-prices.ts'
import { readMeter } from './read-meter.ts'
import { rateCardTransport } from './transport.ts'

const LISTING = 'azure-ratecard'

export interface RateCardSettings {
  readonly azureSubscriptionId: string
  /** `MS-AZR-0003P`: pay-as-you-go. */
  readonly azureOfferId: string
  /** The country where the offer was bought (ISO 3166-1). */
  readonly azureRateCardRegion: string
}

/** The prices of one offer in the regions asked for, or in every one. */
export function rateCardFeed(regions: readonly string[] | undefined, parts: AzureParts, settings: RateCardSettings): Feed {
  return {
    id: LISTING,
    source: 'azure-ratecard',
    listing: LISTING,
    provider: 'azure',
    gives: 'prices',
    host: parts.endpoints.management.url.host,
    read: (reading) => readPrices(regions, parts, settings, reading),
  }
}

async function readPrices(
  regions: readonly string[] | undefined,
  parts: AzureParts,
  settings: RateCardSettings,
  reading: Reading,
): Promise<PriceAnswer> {
  const where = `RateCard of ${parts.endpoints.management.url.host}`
  const { currency = '', meters = [] } = await rateCard(where, parts, settings, reading)
  reading.onPage?.({ rows: meters.length })
  const asked = { regions, inUsd: exchanged(currency, where, parts), now: reading.now() }
  const leftOut = new LeftOutRows()
  const prices: ListedPrice[] = []
  for (const meter of meters) {
    const read = readMeter(meter, asked)
    if (typeof read === 'string') leftOut.count(read)
    else prices.push(...read)
  }
  if (prices.length === 0)
    throw badAnswer(where, `it prices no Linux machine there (${meters.length} meters): check azureOfferId and the regions`)
  const covered = [...new Set(prices.map(({ region }) => region))]
  return { gives: 'prices', regions: covered, prices: newestPrices(prices, leftOut), leftOut: leftOut.told() }
}

/** One currency for all: where it has no rate, nothing is taken. */
function exchanged(currency: string, where: string, { exchange }: AzureParts): (amount: number) => number {
  if (inUsd(1, currency, exchange) === undefined)
    throw badAnswer(where, `its prices are in ${currency || 'no currency'}, for which exchangeRates has no rate`)
  return (amount) => inUsd(amount, currency, exchange)!
}

/** As the SDK gives it. Its own retries are off, for those that all sources share are around each call. */
async function rateCard(
  where: string,
  parts: AzureParts,
  settings: RateCardSettings,
  reading: Reading,
): Promise<UsageManagementModels.ResourceRateCardInfo> {
  const { url } = parts.endpoints.management
  const subscription = subscriptionOf(settings.azureSubscriptionId, parts.endpoints.management)
  if (subscription === undefined) throw withoutSubscription(where)
  const token = await managementToken(parts, reading)
  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) }
  const client = new UsageManagementClient(credential, subscription, {
    baseUri: `${url.origin}${url.pathname.replace(/\/$/, '')}`,
    noRetryPolicy: true,
    httpClient: rateCardTransport(subscription, parts, reading),
  })
  return client.rateCard.get(filterOf(settings, parts.exchange.asked))
}

/** RateCard answers only where all four are given. */
const filterOf = ({ azureOfferId, azureRateCardRegion }: RateCardSettings, currency: string): string =>
  Object.entries({ OfferDurableId: azureOfferId, Currency: currency, Locale: 'en-US', RegionInfo: azureRateCardRegion })
    .map(([name, value]) => `${name} eq ${quoted(value)}`)
    .join(' and ')

const withoutSubscription = (where: string) =>
  new PriceSourceError(where, {
    message: 'it is told to subscribers alone',
    remedy: 'set azureSubscriptionId, or use the source azure, whose prices are public',
    isPassing: false,
    isOfHost: true,
  })
