import type { MachineShape } from '../../domain/catalogue.ts'
import type { Seconds } from '../../domain/units.ts'
import type { Calls } from '../calls/calls.ts'
import type { Endpoint } from '../calls/endpoint.ts'
import type { Exchange } from '../currency.ts'
import { LeftOutRows } from '../left-out.ts'
import { badAnswer, PriceSourceError } from '../price-source-error.ts'
import type { Feed, PriceAnswer, PriceSource, Reading } from '../source.ts'
import type { Sku } from './catalog-client.ts'
import { composedPrices } from './composed-prices.ts'
import { hourlyRateOf, isForItsCurrency } from './hourly-rate.ts'
import { RateTable } from './rate-table.ts'
import { skuPages } from './sku-pages.ts'
import { partOf } from './sku-part.ts'

/** What Google's source is handed. */
export interface GcpParts {
  readonly calls: Calls
  readonly exchange: Exchange
  /** The Cloud Billing API. */
  readonly endpoint: Endpoint
  readonly mostClockSkewSeconds: Seconds
  readonly mostPages: number
  /** Google's machine types: what one is made of, the catalogue does not say. */
  readonly shapes: readonly MachineShape[]
}

/** Google Cloud: the Cloud Billing Catalog's rates of cores, memory and GPUs, composed into machine types, on demand and spot. */
export const gcpSource = (parts: GcpParts): PriceSource => ({
  name: 'gcp',
  feeds: (regions) => [billingFeed(parts, regions)],
})

const billingFeed = (parts: GcpParts, regions: readonly string[] | undefined): Feed => ({
  id: 'gcp-billing',
  source: 'gcp',
  listing: 'gcp-billing',
  provider: 'gcp',
  gives: 'prices',
  host: parts.endpoint.url.host,
  read: (reading) => billingPrices(parts, regions, reading),
})

async function billingPrices(parts: GcpParts, named: readonly string[] | undefined, reading: Reading): Promise<PriceAnswer> {
  const { exchange, shapes } = parts
  const where = `GET ${parts.endpoint.url.host}`
  const leftOut = new LeftOutRows()
  const rates = new RateTable()
  let skuCount = 0
  for await (const skus of skuPages({ ...parts, currencyCode: exchange.asked }, reading)) {
    skuCount += skus.length
    for (const sku of skus) takeRate(sku, exchange, rates, leftOut)
  }
  if (skuCount === 0) throw badAnswer(where, 'the catalogue has no SKUs')
  requireKnownCurrency(rates, leftOut, exchange, where)
  rates.countDisputed(leftOut)
  const regions = [...new Set(named ?? rates.regions)]
  const prices = composedPrices(shapes, rates, regions, leftOut)
  return { gives: 'prices', regions, prices, leftOut: leftOut.told() }
}

function takeRate(sku: Sku, exchange: Exchange, rates: RateTable, leftOut: LeftOutRows): void {
  const part = partOf(sku)
  const rate = typeof part === 'string' ? part : hourlyRateOf(sku, part.kind, exchange)
  if (typeof rate === 'string') leftOut.count(rate)
  else if (typeof part !== 'string') for (const region of (sku.serviceRegions ?? []).filter(isRegion)) rates.add(part, region, rate)
}

/** Google's regions end in a number without a hyphen before it: us-central1. `global` and `europe` are none. */
const isRegion = (region: string): boolean => /^[a-z]+(-[a-z]+)+\d+$/.test(region)

/** Where every rate is refused for its currency, the person who asks has to do something: no prices would be no answer. */
function requireKnownCurrency({ regions }: RateTable, leftOut: LeftOutRows, { asked }: Exchange, where: string): void {
  const refused = Object.keys(leftOut.told()).filter(isForItsCurrency)
  if (regions.length > 0 || refused.length === 0) return
  const message = `asked for ${asked}, it has no rate that can be had in USD: ${refused.join(', ')}`
  const remedy = 'set exchangeRates, or priceCurrency to USD'
  throw new PriceSourceError(where, { message, remedy, isPassing: false, isOfHost: false })
}
