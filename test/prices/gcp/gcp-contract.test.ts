import { priceSourceContract } from '../../contract/price-source.ts'
import { pageOf, sku, sourceAt } from './gcp-for-tests.ts'

const json = (body: unknown, status = 200) => ({ status, type: 'application/json', body: JSON.stringify(body) })
const catalogue = ['us-central1', 'europe-west4'].flatMap((region) => [
  sku(`N2 Instance Core running in ${region}`, '0.031611', { serviceRegions: [region] }),
  sku(`N2 Instance Ram running in ${region}`, '0.004237', { serviceRegions: [region] }),
])
const TOKEN = 'ya29.a0AfH6SMBx-secret'

priceSourceContract('gcp', {
  source: (base, { calls, mostPages }) => sourceAt(base, { limits: calls, mostPages }),
  region: 'us-central1',
  standIn: {
    answer: ({ url }) => json(pageOf(catalogue, url, 3)),
    paged: ['gcp-billing'],
    endless: (_, page) => json({ skus: [sku(`N2 Instance Core running in ${page}`, '0.03')], nextPageToken: `page-${page}` }),
    expired: json({ error: { code: 401, status: 'UNAUTHENTICATED', message: `Request had invalid credentials: ${TOKEN}` } }, 401),
    secrets: [TOKEN, 'placeholder'],
  },
})
