import { describe, expect, it } from 'vitest'
import { mayHoldRateCard } from '../../../src/prices/azure/rate-card/transport.ts'
import { azureRateCardSource } from '../../../src/prices/azure/rate-card-source.ts'
import { endpointOf } from '../../../src/prices/calls/endpoint.ts'
import { reading } from '../calls-for-tests.ts'
import { localServer, sendJson } from '../local-server.ts'
import { meter, OFFER, partsAt, rateCardOf, readRateCard } from './azure-for-tests.ts'

it('is asked with the offer, the currency, the language and the country, and with a placeholder on this machine', async () => {
  await using server = await localServer((_, response) => sendJson(response, rateCardOf(meter())))
  await readRateCard(server.base)
  const [{ method, url, headers }] = server.received as [(typeof server.received)[0]]
  expect(method).toBe('GET')
  expect(url.pathname).toBe('/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Commerce/RateCard')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    $filter: "OfferDurableId eq 'MS-AZR-0003P' and Currency eq 'USD' and Locale eq 'en-US' and RegionInfo eq 'US'",
    'api-version': '2015-06-01-preview',
  })
  expect(headers.authorization).toBe('Bearer no-credentials-are-sent-to-plain-http')
})

describe('of the redirect by which RateCard answers', () => {
  it('the target is read, and the token is not shown to it', async () => {
    await using server = await localServer(({ url }, response) =>
      url.pathname === '/blob'
        ? sendJson(response, rateCardOf(meter()))
        : response.writeHead(302, { location: `${server.base}/blob?sig=s3cret` }).end(),
    )
    expect((await readRateCard(server.base)).prices.length).toBe(2)
    expect(server.received.map(({ headers }) => headers.authorization !== undefined)).toEqual([true, false])
    expect(server.received[1]!.url.search).toBe('?sig=s3cret')
  })

  it('a passing failure at the target is tried again from the start, with a fresh link', async () => {
    let links = 0
    await using server = await localServer(({ url }, response) => {
      if (url.pathname !== '/blob') return response.writeHead(302, { location: `/blob?n=${++links}` }).end()
      return url.search === '?n=1' ? sendJson(response, {}, 503) : sendJson(response, rateCardOf(meter()))
    })
    expect((await readRateCard(server.base)).prices.length).toBe(2)
    expect(server.received.map(({ url }) => url.pathname.at(-1))).toEqual(['d', 'b', 'd', 'b'])
  })

  it('a second redirect is not followed, and no link is told in full', async () => {
    await using server = await localServer((_, response) => response.writeHead(302, { location: '/blob?sig=s3cret' }).end())
    const error = await readRateCard(server.base).catch((caught: unknown) => caught)
    expect(String(error)).toMatch(/\(HTTP 302 to 127\.0\.0\.1:\d+\/blob\): HTTP 302/)
    expect(String(error)).not.toContain('s3cret')
    expect(server.received.length).toBe(2)
  })

  it.each([
    ['http://169.254.169.254/token'],
    ['http://10.0.0.1/'],
    ['https://example.org/'],
    ['http://x.blob.core.windows.net/'],
    ['file:///etc/passwd'],
  ])('the target %s is not followed', async (location) => {
    await using server = await localServer((_, response) => response.writeHead(302, { location }).end())
    await expect(readRateCard(server.base)).rejects.toMatchObject({
      message: expect.stringContaining('leads to a host that is not trusted and is not followed'),
      isPassing: false,
    })
    expect(server.received.length).toBe(1)
  })

  it("a target is trusted that is Azure's own, or this machine's where RateCard is a replay on it", () => {
    const azure = { endpoints: partsAt('https://management.azure.com').endpoints }
    const replay = { endpoints: partsAt('http://127.0.0.1:1').endpoints }
    const may = (target: string, parts: typeof azure) => mayHoldRateCard(new URL(target), parts)
    for (const target of ['https://a.blob.core.windows.net/x', 'https://ratecard.azure.com/x']) expect(may(target, azure)).toBe(true)
    for (const target of [
      'http://a.blob.core.windows.net/x',
      'https://blob.core.windows.net.example.org/x',
      'https://evilazure.com/x',
      'http://127.0.0.1:1/x',
      'https://127.0.0.1/x',
    ])
      expect(may(target, azure)).toBe(false)
    expect(may('http://127.0.0.1:2/x', replay)).toBe(true)
    expect(may('http://10.0.0.1/x', replay)).toBe(false)
  })
})

describe('says what to do', () => {
  it('where RateCard is not for the subscription', async () => {
    const body = { error: { code: 'DisallowedProvider', message: 'The operation is not permitted for namespace Microsoft.Commerce.' } }
    await using server = await localServer((_, response) => sendJson(response, body, 400))
    await expect(readRateCard(server.base)).rejects.toThrow('use the source azure instead')
  })

  it('where the filter is refused, in the words of Azure', async () => {
    await using server = await localServer((_, response) => sendJson(response, { Message: 'Invalid query specified. ' }, 400))
    await expect(readRateCard(server.base)).rejects.toThrow('HTTP 400: Invalid query specified.')
  })

  it('where the identity may not read the subscription', async () => {
    await using server = await localServer((_, response) => sendJson(response, { error: { code: 'AuthorizationFailed' } }, 403))
    await expect(readRateCard(server.base)).rejects.toThrow('the role Reader on the subscription')
  })

  it('where there is no subscription', async () => {
    const management = endpointOf('azureManagementUrl', 'https://management.azure.com')
    const [feed] = azureRateCardSource(partsAt('http://127.0.0.1:1', { endpoints: { retail: management, management } }), OFFER).feeds()
    await expect(feed!.read(reading())).rejects.toMatchObject({ remedy: expect.stringContaining('set azureSubscriptionId') })
  })

  it.each([
    ['has no meters', { Currency: 'USD' }, 'Meters is missing'],
    ['has prices that are texts', rateCardOf(meter({ MeterRates: { 0: '0.2' } })), 'Meters[0].MeterRates'],
  ])('where the answer %s, what is wrong with it', async (_, answer, message) => {
    await using server = await localServer((__, response) => sendJson(response, answer))
    await expect(readRateCard(server.base)).rejects.toThrow(message)
  })
})
