import type { ListedPrice } from '../../../domain/listed-price.ts'
import { fetchJson } from '../../calls/fetch-json.ts'
import { Pages } from '../../calls/pages.ts'
import { LeftOutRows } from '../../left-out.ts'
import { badAnswer } from '../../price-source-error.ts'
import type { Feed, PriceAnswer, Reading } from '../../source.ts'
import { type AzureParts, quoted } from '../azure-parts.ts'
import { azureErrorText } from '../error-text.ts'
import { expectedAnswer } from '../expected-answer.ts'
import { newestPrices } from '../newest-prices.ts'
import { firstPage, type Listing, nextPage } from '../next-page.ts'
import { readRow } from './read-row.ts'
import { RetailPageSchema, type RetailRow } from './retail-row.ts'

const LISTING = 'azure-retail'
const PATH = '/api/retail/prices'
/** A page has 1,000 rows of about 700 bytes. */
const MOST_BYTES = 64e6

const IN_BETWEEN = 'this API asks nobody to sign in: check azureRetailUrl, and the proxy or firewall in between'
const REMEDIES = { 401: IN_BETWEEN, 403: IN_BETWEEN, 404: 'check azureRetailUrl', 407: IN_BETWEEN }

/** On-demand and spot prices of one region by the Retail Prices API. */
export function retailFeed(region: string, parts: AzureParts): Feed {
  return {
    id: `${LISTING} ${region}`,
    source: 'azure',
    listing: LISTING,
    provider: 'azure',
    gives: 'prices',
    host: parts.endpoints.retail.url.host,
    read: (reading) => readPrices(region, parts, reading),
  }
}

async function readPrices(region: string, parts: AzureParts, reading: Reading): Promise<PriceAnswer> {
  const asked = { region, exchange: parts.exchange, now: reading.now() }
  const leftOut = new LeftOutRows()
  const prices: ListedPrice[] = []
  for await (const rows of pages(listingOf(region, parts), parts, reading)) {
    for (const row of rows) {
      const price = readRow(row, asked)
      if (typeof price === 'string') leftOut.count(price)
      else prices.push(price)
    }
  }
  return { gives: 'prices', regions: [region], prices: newestPrices(prices, leftOut), leftOut: leftOut.told() }
}

function listingOf(region: string, { endpoints, exchange }: AzureParts): Listing {
  const { url } = endpoints.retail
  const base = new URL(url)
  if (!base.pathname.endsWith(PATH)) base.pathname = base.pathname.replace(/\/$/, '') + PATH
  const terms = [`serviceName eq 'Virtual Machines'`, `armRegionName eq ${quoted(region)}`, `priceType eq 'Consumption'`]
  const query = { 'api-version': '2023-01-01-preview', currencyCode: exchange.asked, $filter: terms.join(' and ') }
  return { base, query, officialHost: 'prices.azure.com', where: `GET ${base.host}${base.pathname} (${region})` }
}

async function* pages(listing: Listing, parts: AzureParts, reading: Reading): AsyncGenerator<readonly RetailRow[]> {
  const { calls, mostClockSkewSeconds, mostPages } = parts
  const request = { mostClockSkewSeconds, mostBytes: MOST_BYTES, remedies: REMEDIES, errorText: azureErrorText }
  const seen = new Pages(listing.where, mostPages)
  let rows = 0
  for (let url: URL | undefined = firstPage(listing); url !== undefined; ) {
    const page = expectedAnswer(RetailPageSchema, await fetchJson(url, request, calls, reading), listing.where)
    seen.take(page.Items, page.NextPageLink)
    rows += page.Items.length
    reading.onPage?.({ rows: page.Items.length })
    yield page.Items
    url = nextPage(page.NextPageLink, listing)
  }
  if (rows === 0) throw badAnswer(listing.where, 'it lists nothing for this region: check its name')
}
