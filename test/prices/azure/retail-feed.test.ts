import { describe, expect, it } from 'vitest'
import { azureSource } from '../../../src/prices/azure/azure-source.ts'
import { endpointOf } from '../../../src/prices/calls/endpoint.ts'
import { exchangeOf } from '../../../src/prices/currency.ts'
import { reading } from '../calls-for-tests.ts'
import { localServer, type Received, sendJson } from '../local-server.ts'
import { partsAt, readRetail, retailRow } from './azure-for-tests.ts'

const FILTER = "serviceName eq 'Virtual Machines' and armRegionName eq 'eastus' and priceType eq 'Consumption'"
const queryOf = ({ url }: Received) => Object.fromEntries(url.searchParams)

/** Two pages, of which the first links to the second in the given way. */
async function readByLink(link: (base: string) => unknown) {
  await using server = await localServer(({ url }, response) => {
    const isFirst = !url.searchParams.has('$skip')
    const items = [retailRow({ armSkuName: isFirst ? 'Standard_B1s' : 'Standard_B2s' })]
    sendJson(response, { Items: items, NextPageLink: isFirst ? link(server.base) : null })
  })
  const outcome = await readRetail(server.base, 'eastus').then(
    ({ prices }) => prices.map(({ instanceType }) => instanceType),
    (error: unknown) => String(error),
  )
  return { outcome, received: server.received }
}

it('asks for one region, its currency and the version that tells all meters', async () => {
  await using server = await localServer((_, response) => sendJson(response, { Items: [retailRow()] }))
  await readRetail(server.base, 'eastus', { exchange: exchangeOf('EUR', '') })
  expect(server.received[0]!.url.pathname).toBe('/api/retail/prices')
  expect(queryOf(server.received[0]!)).toEqual({ 'api-version': '2023-01-01-preview', currencyCode: 'EUR', $filter: FILTER })
})

it.each(['/', '/api/retail/prices'])('may be given the address with the path %s', async (path) => {
  await using server = await localServer((_, response) => sendJson(response, { Items: [retailRow()] }))
  await readRetail(server.base + path, 'eastus')
  expect(server.received[0]!.url.pathname).toBe('/api/retail/prices')
})

describe('of a link to the next page', () => {
  it.each([
    ["Azure's own host", () => 'https://prices.azure.com:443/api/retail/prices?$filter=priceType%20eq%20%27Reservation%27&$skip=1000'],
    ['the configured host', (base: string) => `${base}/api/retail/prices?$skip=1000`],
    ['no host', () => '/api/retail/prices?$skip=1000'],
    ['a version and a currency of its own', () => 'https://prices.azure.com/x?$skip=1000&api-version=2010&currencyCode=GBP'],
  ])('with %s only the place is taken: what is asked for, and whom, stays', async (_, link) => {
    const { outcome, received } = await readByLink(link)
    expect(outcome).toEqual(['Standard_B1s', 'Standard_B2s'])
    expect(received[1]!.url.pathname).toBe('/api/retail/prices')
    expect(queryOf(received[1]!)).toEqual({
      'api-version': '2023-01-01-preview',
      currencyCode: 'USD',
      $filter: FILTER,
      $skip: '1000',
    })
  })

  it.each([
    ['an address within the network', 'http://169.254.169.254/latest/meta-data?$skip=1', '169.254.169.254'],
    ['a host that only looks like it', 'https://prices.azure.com.example.org/?$skip=1', 'prices.azure.com.example.org'],
    ['a host behind a name and an @', 'https://prices.azure.com@example.org/?$skip=1', 'example.org'],
    ['a host without a scheme', '//example.org/?$skip=1', 'example.org'],
    ['another port of this machine', 'http://127.0.0.1:1/?$skip=1', '127.0.0.1:1'],
    ['no host but a file', 'file:///etc/passwd', 'file:'],
  ])('that names %s, nothing is asked: it is an error', async (_, link, host) => {
    const { outcome, received } = await readByLink(() => link)
    expect(outcome).toContain(`leads to another host (${host})`)
    expect(received.length).toBe(1)
  })

  it.each([[{ link: 1 }], [17]])('that is %j and no text, it says where', async (link) => {
    expect((await readByLink(() => link)).outcome).toContain('NextPageLink')
  })

  it.each([[undefined], [null], ['']])('that is %j, the listing ends', async (link) => {
    expect((await readByLink(() => link)).outcome).toEqual(['Standard_B1s'])
  })
})

describe('is an error that says what Azure says', () => {
  const body = { Error: { Code: 'BadRequest', Message: 'Invalid OData parameters supplied' } }

  it.each([200, 400])('where a refused filter comes with status %i', async (status) => {
    await using server = await localServer((_, response) => sendJson(response, body, status))
    await expect(readRetail(server.base, 'eastus')).rejects.toMatchObject({
      name: 'PriceSourceError',
      message: expect.stringContaining('BadRequest: Invalid OData parameters supplied'),
      isPassing: false,
    })
  })

  it.each([
    ['a list is missing', {}, 'Items is missing'],
    ['rows are no rows', { Items: [retailRow(), 7] }, 'Items[1] is 7'],
    ['a price is a text', { Items: [{ ...retailRow(), retailPrice: '0.1' }] }, 'Items[0].retailPrice'],
  ])('or, where %s, what is wrong with its answer', async (_, answer, message) => {
    await using server = await localServer((__, response) => sendJson(response, answer))
    await expect(readRetail(server.base, 'eastus')).rejects.toThrow(message)
  })

  it('where a region has no row at all: its name may be wrong', async () => {
    await using server = await localServer((_, response) => sendJson(response, { Items: [], NextPageLink: null, Count: 0 }))
    await expect(readRetail(server.base, 'eastuss')).rejects.toThrow('lists nothing for this region: check its name')
  })
})

it('is one feed a region, of every known region where none is named', () => {
  const source = azureSource(partsAt('https://prices.azure.com'), { azureSubscriptionId: '' })
  expect(source.feeds().map(({ id }) => id)).toEqual(['azure-retail eastus', 'azure-retail westeurope'])
  expect(source.feeds(['denmarkeast', 'denmarkeast']).map(({ id }) => id)).toEqual(['azure-retail denmarkeast'])
})

it('tells each page as it comes', async () => {
  await using server = await localServer(({ url }, response) =>
    url.searchParams.has('$skip')
      ? sendJson(response, { Items: [retailRow()] })
      : sendJson(response, { Items: [retailRow(), retailRow({ type: 'Reservation' })], NextPageLink: '?$skip=2' }),
  )
  const pages: number[] = []
  const retail = endpointOf('azureRetailUrl', server.base)
  const [feed] = azureSource(partsAt(server.base, { endpoints: { retail, management: retail } }), { azureSubscriptionId: '' }).feeds([
    'eastus',
  ])
  await feed!.read(reading({ onPage: ({ rows }) => pages.push(rows) }))
  expect(pages).toEqual([2, 1])
})

it('reads a region of 8,000 rows in eight pages', async () => {
  const page = (skip: number) => ({
    Items: Array.from({ length: 1000 }, (_, place) => retailRow({ armSkuName: `Standard_D${skip + place + 1}s_v3` })),
    NextPageLink: skip < 7000 ? `https://prices.azure.com:443/api/retail/prices?$skip=${skip + 1000}` : null,
  })
  await using server = await localServer(({ url }, response) => sendJson(response, page(Number(url.searchParams.get('$skip')))))
  const { prices } = await readRetail(server.base, 'eastus')
  expect(prices.length).toBe(8000)
  expect(server.received.map(({ url }) => Number(url.searchParams.get('$skip')))).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000])
})
