import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { endpointOf } from '../../../src/prices/calls/endpoint.ts'
import { access } from '../../../src/prices/gcp/access.ts'
import { errorText } from '../../../src/prices/gcp/billing-error.ts'
import { PriceSourceError } from '../../../src/prices/price-source-error.ts'
import { briskCalls, reading } from '../calls-for-tests.ts'
import { localServer, sendJson } from '../local-server.ts'
import { pageOf, sku, sourceAt } from './gcp-for-tests.ts'

const catalogue = [sku('N2 Instance Core running in Americas', '0.03'), sku('N2 Instance Ram running in Americas', '0.004')]
const refusal = (code: number, status: string, reason?: string, message = 'No.') => ({
  error: { code, status, message, details: reason ? [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }] : [] },
})

async function failureAfter(body: unknown, status: number): Promise<{ failure: PriceSourceError; calls: number }> {
  await using server = await localServer((_, response) => sendJson(response, body, status))
  const failure = await sourceAt(server.base)
    .feeds()[0]!
    .read(reading())
    .catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(PriceSourceError)
  return { failure: failure as PriceSourceError, calls: server.received.length }
}

it.each([
  [400, 'INVALID_ARGUMENT', 'API_KEY_INVALID', /gcloud auth application-default login/, 1],
  [401, 'UNAUTHENTICATED', 'ACCESS_TOKEN_EXPIRED', /gcloud auth application-default login/, 1],
  [403, 'PERMISSION_DENIED', 'SERVICE_DISABLED', /gcloud services enable cloudbilling\.googleapis\.com.*no billing role/, 1],
  [429, 'RESOURCE_EXHAUSTED', 'RATE_LIMIT_EXCEEDED', /quota/, 3],
  [503, 'UNAVAILABLE', undefined, undefined, 3],
] as const)(
  'HTTP %i, %s, tells its reason and what to do, after as many calls as make sense',
  async (status, name, reason, remedy, most) => {
    const { failure, calls } = await failureAfter(refusal(status, name, reason), status)
    expect(failure.message).toContain(`HTTP ${status}`)
    expect(failure.message).toContain(name)
    expect(failure.message).toContain(reason ?? '')
    if (remedy) expect(failure.remedy).toMatch(remedy)
    expect(calls).toBe(most)
  },
)

it('an error with status 200 is an error', async () => {
  const { failure } = await failureAfter(refusal(403, 'PERMISSION_DENIED'), 200)
  expect(failure.message).toMatch(/an error with status 200: PERMISSION_DENIED, No\./)
})

it.each([[[{ skus: [] }]], [{ skus: 'none' }], [null], ['page'], [{ skus: [{ pricingInfo: {} }] }]])(
  'an answer that is no page of SKUs is an error: %j',
  async (body) => {
    const { failure } = await failureAfter(body, 200)
    expect(failure.message).toMatch(/no page of SKUs could be had|no SKUs/)
    expect(failure.isPassing).toBe(false)
  },
)

it.each([
  ['Consumer api_key:AIzaSyA-1234567890abcdefghijklmnopqrstu has been suspended', 'AIzaSy'],
  ['bad token ya29.a0AfH6SMBx.abc-def', 'ya29'],
  ['Bearer abcdefghijklmnopqrstuvwxyz0123', 'abcdefgh'],
  ['assertion eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln', 'eyJ'],
])('what may be a secret is not shown: %s', (message, secret) => {
  expect(errorText({ error: { message } })).not.toContain(secret)
})

it('asks for one currency and page after page, below whatever path the address has, with a placeholder for credentials', async () => {
  await using server = await localServer(({ url }, response) => sendJson(response, pageOf(catalogue, url, 1)))
  const exchange = { asked: 'EUR', usdPerUnit: new Map() }
  const pages: number[] = []
  await sourceAt(`${server.base}/replay/`, { exchange })
    .feeds()[0]!
    .read(reading({ onPage: ({ rows }) => pages.push(rows) }))
  expect(server.received.map(({ url }) => url.pathname)).toEqual(Array(2).fill('/replay/v1/services/6F81-5844-456A/skus'))
  expect(server.received.map(({ url }) => url.searchParams.get('pageToken'))).toEqual(['', '1'])
  expect(server.received[0]!.url.searchParams.get('currencyCode')).toBe('EUR')
  expect(server.received[0]!.url.searchParams.get('pageSize')).toBe('5000')
  expect(server.received[0]!.headers.authorization).toBe('Bearer placeholder')
  expect(pages).toEqual([1, 1])
})

const folder = mkdtempSync(join(tmpdir(), 'ballast-gcp-'))
const NO_CREDENTIALS = { HOME: folder, CLOUDSDK_CONFIG: folder, GOOGLE_APPLICATION_CREDENTIALS: '', METADATA_SERVER_DETECTION: 'none' }
afterEach(() => vi.unstubAllEnvs())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const readAt = (url: string) =>
  sourceAt('http://127.0.0.1:9', { endpoint: endpointOf('gcpBillingUrl', url) })
    .feeds()[0]!
    .read(reading())

it('where Google Cloud knows no credentials it is told how to get some', async () => {
  for (const [name, value] of Object.entries(NO_CREDENTIALS)) vi.stubEnv(name, value)
  await expect(readAt('https://127.0.0.1:9')).rejects.toThrow(/there are no credentials for Google Cloud; sign in by/)
})

it('a key file that is not there is told', async () => {
  const keyFile = join(folder, 'nowhere.json')
  for (const [name, value] of Object.entries({ ...NO_CREDENTIALS, GOOGLE_APPLICATION_CREDENTIALS: keyFile })) vi.stubEnv(name, value)
  await expect(readAt('https://127.0.0.1:9')).rejects.toThrow(/the file with credentials for Google Cloud cannot be read; sign in by/)
})

it('a service account signs in without asking anybody, so that what is wrong with the address is told', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const private_key = privateKey.export({ type: 'pkcs8', format: 'pem' })
  const keyFile = join(folder, 'key.json')
  writeFileSync(keyFile, JSON.stringify({ type: 'service_account', client_email: 'a@b.iam.gserviceaccount.com', private_key }))
  for (const [name, value] of Object.entries({ ...NO_CREDENTIALS, GOOGLE_APPLICATION_CREDENTIALS: keyFile })) vi.stubEnv(name, value)
  const closed = await localServer(() => {})
  await closed[Symbol.asyncDispose]()
  await expect(readAt(closed.base.replace('http:', 'https:'))).rejects.toThrow(/connection refused/)
})

const ask = (work: () => Promise<unknown>, parts: Parameters<typeof reading>[0] = {}, limits: Parameters<typeof briskCalls>[0] = {}) =>
  access(work, 'GET test', briskCalls(limits), reading(parts)).catch((error: unknown) => error as PriceSourceError)

it('credentials that have expired are told as such, and nothing of the error is kept', async () => {
  const failure = await ask(() =>
    Promise.reject(Object.assign(new Error('invalid_grant'), { config: { data: 'refresh_token=1//secret' } })),
  )
  expect(failure).toMatchObject({ isPassing: false, isOfHost: true })
  expect(inspect(failure, { depth: 9 })).not.toContain('1//secret')
  expect((failure as PriceSourceError).message).toMatch(/have expired or were revoked; sign in/)
})

it('a way to credentials that does not answer is left behind when the time is over', async () => {
  const silent = () => new Promise(() => {})
  expect(await ask(silent, {}, { attempts: 1, timeoutMilliseconds: 20 })).toMatchObject({
    message: expect.stringContaining('no answer in time'),
  })
  expect(await ask(silent, { signal: AbortSignal.abort() })).toMatchObject({ message: expect.stringContaining('called off') })
})

it('a network that is in the way of credentials is told as such', async () => {
  const failure = await ask(() => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })))
  expect((failure as PriceSourceError).message).toMatch(/no access token could be had: the host name is not known/)
})
