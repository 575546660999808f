import { expect, test } from 'vitest'
import { awsSource } from '../../../src/prices/aws/source.ts'
import { BRISK } from '../calls-for-tests.ts'
import { readListing } from './aws-for-tests.ts'
import { type SpotRow, spotHistory, xml } from './stand-in.ts'

const listed = (...rows: SpotRow[]) => readListing('aws-spot', 'prices', () => spotHistory(rows))
const amounts = (prices: readonly { zone: string; usdPerHour: number }[]) =>
  Object.fromEntries(prices.map(({ zone, usdPerHour }) => [zone, usdPerHour]))

test('a row is the price of a type in a zone since its time', async () => {
  const { prices, regions } = await listed({})
  expect(prices).toEqual([
    {
      provider: 'aws',
      region: 'eu-west-1',
      zone: 'eu-west-1a',
      instanceType: 'm5.large',
      capacityType: 'spot',
      usdPerHour: 0.04,
      effectiveAt: '2026-07-20T10:00:00.000Z',
    },
  ])
  expect(regions).toEqual(['eu-west-1'])
})

test('what holds from now on is asked for, of Linux in both its forms, 1,000 rows a page', async () => {
  const { received } = await listed({})
  const asked = new URLSearchParams(received[0]!.body)
  expect(Date.parse(asked.get('StartTime')!)).toBeGreaterThan(Date.now() - 60_000)
  expect([asked.get('ProductDescription.1'), asked.get('ProductDescription.2')]).toEqual(['Linux/UNIX', 'Linux/UNIX (Amazon VPC)'])
  expect(asked.get('MaxResults')).toBe('1000')
  expect(received[0]!.headers.authorization).toMatch(/Credential=PLACEHOLDER\/\d{8}\/eu-west-1\/ec2\//)
})

test('of a whole history the newest row of each zone holds, wherever it stands', async () => {
  const rows: SpotRow[] = [
    { price: '0.03', at: '2026-07-18T10:00:00Z' },
    { price: '0.05', at: '2026-07-20T10:00:00Z' },
    { price: '0.02', at: '2026-07-19T10:00:00Z' },
    { price: '0.06', at: '2026-07-01T10:00:00Z', zone: 'eu-west-1b' },
  ]
  expect(amounts((await listed(...rows)).prices)).toEqual({ 'eu-west-1a': 0.05, 'eu-west-1b': 0.06 })
  expect(amounts((await listed(...rows.toReversed())).prices)).toEqual({ 'eu-west-1a': 0.05, 'eu-west-1b': 0.06 })
})

test('a price in a VPC and one outside are of the same machine: the newer holds, at the same time that in the VPC', async () => {
  const vpc: SpotRow = { product: 'Linux/UNIX (Amazon VPC)', price: '0.07' }
  expect((await listed(vpc, {})).prices).toMatchObject([{ usdPerHour: 0.07 }])
  expect((await listed({}, vpc)).prices).toMatchObject([{ usdPerHour: 0.07 }])
  expect((await listed({ ...vpc, at: '2026-07-20T09:59:59Z' }, {})).prices).toMatchObject([{ usdPerHour: 0.04 }])
})

test('of two prices of one moment neither is believed', async () => {
  const { prices, leftOut } = await listed({}, { price: '0.05' })
  expect(prices).toEqual([])
  expect(leftOut).toEqual({ 'two prices of one machine that hold at once': 2 })
})

test.each<[string, SpotRow]>([
  ['Windows', { product: 'Windows' }],
  ['Windows (Amazon VPC)', { product: 'Windows (Amazon VPC)' }],
  ['SUSE Linux', { product: 'SUSE Linux' }],
  ['Red Hat Enterprise Linux', { product: 'Red Hat Enterprise Linux' }],
  ['of another region', { zone: 'us-east-1a' }],
  ['of another region', { zone: 'eu-west-12' }],
  ['Local Zone or Wavelength Zone', { zone: 'eu-west-1-ber-1a' }],
  ['no zone', { zone: '' }],
  ['no machine type', { type: '' }],
  ['a price of 0', { price: '0.000000' }],
  ['no readable price', { price: '' }],
])('what was not asked for, or has no price, is left out: %s', async (reason, row) => {
  const { prices, leftOut } = await listed({}, { type: 'm5.xlarge', ...row })
  expect(prices).toMatchObject([{ instanceType: 'm5.large', usdPerHour: 0.04 }])
  expect(leftOut).toEqual({ [reason]: 1 })
})

test('in China a spot price is in yuan, though no row says so: without a rate there is none', async () => {
  const read = (usdPerUnit: Map<string, number>) =>
    readListing('aws-spot', 'prices', () => spotHistory([{ zone: 'cn-north-1a', price: '0.5' }]), {
      region: 'cn-north-1',
      parts: { exchange: { asked: 'USD', usdPerUnit } },
    })
  expect((await read(new Map())).leftOut).toEqual({ 'not in USD (CNY)': 1 })
  expect((await read(new Map([['CNY', 0.14]]))).prices[0]!.usdPerHour).toBeCloseTo(0.07, 12)
})

test('an empty list has no prices, but an answer without a list is an error', async () => {
  expect((await listed()).prices).toEqual([])
  const none = readListing('aws-spot', 'prices', () => xml('DescribeSpotPriceHistory', ''))
  await expect(none).rejects.toThrow(/no list of rows/)
})

test('a time that is none is an error', async () => {
  await expect(listed({ at: 'yesterday' })).rejects.toThrow(/cannot be read: .*yesterday/)
})

test('a price of the next hour says that the clocks differ', async () => {
  const at = new Date(Date.now() + 3_600_000).toISOString()
  await expect(listed({}, { at, zone: 'eu-west-1b' })).rejects.toThrow(/the clock of this machine is 60 min behind the server's/)
})

test('each region is asked at its own address, and regions of other accounts only by name', () => {
  const source = awsSource(
    {
      regions: ['eu-west-1', 'cn-north-1', 'us-gov-west-1'],
      limits: BRISK,
      exchange: { asked: 'USD', usdPerUnit: new Map() },
      mostClockSkewSeconds: 300,
      mostPages: 5,
    },
    {
      awsPricingUrl: 'https://api.pricing.eu-central-1.amazonaws.com',
      awsEc2Url: 'https://ec2.{region}.amazonaws.com',
      awsSpotAdvisorUrl: 'https://advisor.example/advice.json',
      awsPricingBurst: 10,
      awsPricingCallsPerSecond: 5,
    },
  )
  expect(source.feeds().map(({ id, host }) => `${id} at ${host}`)).toEqual([
    'aws-pricing eu-west-1 at api.pricing.eu-central-1.amazonaws.com',
    'aws-spot eu-west-1 at ec2.eu-west-1.amazonaws.com',
    'aws-shapes eu-west-1 at ec2.eu-west-1.amazonaws.com',
    'aws-spot-advisor at advisor.example',
  ])
  expect(source.feeds(['cn-north-1']).map(({ id }) => id)).toContain('aws-spot cn-north-1')
})
