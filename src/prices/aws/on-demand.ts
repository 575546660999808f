import { LeftOutRows } from '../left-out.ts'
import { PriceSourceError } from '../price-source-error.ts'
import type { Feed, PriceAnswer, Reading } from '../source.ts'
import type { AwsApi } from './aws-api.ts'
import { BestPrices } from './best-prices.ts'
import { isProduct, onDemandOffer } from './product.ts'
import { productPages } from './product-pages.ts'

/** What each machine type costs on demand in the region: AWS Price List, GetProducts. */
export const onDemandFeed = (region: string, api: AwsApi): Feed => ({
  id: `aws-pricing ${region}`,
  source: 'aws',
  listing: 'aws-pricing',
  provider: 'aws',
  gives: 'prices',
  host: api.endpoint.url.host,
  read: (reading) =>
    readAll(region, api, reading).catch((error: unknown) => {
      if (!isOfExpiredToken(error)) throw error
      return readAll(region, api, reading)
    }),
})

/** A token to the next page holds for a while only; the listing is then begun anew, once. */
const isOfExpiredToken = (error: unknown): boolean => error instanceof PriceSourceError && error.cause === 'ExpiredNextTokenException'

async function readAll(region: string, api: AwsApi, reading: Reading): Promise<PriceAnswer> {
  const leftOut = new LeftOutRows()
  const best = new BestPrices()
  const told = new Set<string>()
  for await (const entries of productPages(region, api, reading)) {
    for (const entry of entries) {
      const offer = isProduct(entry) ? onDemandOffer(entry, region, api.parts.exchange) : { leftOut: 'not of the form of an entry' }
      if (!('leftOut' in offer)) best.offer(offer.price, offer.precedence)
      else if (isNew(entry, told)) leftOut.count(offer.leftOut)
    }
  }
  return { gives: 'prices', regions: [region], prices: best.taken(leftOut), leftOut: leftOut.told() }
}

/** A server that takes no notice of filters gives a row to both queries: it is counted once. */
function isNew(entry: unknown, told: Set<string>): boolean {
  const name = isProduct(entry) && entry.product.sku !== undefined ? entry.product.sku : JSON.stringify(entry)
  const isFirst = !told.has(name)
  told.add(name)
  return isFirst
}
