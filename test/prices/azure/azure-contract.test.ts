import { azureSource } from '../../../src/prices/azure/azure-source.ts'
import { azureRateCardSource } from '../../../src/prices/azure/rate-card-source.ts'
import { callsTo } from '../../../src/prices/calls/calls.ts'
import { priceSourceContract, type StandInAnswer } from '../../contract/price-source.ts'
import type { Received } from '../local-server.ts'
import { meter, OFFER, partsAt, rateCardOf, retailRow, sku } from './azure-for-tests.ts'

const json = (body: unknown, status = 200): StandInAnswer => ({ status, type: 'application/json', body: JSON.stringify(body) })
const EXPIRED = json(
  { error: { code: 'ExpiredAuthenticationToken', message: 'The access token expiry UTC time is earlier than now.' } },
  401,
)
const isSkus = ({ url }: Received) => url.pathname.endsWith('/skus')

/** Links name Azure's own hosts, as those of a recording do. */
const retailLink = (skip: number) => `https://prices.azure.com:443/api/retail/prices?$filter=x&$skip=${skip}`
const skusLink = (token: number) => `https://management.azure.com/subscriptions/s/providers/Microsoft.Compute/skus?$skiptoken=${token}`

const retailPages = [
  { Items: [retailRow(), retailRow({ armRegionName: 'westeurope' })], NextPageLink: retailLink(1000), Count: 2 },
  { Items: [retailRow({ skuName: 'D2s v3 Spot', meterName: 'D2s v3 Spot', retailPrice: 0.02 })], NextPageLink: null, Count: 1 },
]
const skusPages = [{ value: [sku()], nextLink: skusLink(1) }, { value: [sku({ name: 'Standard_D4s_v3' })] }]

priceSourceContract('azure', {
  source: (base, { calls, mostPages }) => azureSource(partsAt(base, { calls: callsTo(calls), mostPages }), { azureSubscriptionId: '' }),
  region: 'eastus',
  standIn: {
    paged: ['azure-retail', 'azure-resource-skus'],
    answer: (request) => {
      const pages = isSkus(request) ? skusPages : retailPages
      return json(pages[request.url.searchParams.has('$skip') || request.url.searchParams.has('$skiptoken') ? 1 : 0])
    },
    endless: (request, page) =>
      isSkus(request)
        ? json({ value: [sku({ name: `Standard_D${page}s_v3` })], nextLink: skusLink(page) })
        : json({ Items: [retailRow({ retailPrice: page })], NextPageLink: retailLink(page * 1000) }),
    expired: EXPIRED,
    secrets: ['no-credentials-are-sent'],
  },
})

priceSourceContract('azure-ratecard', {
  source: (base, { calls, mostPages }) => azureRateCardSource(partsAt(base, { calls: callsTo(calls), mostPages }), OFFER),
  region: 'eastus',
  standIn: {
    paged: [],
    answer: () => json(rateCardOf(meter(), meter({ MeterRegion: 'EU West' }))),
    expired: EXPIRED,
    secrets: ['no-credentials-are-sent'],
  },
})
