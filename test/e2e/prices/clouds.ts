import type { ServerResponse } from 'node:http'
import type { StandInAnswer } from '../../contract/price-source.ts'
import { instanceTypes, listingOf, M5_TYPE, priceList, product, spotAdvice, spotHistory, tokenOf } from '../../prices/aws/stand-in.ts'
import { retailRow } from '../../prices/azure/azure-for-tests.ts'
import { pageOf, sku } from '../../prices/gcp/gcp-for-tests.ts'
import { type LocalServer, localServer, type Received } from '../../prices/local-server.ts'

export const REGIONS = 'eu-west-1,eastus,us-central1'

export type Listing =
  | 'aws-pricing'
  | 'aws-spot'
  | 'aws-shapes'
  | 'aws-spot-advisor'
  | 'azure-retail'
  | 'azure-resource-skus'
  | 'gcp-billing'

/** Prices of the stand-in, so that a test can change them. */
export interface Amounts {
  m5: string
  d2: number
  core: string
}

/** The three clouds on one address, each listing in two pages: three machine types on demand, two of them as spot. */
export interface Clouds extends LocalServer {
  readonly amounts: Amounts
  /** Takes the place of a right answer; undefined: nothing is wrong. */
  fault: Fault | undefined
  /** The settings that lead there. */
  readonly environment: Record<string, string>
  requestsOf(listing: Listing): number
}

export interface Asked extends Received {
  readonly listing: Listing
  /** From 1, of its listing since the fault was set. */
  readonly place: number
}

export type Fault = (request: Asked, response: ServerResponse, right: StandInAnswer) => unknown

export async function startClouds(): Promise<Clouds> {
  const amounts = { m5: '0.1070000000', d2: 0.096, core: '0.031611' }
  const places = new Map<Listing, number>()
  const state: { fault: Fault | undefined } = { fault: undefined }
  const server = await localServer((request, response) => {
    const listing = listingAsked(request)
    const place = (places.get(listing) ?? 0) + 1
    places.set(listing, place)
    const right = answerTo({ ...request, listing, place }, amounts)
    return state.fault ? state.fault({ ...request, listing, place }, response, right) : send(response, right)
  })
  return {
    ...server,
    amounts,
    environment: environmentOf(server.base),
    requestsOf: (listing: Listing) => server.received.filter((request) => listingAsked(request) === listing).length,
    get fault() {
      return state.fault
    },
    set fault(fault: Fault | undefined) {
      places.clear()
      state.fault = fault
    },
  }
}

/** Small waits, few pages: what is endless ends soon. */
export function environmentOf(base: string): Record<string, string> {
  const urls = ['AWS_PRICING', 'AWS_EC2', 'AWS_SPOT_ADVISOR', 'AZURE_RETAIL', 'AZURE_MANAGEMENT', 'GCP_BILLING']
  return {
    ...Object.fromEntries(urls.map((name) => [`BALLAST_${name}_URL`, base])),
    BALLAST_PRICE_BACKOFF_SECONDS: '0.001',
    BALLAST_PRICE_CALL_ATTEMPTS: '3',
    BALLAST_PRICE_MOST_PAGES: '5',
  }
}

export const send = (response: ServerResponse, { status = 200, type, body }: StandInAnswer): unknown =>
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)

export const json = (body: unknown, status = 200): StandInAnswer => ({ status, type: 'application/json', body: JSON.stringify(body) })

function listingAsked(request: Received): Listing {
  const { pathname } = request.url
  if (pathname.endsWith('/api/retail/prices')) return 'azure-retail'
  if (pathname.endsWith('/Microsoft.Compute/skus')) return 'azure-resource-skus'
  if (pathname.startsWith('/v1/services/')) return 'gcp-billing'
  return listingOf(request) as Listing
}

/** The next page is the second; whoever asks for it again gets it again. */
function answerTo(request: Asked, { m5, d2, core }: Amounts): StandInAnswer {
  const pages: Readonly<Record<Listing, () => readonly StandInAnswer[]>> = {
    'aws-pricing': () => [
      priceList([product({ price: { USD: m5 } })], 'page-2'),
      priceList([product({ attributes: { instanceType: 'm5.xlarge' }, price: { USD: '0.2140000000' } })]),
    ],
    'aws-spot': () => [
      spotHistory([{ price: '0.0404' }, { price: '0.0999', at: '2026-07-01T00:00:00Z' }], 'page-2'),
      spotHistory([{ zone: 'eu-west-1b' }]),
    ],
    'aws-shapes': () => [instanceTypes([M5_TYPE])],
    'aws-spot-advisor': () => [spotAdvice({ 'eu-west-1': { Linux: { 'm5.large': { s: 60, r: 1 } } } })],
    'azure-retail': () => [
      json({ Items: [retailRow({ retailPrice: d2 })], NextPageLink: retailLink(1000) }),
      json({ Items: [retailRow({ skuName: 'D2s v3 Spot', meterName: 'D2s v3 Spot', retailPrice: 0.018816 })], NextPageLink: null }),
    ],
    'azure-resource-skus': () => [json({ value: [] })],
    'gcp-billing': () => [json(pageOf(rates(core), request.url, 1)), json(pageOf(rates(core), request.url, 1))],
  }
  return pages[request.listing]().at(isFirst(request) ? 0 : -1)!
}

const rates = (core: string) => [
  sku('N2 Instance Core running in Iowa', core, { name: 'services/6F81-5844-456A/skus/CORE', skuId: 'CORE' }),
  sku('N2 Instance Ram running in Iowa', '0.004237', { name: 'services/6F81-5844-456A/skus/RAM', skuId: 'RAM' }),
]

const isFirst = (request: Asked): boolean =>
  request.listing.startsWith('aws') ? tokenOf(request) === '' : !/skip|pageToken=./.test(request.url.search)

/** As in the recordings: the link names Azure's own host. */
const retailLink = (skip: number): string => `https://prices.azure.com:443/api/retail/prices?$filter=x&$skip=${skip}`

/** One page more, with rows and a link that were not there before. */
export function endlessPage({ listing, place }: Asked): StandInAnswer {
  const [instanceType, next] = [`m5.${place}xlarge`, `page-${place + 1}`]
  if (listing === 'aws-pricing') return priceList([product({ attributes: { instanceType } })], next)
  if (listing === 'aws-spot') return spotHistory([{ type: instanceType }], next)
  if (listing === 'azure-retail') return json({ Items: [retailRow({ retailPrice: place })], NextPageLink: retailLink(place * 1000) })
  return json({ skus: [sku(`N2 Instance Core running in ${place}`, '0.03')], nextPageToken: next })
}

const EXPIRED: Partial<Record<Listing, StandInAnswer>> = {
  'aws-pricing': {
    status: 400,
    type: 'application/x-amz-json-1.1',
    body: JSON.stringify({ __type: 'ExpiredTokenException', message: 'The security token included in the request is expired' }),
  },
  'aws-spot': {
    status: 400,
    type: 'text/xml;charset=UTF-8',
    body: '<Response><Errors><Error><Code>RequestExpired</Code><Message>Request has expired.</Message></Error></Errors><RequestID>r</RequestID></Response>',
  },
  'gcp-billing': json({ error: { code: 401, status: 'UNAUTHENTICATED', message: 'Request had invalid authentication credentials.' } }, 401),
}

/** How each API says that the credentials have expired; Azure's public list asks for none. */
export const expiredAnswer = ({ listing }: Asked): StandInAnswer => EXPIRED[listing] ?? json({ error: { code: 'Expired' } }, 401)
