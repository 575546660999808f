import { fetchJson } from '../../calls/fetch-json.ts'
import { Pages } from '../../calls/pages.ts'
import { LeftOutRows } from '../../left-out.ts'
import type { Feed, ProviderShape, Reading, ShapeAnswer } from '../../source.ts'
import { type AzureParts, quoted } from '../azure-parts.ts'
import { azureErrorText } from '../error-text.ts'
import { expectedAnswer } from '../expected-answer.ts'
import { managementRemedies, managementToken } from '../management.ts'
import { firstPage, type Listing, nextPage } from '../next-page.ts'
import { REFUSED, readSku } from './read-sku.ts'
import { type ResourceSku, ResourceSkusPageSchema } from './resource-sku.ts'

const LISTING = 'azure-resource-skus'
/** A region's SKUs are a few MB. */
const MOST_BYTES = 100e6

/** What the machines are that a subscription can have in one region, by Azure Resource Manager. */
export function resourceSkusFeed(region: string, subscription: string, parts: AzureParts): Feed {
  return {
    id: `${LISTING} ${region}`,
    source: 'azure',
    listing: LISTING,
    provider: 'azure',
    gives: 'shapes',
    host: parts.endpoints.management.url.host,
    read: (reading) => readShapes(region, subscription, parts, reading),
  }
}

async function readShapes(region: string, subscription: string, parts: AzureParts, reading: Reading): Promise<ShapeAnswer> {
  const leftOut = new LeftOutRows()
  const shapes = new Map<string, ProviderShape>()
  const refused = new Set<string>()
  for await (const skus of pages(listingOf(region, subscription, parts), subscription, parts, reading)) {
    for (const sku of skus) {
      const shape = readSku(sku, region)
      if (shape === REFUSED && sku.name) refused.add(sku.name)
      if (typeof shape === 'string') leftOut.count(shape)
      else if (shapes.has(shape.instanceType)) leftOut.count('listed twice')
      else shapes.set(shape.instanceType, shape)
    }
  }
  const notOffered = [{ provider: 'azure', region, instanceTypes: [...refused] }]
  return { gives: 'shapes', shapes: [...shapes.values()], notOffered, leftOut: leftOut.told() }
}

function listingOf(region: string, subscription: string, { endpoints }: AzureParts): Listing {
  const base = new URL(endpoints.management.url)
  base.pathname = `${base.pathname.replace(/\/$/, '')}/subscriptions/${encodeURIComponent(subscription)}/providers/Microsoft.Compute/skus`
  const query = { 'api-version': '2021-07-01', $filter: `location eq ${quoted(region)}` }
  return { base, query, officialHost: 'management.azure.com', where: `GET ${base.host}${base.pathname} (${region})` }
}

async function* pages(listing: Listing, subscription: string, parts: AzureParts, reading: Reading): AsyncGenerator<readonly ResourceSku[]> {
  const { calls, mostClockSkewSeconds, mostPages } = parts
  const headers = { authorization: `Bearer ${await managementToken(parts, reading)}` }
  const remedies = managementRemedies(subscription)
  const request = { headers, remedies, mostClockSkewSeconds, mostBytes: MOST_BYTES, errorText: azureErrorText }
  const seen = new Pages(listing.where, mostPages)
  for (let url: URL | undefined = firstPage(listing); url !== undefined; ) {
    const page = expectedAnswer(ResourceSkusPageSchema, await fetchJson(url, request, calls, reading), listing.where)
    seen.take(page.value, page.nextLink)
    reading.onPage?.({ rows: page.value.length })
    yield page.value
    url = nextPage(page.nextLink, listing)
  }
}
