import type { CloudCatalogClient } from '@google-cloud/billing'
import type { Seconds } from '../../domain/units.ts'
import type { Calls } from '../calls/calls.ts'
import type { Endpoint } from '../calls/endpoint.ts'
import { fetchJson } from '../calls/fetch-json.ts'
import { Pages } from '../calls/pages.ts'
import { badAnswer, PriceSourceError } from '../price-source-error.ts'
import type { Reading } from '../source.ts'
import { access } from './access.ts'
import { errorOf, errorText, REMEDIES } from './billing-error.ts'
import { catalogClient, type Sku } from './catalog-client.ts'
import { COMPUTE_ENGINE } from './other-offers.ts'

/** How the Cloud Billing Catalog is asked, and within which bounds. */
export interface SkuListing {
  readonly calls: Calls
  readonly endpoint: Endpoint
  /** ISO 4217. */
  readonly currencyCode: string
  readonly mostPages: number
  readonly mostClockSkewSeconds: Seconds
}

/** The most that the API gives at once. */
const PAGE_SIZE = 5000
/** A page of the true catalogue is about 10 MB. */
const MOST_BYTES = 100e6

/** Every SKU of Compute Engine, page by page. Throws PriceSourceError. */
export async function* skuPages(listing: SkuListing, reading: Reading): AsyncGenerator<readonly Sku[]> {
  const where = `GET ${listing.endpoint.url.host}`
  const client = await clientOf(listing, reading, where)
  const pages = new Pages(where, listing.mostPages)
  const request = { parent: COMPUTE_ENGINE, currencyCode: listing.currencyCode, pageSize: PAGE_SIZE }
  let pageToken = ''
  do {
    // The SDK retries no listing of its own accord: that is left to Calls.
    const [skus, , answer] = await client.listSkus({ ...request, pageToken }, { autoPaginate: false }).catch((error: unknown) => {
      throw error instanceof PriceSourceError ? error : badAnswer(where, 'no page of SKUs could be had', { cause: error })
    })
    pageToken = answer.nextPageToken ?? ''
    pages.take(skus, pageToken)
    reading.onPage?.({ rows: skus.length })
    yield skus
  } while (pageToken !== '')
}

function clientOf({ calls, endpoint, mostClockSkewSeconds }: SkuListing, reading: Reading, where: string): Promise<CloudCatalogClient> {
  const bounds = { remedies: REMEDIES, errorText, mostBytes: MOST_BYTES, mostClockSkewSeconds }
  const client = () =>
    catalogClient(endpoint, async (url, headers, credentials) => {
      for (const [name, value] of await access(credentials, where, calls, reading)) headers.set(name, value)
      const body = await fetchJson(url, { ...bounds, headers: Object.fromEntries(headers) }, calls, reading)
      if (errorOf(body)) throw badAnswer(where, `an error with status 200: ${errorText(body)}`)
      return body
    })
  return access(client, where, calls, reading)
}
