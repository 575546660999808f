import { type Filter, GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing'
import { LeftOutRows } from '../left-out.ts'
import { badAnswer, PriceSourceError } from '../price-source-error.ts'
import type { Feed, PriceAnswer, Reading } from '../source.ts'
import { type AwsApi, clientSettings } from './aws-api.ts'
import { awsFailure } from './aws-failure.ts'
import { BestPrices } from './best-prices.ts'
import { checkedAnswer, JSON_ANSWER } from './checked-answer.ts'
import { type Page, pagesOf } from './pages-of.ts'
import { METAL_FAMILY, onDemandPrice, type Product, SHARED_FAMILY } from './product.ts'

const PERMISSION = { action: 'pricing:GetProducts', isOnlyOne: true }

const equals = (fields: Readonly<Record<string, string>>): Filter[] =>
  Object.entries(fields).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value }))

/** Of the 100,000 rows of a region the 1,000 that a Linux node is paid by. */
const queriesOf = (region: string): Filter[][] =>
  [
    { tenancy: 'Shared', productFamily: SHARED_FAMILY },
    { tenancy: 'Dedicated', productFamily: METAL_FAMILY },
  ].map((kind) =>
    equals({
      regionCode: region,
      serviceCode: 'AmazonEC2',
      preInstalledSw: 'NA',
      operatingSystem: 'Linux',
      capacitystatus: 'Used',
      marketoption: 'OnDemand',
      ...kind,
    }),
  )

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
  const refused = new Set<string>()
  for await (const entries of entriesOf(region, api, reading)) {
    for (const entry of entries) {
      const price = onDemandPrice(entry, region, api.parts.exchange)
      if (!('leftOut' in price))
        best.offer(price, [entry.product?.attributes?.tenancy === 'Shared' ? 1 : 0, Date.parse(price.effectiveAt ?? '') || 0])
      else if (isFirst(entry, refused)) leftOut.count(price.leftOut)
    }
  }
  return { gives: 'prices', regions: [region], prices: best.taken(leftOut), leftOut: leftOut.told() }
}

/** Both queries give a row where a server takes no notice of filters: it is counted once. */
function isFirst({ product }: Product, seen: Set<string>): boolean {
  const sku = product?.sku
  if (sku === undefined) return true
  const isNew = !seen.has(sku)
  seen.add(sku)
  return isNew
}

async function* entriesOf(region: string, api: AwsApi, reading: Reading): AsyncGenerator<Product[]> {
  const where = `GetProducts ${api.endpoint.url.host}`
  const client = clientOf(where, api, reading)
  try {
    for (const filters of queriesOf(region)) {
      const read = (token: string | undefined, abortSignal: AbortSignal) => page(client, filters, token, abortSignal, where)
      for await (const rows of pagesOf(where, api, reading, read, awsFailure(PERMISSION, reading)))
        yield rows.map((row) => parsed(row, where))
    }
  } finally {
    client.destroy()
  }
}

function clientOf(where: string, api: AwsApi, { now }: Reading): PricingClient {
  const client = new PricingClient(clientSettings(api))
  const checks = { where, now, mostClockSkewSeconds: api.parts.mostClockSkewSeconds, ...JSON_ANSWER }
  client.middlewareStack.add(
    (next) => async (request) => {
      const result = await next(request)
      return { ...result, response: await checkedAnswer(result.response, checks) }
    },
    { step: 'deserialize', priority: 'low', name: 'checkedAnswer' },
  )
  return client
}

async function page(
  client: PricingClient,
  filters: Filter[],
  token: string | undefined,
  abortSignal: AbortSignal,
  where: string,
): Promise<Page<string>> {
  const command = new GetProductsCommand({
    ServiceCode: 'AmazonEC2',
    FormatVersion: 'aws_v1',
    Filters: filters,
    MaxResults: 100,
    ...(token !== undefined && { NextToken: token }),
  })
  const { PriceList, NextToken } = await client.send(command, { abortSignal })
  if (!Array.isArray(PriceList)) throw badAnswer(where, 'the answer has no PriceList')
  // The SDK gives String objects, which are no strings to typeof.
  return { rows: PriceList.map(String), next: NextToken }
}

function parsed(row: string, where: string): Product {
  try {
    const entry: unknown = JSON.parse(row)
    if (entry !== null && typeof entry === 'object') return entry
  } catch {}
  throw badAnswer(where, 'an entry of the PriceList is no JSON document')
}
