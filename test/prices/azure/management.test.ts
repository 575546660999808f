import type { TokenCredential } from '@azure/identity'
import { describe, expect, it } from 'vitest'
import { azureSource } from '../../../src/prices/azure/azure-source.ts'
import { azureRateCardSource } from '../../../src/prices/azure/rate-card-source.ts'
import { reading } from '../calls-for-tests.ts'
import { localServer, sendJson } from '../local-server.ts'
import { meter, OFFER, partsAt, rateCardOf, sku } from './azure-for-tests.ts'

const SUBSCRIBED = { ...OFFER, azureSubscriptionId: 's1' }

/** The feeds that sign in, where Azure Resource Manager is at this address and is no replay. */
function feedsAt(url: string, credential: TokenCredential) {
  const management = { url: new URL(url), isPlain: false }
  const parts = partsAt('http://127.0.0.1:1', { credential, endpoints: { retail: management, management } })
  const [, skus] = azureSource(parts, SUBSCRIBED).feeds(['eastus'])
  const [rateCard] = azureRateCardSource(parts, SUBSCRIBED).feeds(['eastus'])
  return [skus!, rateCard!]
}

const giving = (token: string): TokenCredential => ({ getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) })

describe.each([0, 1])('what a subscriber alone may read (%i)', (place) => {
  it('is read with the token of the credential that was handed in', async () => {
    await using server = await localServer(({ url }, response) =>
      sendJson(response, url.pathname.endsWith('/skus') ? { value: [sku()] } : rateCardOf(meter())),
    )
    await feedsAt(server.base, giving('t0k3n'))[place]!.read(reading())
    expect(server.received.map(({ headers, url }) => [headers.authorization, url.pathname.split('/')[2]])).toEqual([['Bearer t0k3n', 's1']])
  })

  it('does not show the token where it fails', async () => {
    await using server = await localServer((_, response) => sendJson(response, { error: { code: 'Gone', message: 'No.' } }, 410))
    const error = await feedsAt(server.base, giving('t0k3n'))
      [place]!.read(reading())
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ name: 'PriceSourceError', message: expect.stringContaining('Gone: No.') })
    expect(JSON.stringify([error, (error as Error).cause, String(error)])).not.toContain('t0k3n')
  })

  it.each([
    [
      'nobody is signed in',
      () => Promise.reject(new Error('CredentialUnavailableError: tried all\n at EnvironmentCredential')),
      'tried all',
    ],
    ['no token is given', async () => null, 'no token was given'],
  ])('tells how to sign in where %s', async (_, getToken, said) => {
    const error = await feedsAt('https://management.azure.com', { getToken })
      [place]!.read(reading())
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      name: 'PriceSourceError',
      message: expect.stringContaining(said),
      remedy: expect.stringContaining('az login'),
      isPassing: false,
      isOfHost: true,
    })
    expect(String(error)).not.toContain('\n')
  })

  it.each([
    ['https://management.azure.com', 'https://management.azure.com/.default'],
    ['https://management.chinacloudapi.cn', 'https://management.chinacloudapi.cn/.default'],
    ['https://proxy.example.org', 'https://management.azure.com/.default'],
  ])('signs in at %s for %s', async (url, scope) => {
    const asked: unknown[] = []
    const credential = { getToken: (scopes: string | string[]) => Promise.reject(new Error(String(asked.push(scopes)))) }
    await feedsAt(url, credential)
      [place]!.read(reading())
      .catch(() => undefined)
    expect(asked).toEqual([scope])
  })
})
