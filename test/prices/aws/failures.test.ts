import { inspect } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { awsSource } from '../../../src/prices/aws/source.ts'
import { PriceSourceError } from '../../../src/prices/price-source-error.ts'
import type { StandInAnswer } from '../../contract/price-source.ts'
import { BRISK, reading } from '../calls-for-tests.ts'
import { localServer } from '../local-server.ts'
import { answering, awsAt, readListing } from './aws-for-tests.ts'
import { listingOf, priceList, product, spotHistory } from './stand-in.ts'

const SECRET = 'IQoJb3JpZ2luX2VjEXAMPLE'
const json = (code: string, message: string, status = 400): StandInAnswer => ({
  status,
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify({ __type: code, message }),
})
const xml = (code: string, message: string, status = 400): StandInAnswer => ({
  status,
  type: 'text/xml;charset=UTF-8',
  body: `<?xml version="1.0"?><Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r</RequestID></Response>`,
})

/** How a feed fails where the server answers so, and after how many calls. */
async function failing(listing: string, answer: StandInAnswer): Promise<{ error: PriceSourceError; calls: number }> {
  await using server = await answering(() => answer)
  const feed = awsAt(server.base)
    .feeds(['eu-west-1'])
    .find((one) => one.listing === listing)!
  const error = await feed.read(reading()).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(PriceSourceError)
  return { error: error as PriceSourceError, calls: server.received.length }
}

describe.each([
  ['aws-pricing', json, 'pricing:GetProducts'],
  ['aws-spot', xml, 'ec2:DescribeSpotPriceHistory'],
  ['aws-shapes', xml, 'ec2:DescribeInstanceTypes'],
] as const)('%s', (listing, refused, permission) => {
  test.each([
    'ExpiredTokenException',
    'InvalidClientTokenId',
    'UnrecognizedClientException',
    'AuthFailure',
    'SignatureDoesNotMatch',
    'InvalidSignatureException',
  ])('%s: the caller is not known; no other call of the host fares better', async (code) => {
    const { error, calls } = await failing(listing, refused(code, `The canonical request held x-amz-security-token:${SECRET}`, 403))
    expect(error).toMatchObject({ isPassing: false, isOfHost: true })
    expect(error.message).toMatch(new RegExp(`does not know the caller.*${code}.*aws sso login`))
    expect(inspect(error, { depth: 5 })).not.toContain(SECRET)
    expect(calls).toBe(1)
  })

  test.each(['AccessDeniedException', 'UnauthorizedOperation'])('%s: the permission that is missing is named', async (code) => {
    const { error, calls } = await failing(listing, refused(code, 'You are not authorized to perform this operation.', 403))
    expect(error.remedy).toContain(permission)
    expect(error.isPassing).toBe(false)
    // Who may not read machine types may still read spot prices at the same address.
    expect(error.isOfHost).toBe(listing === 'aws-pricing')
    expect(calls).toBe(1)
  })

  test.each([
    ['RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.'],
    ['SignatureDoesNotMatch', 'Signature expired: 20260720T100000Z is now earlier than 20260720T105500Z'],
    ['InvalidSignatureException', 'Signature not yet current: 20260720T100000Z is still later than 20260720T090500Z'],
  ])('%s: a clock is wrong', async (code, message) => {
    const { error } = await failing(listing, refused(code, message, 403))
    expect(error).toMatchObject({ isPassing: false, isOfHost: true })
    expect(error.message).toMatch(/clock.*NTP/)
  })

  test.each(['ThrottlingException', 'RequestLimitExceeded'])('%s: too many calls, tried again', async (code) => {
    const { error, calls } = await failing(listing, refused(code, 'Rate exceeded', 400))
    expect(error).toMatchObject({ isPassing: true, isOfHost: true })
    expect(error.message).toMatch(/too many calls/)
    expect(calls).toBe(BRISK.attempts)
  })

  test('an error of AWS itself is tried again', async () => {
    const { error, calls } = await failing(listing, refused('InternalError', 'An internal error has occurred', 500))
    expect(error.message).toMatch(/HTTP 500: InternalError, An internal error/)
    expect(calls).toBe(BRISK.attempts)
  })

  test.each(['{"error":{"code":404}}', '<error>none</error>', 'not here'])('another server at the address: %s', async (body) => {
    const { error, calls } = await failing(listing, { status: 404, type: 'text/plain', body })
    expect(error.message).toMatch(/: HTTP 404 \(not found\)$/)
    expect(calls).toBe(1)
  })

  test('a call that AWS does not understand is told in its words, and not tried again', async () => {
    const { error, calls } = await failing(listing, refused('InvalidParameterValue', 'Value (x) is invalid', 400))
    expect(error.message).toMatch(/HTTP 400: InvalidParameterValue, Value \(x\) is invalid/)
    expect(calls).toBe(1)
  })
})

test('throttled calls do not wait as long as AWS asks where that would outlast the refresh', async () => {
  await using patient = await localServer((_, response) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1', 'retry-after': '90' }).end('{"__type":"ThrottlingException"}')
  })
  const [feed] = awsAt(patient.base).feeds(['eu-west-1'])
  await expect(feed!.read(reading())).rejects.toThrow(/asks to wait 90 s, longer than this refresh may still take/)
  expect(patient.received).toHaveLength(1)
})

test.each<[string, string, StandInAnswer]>([
  ['aws-spot', 'another action', spotHistory([])],
  ['aws-spot', 'an error with status 200', { ...xml('AuthFailure', ''), status: 200 }],
  ['aws-pricing', 'XML', spotHistory([])],
])('%s: %s is no answer', async (listing, _, answer) => {
  const body = answer.body.replaceAll('DescribeSpotPriceHistory', 'DescribeInstanceTypes')
  const { error } = await failing(listing, { ...answer, body })
  expect(error.message).toMatch(/not of the form that was asked for/)
})

test('an answer whose braces match no longer is told, though it ends as it should', async () => {
  const { body, type } = priceList([product()])
  const { error } = await failing('aws-pricing', { type, body: `${body.slice(0, -3)}}` })
  expect(error.message).toMatch(/breaks off or cannot be read/)
})

describe('without a stand-in on plain http', () => {
  afterEach(() => vi.unstubAllEnvs())
  const settings = (base: string) => ({
    awsPricingUrl: base,
    awsEc2Url: base,
    awsSpotAdvisorUrl: base,
    awsPricingBurst: 10,
    awsPricingCallsPerSecond: 5,
  })
  const parts = { regions: [], limits: BRISK, exchange: { asked: 'USD', usdPerUnit: new Map() }, mostClockSkewSeconds: 300, mostPages: 5 }
  const listings = ['aws-pricing', 'aws-spot', 'aws-shapes', 'aws-spot-advisor']

  test.each(listings)('%s: a server that speaks no TLS is told, and is sent nothing', async (listing) => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI')
    await using server = await answering(() => priceList([product()]))
    const base = server.base.replace('http:', 'https:')
    const feed = awsSource(parts, settings(base))
      .feeds(['eu-west-1'])
      .find((one) => one.listing === listing)!
    const error = await feed.read(reading()).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ name: 'PriceSourceError', isPassing: false, isOfHost: true })
    expect(String(error)).toMatch(/no secure connection/)
    expect(inspect(error, { depth: 5 })).not.toContain('wJalrXUtnFEMI')
    expect(server.received).toEqual([])
  })

  test('where the chain of credentials ends with none, that is told', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE'])
      vi.stubEnv(name, undefined)
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials')
    const [feed] = awsSource(parts, settings('https://127.0.0.1:9')).feeds(['eu-west-1'])
    const error = await feed!.read(reading()).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ name: 'PriceSourceError', isPassing: false, isOfHost: true })
    expect(String(error)).toMatch(/there are no credentials for AWS: .*AWS_PROFILE/)
  })

  test('plain http to another machine is refused before anything is sent', () => {
    expect(() => awsSource(parts, settings('http://prices.example')).feeds()).toThrow(/awsPricingUrl/)
  })
})

test('calls of all regions share one bucket, as AWS counts them by account', async () => {
  await using server = await answering((request) => (listingOf(request) === 'aws-pricing' ? priceList([]) : spotHistory([])))
  const settings = {
    awsPricingUrl: server.base,
    awsEc2Url: server.base,
    awsSpotAdvisorUrl: server.base,
    awsPricingBurst: 3,
    awsPricingCallsPerSecond: 1 / 3600,
  }
  const parts = { regions: [], limits: BRISK, exchange: { asked: 'USD', usdPerUnit: new Map() }, mostClockSkewSeconds: 300, mostPages: 5 }
  const feeds = awsSource(parts, settings)
    .feeds(['eu-west-1', 'us-east-1'])
    .filter(({ listing }) => listing === 'aws-pricing')
  const caller = new AbortController()
  await feeds[0]!.read(reading())
  const second = feeds[1]!.read(reading({ signal: caller.signal, onPage: () => setImmediate(() => caller.abort()) }))
  await expect(second).rejects.toThrow(/called off/)
  expect(server.received).toHaveLength(3)
})

test('what a user is told of each page is how many rows it had', async () => {
  const rows: number[] = []
  await using server = await answering(() => priceList([product(), product({ sku: 'other', family: 'Storage' })]))
  const [feed] = awsAt(server.base).feeds(['eu-west-1'])
  await feed!.read(reading({ onPage: (page) => rows.push(page.rows) }))
  expect(rows).toEqual([2, 2])
})

test('an empty list of a server is an empty answer, not an error', async () => {
  expect(await readListing('aws-pricing', 'prices', () => priceList([]))).toMatchObject({ prices: [], regions: ['eu-west-1'] })
})
