import { expect, test } from 'vitest'
import type { AwsParts } from '../../../src/prices/aws/aws-api.ts'
import type { StandInAnswer } from '../../contract/price-source.ts'
import type { Received } from '../local-server.ts'
import { readListing } from './aws-for-tests.ts'
import { type Attributes, priceList, product, tokenOf } from './stand-in.ts'

const METAL = 'Compute Instance (bare metal)'
const read = (answer: (request: Received) => StandInAnswer, options: { region?: string; parts?: Partial<AwsParts> } = {}) =>
  readListing('aws-pricing', 'prices', answer, options)
const listed = (...entries: unknown[]) => read(() => priceList(entries))
const filtersOf = ({ body }: Received) =>
  Object.fromEntries(
    (JSON.parse(body) as { Filters: { Field: string; Value: string }[] }).Filters.map(({ Field, Value }) => [Field, Value]),
  )

test('an entry is a price per hour with the day since when it holds', async () => {
  const { prices, regions, leftOut } = await listed(product())
  expect(prices).toEqual([
    {
      provider: 'aws',
      region: 'eu-west-1',
      zone: '',
      instanceType: 'm5.large',
      capacityType: 'on-demand',
      usdPerHour: 0.107,
      effectiveAt: '2026-07-01T00:00:00.000Z',
    },
  ])
  expect(regions).toEqual(['eu-west-1'])
  expect(leftOut).toEqual({})
})

test('shared machines and bare metal are asked for, of the region, with Linux and nothing else, 100 a page', async () => {
  const { received } = await listed(product())
  const linux = {
    regionCode: 'eu-west-1',
    serviceCode: 'AmazonEC2',
    preInstalledSw: 'NA',
    operatingSystem: 'Linux',
    capacitystatus: 'Used',
    marketoption: 'OnDemand',
  }
  expect(received.map(filtersOf)).toEqual([
    { ...linux, tenancy: 'Shared', productFamily: 'Compute Instance' },
    { ...linux, tenancy: 'Dedicated', productFamily: METAL },
  ])
  expect(JSON.parse(received[0]!.body)).toMatchObject({ ServiceCode: 'AmazonEC2', FormatVersion: 'aws_v1', MaxResults: 100 })
})

test('to a server on this machine a placeholder signs, and no key of the user', async () => {
  const { received } = await listed(product())
  expect(received[0]!.headers.authorization).toMatch(/Credential=PLACEHOLDER\/\d{8}\/us-east-1\/pricing\//)
  expect(received[0]!.headers).not.toHaveProperty('x-amz-security-token')
})

test.each<[string, Attributes, string?]>([
  ['Windows', { operatingSystem: 'Windows', preInstalledSw: 'SQL Std', operation: 'RunInstances:0006' }],
  ['of no operating system', { operatingSystem: undefined }],
  ['with SQL Std software', { preInstalledSw: 'SQL Std' }],
  ['UnusedCapacityReservation', { capacitystatus: 'UnusedCapacityReservation' }],
  ['CapacityBlock', { marketoption: 'CapacityBlock' }],
  ['Bring your own license', { licenseModel: 'Bring your own license' }],
  ['RunInstances:0010', { operation: 'RunInstances:0010' }],
  ['Dedicated tenancy', { tenancy: 'Dedicated' }],
  ['Host tenancy', { tenancy: 'Host' }],
  ['AWS Local Zone', { locationType: 'AWS Local Zone' }],
  ['of another region', { regionCode: 'eu-west-2' }],
  ['of another region', { regionCode: undefined, location: 'EU (London)' }],
  ['of another region', { regionCode: undefined, location: 'Atlantis' }],
  ['no machine type', { instanceType: 'm5d' }],
  ['no machine type', { instanceType: undefined }],
  ['Dedicated Host', { instanceType: 'm5d', tenancy: 'Reserved' }, 'Dedicated Host'],
  ['Storage', { instanceType: undefined }, 'Storage'],
])('what a server that filters nothing sends too is left out: %s', async (reason, attributes, family = 'Compute Instance') => {
  const { prices, leftOut } = await listed(product(), product({ attributes, family, sku: 'other', price: { USD: '9.99' } }))
  expect(prices.map(({ usdPerHour }) => usdPerHour)).toEqual([0.107])
  expect(leftOut).toEqual({ [reason]: 1 })
})

test('a list of 2016 names neither the region nor the market: the place decides, however it is spelt', async () => {
  const old = { regionCode: undefined, marketoption: undefined, capacitystatus: undefined, locationType: undefined }
  const { prices, leftOut } = await listed(
    product({ attributes: { ...old, location: 'EU (Ireland)' } }),
    product({ attributes: { ...old, location: 'Europe (Ireland)', instanceType: 'm5.xlarge' }, sku: 'x' }),
  )
  expect(prices.map(({ instanceType }) => instanceType)).toEqual(['m5.large', 'm5.xlarge'])
  expect(leftOut).toEqual({})
})

test.each([
  ['no on-demand term', { terms: { Reserved: {} } }],
  ['no on-demand term', { terms: { OnDemand: {} } }],
  ['no price per hour', { terms: { OnDemand: { a: { priceDimensions: { b: { unit: 'Quantity', pricePerUnit: { USD: '294' } } } } } } }],
  ['a price of 0', { price: { USD: '0.0000000000' } }],
  ['no readable price', { price: { USD: '' } }],
  ['no readable price', { price: { USD: 'free' } }],
  ['no readable price', { price: { USD: '-1' } }],
  ['not in USD (CNY)', { price: { CNY: '4.2240000000' } }],
])('an entry without a price is no price: %s', async (reason, parts) => {
  const { prices, leftOut } = await listed(product(parts))
  expect(prices).toEqual([])
  expect(leftOut).toEqual({ [reason]: 1 })
})

test('yuan are converted where a rate is configured', async () => {
  const china = { regionCode: 'cn-north-1', location: 'China (Beijing)' }
  const { prices } = await read(() => priceList([product({ attributes: china, price: { CNY: '1.5' } })]), {
    region: 'cn-north-1',
    parts: { exchange: { asked: 'USD', usdPerUnit: new Map([['CNY', 0.14]]) } },
  })
  expect(prices[0]!.usdPerHour).toBeCloseTo(0.21, 12)
})

test("of several on-demand terms AWS's plain one is taken, and its price per hour, not what is paid up front", async () => {
  const dimension = (unit: string, USD: string) => ({ unit, pricePerUnit: { USD } })
  const term = (offerTermCode: string, USD: string) => ({
    offerTermCode,
    priceDimensions: { up: dimension('Quantity', '500'), hour: dimension('Hrs', USD) },
  })
  const { prices } = await listed(product({ terms: { OnDemand: { a: term('OTHER', '7'), b: term('JRTCKXETXF', '0.1') } } }))
  expect(prices).toMatchObject([{ usdPerHour: 0.1 }])
  expect(prices[0]).not.toHaveProperty('effectiveAt')
})

test('where there is one on-demand term of another code it is taken; of two, none', async () => {
  const term = { offerTermCode: 'OTHER', priceDimensions: { hour: { unit: 'Hrs', pricePerUnit: { USD: '7' } } } }
  expect((await listed(product({ terms: { OnDemand: { a: term } } }))).prices).toMatchObject([{ usdPerHour: 7 }])
  expect((await listed(product({ terms: { OnDemand: { a: term, b: term } } }))).prices).toEqual([])
})

test('bare metal is taken as Dedicated, and as Shared where it is listed so', async () => {
  const metal = (instanceType: string, tenancy: string, USD: string) =>
    product({ family: METAL, attributes: { instanceType, tenancy }, price: { USD }, sku: `${instanceType} ${tenancy}` })
  const entries = [metal('m5.metal', 'Shared', '5.1'), metal('m5.metal', 'Dedicated', '5.2'), metal('i3.metal', 'Dedicated', '5.5')]
  for (const order of [entries, entries.toReversed()]) {
    const { prices } = await listed(...order)
    expect(Object.fromEntries(prices.map(({ instanceType, usdPerHour }) => [instanceType, usdPerHour]))).toEqual({
      'm5.metal': 5.1,
      'i3.metal': 5.5,
    })
  }
})

const AUGUST = { price: { USD: '0.111' }, effectiveDate: '2026-08-01T00:00:00Z', sku: 'newer' }

test('of two prices of one machine the one that began last holds, in whatever order they come', async () => {
  for (const order of [
    [product(), product(AUGUST)],
    [product(AUGUST), product()],
  ]) {
    expect((await listed(...order)).prices).toMatchObject([{ usdPerHour: 0.111, effectiveAt: '2026-08-01T00:00:00.000Z' }])
  }
})

test('of two prices that began on one day neither is believed, and a later one settles it', async () => {
  const rival = product({ price: { USD: '0.2' }, sku: 'rival' })
  const torn = await listed(product(), rival)
  expect(torn.prices).toEqual([])
  expect(torn.leftOut).toEqual({ 'two prices of one machine that hold at once': 2 })
  const settled = await listed(product(), rival, product(AUGUST))
  expect(settled.prices).toMatchObject([{ usdPerHour: 0.111 }])
  expect(settled.leftOut).toEqual({})
})

test('a row that both queries give is counted once', async () => {
  expect((await listed(product(), product({ family: 'Storage', sku: 's' }))).leftOut).toEqual({ Storage: 1 })
})

const expired: StandInAnswer = {
  status: 400,
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify({ __type: 'ExpiredNextTokenException', message: 'The pagination token expired.' }),
}

test('a listing whose next page has expired is begun anew', async () => {
  let isSpent = false
  const { prices, received } = await read((request) => {
    if (tokenOf(request) === '') return priceList([product()], 'page-2')
    if (isSpent) return priceList([product({ attributes: { instanceType: 'm5.xlarge' } })])
    isSpent = true
    return expired
  })
  expect(prices.map(({ instanceType }) => instanceType)).toEqual(['m5.large', 'm5.xlarge'])
  expect(received.map(tokenOf)).toEqual(['', 'page-2', '', 'page-2', '', 'page-2'])
})

test('but once only', async () => {
  const again = read((request) => (tokenOf(request) === '' ? priceList([product()], 'page-2') : expired))
  await expect(again).rejects.toThrow(/ExpiredNextTokenException/)
})

test('an entry that has not the form of one is left out', async () => {
  const { prices, leftOut } = await listed(product(), { product: null }, { product: { sku: 'a', attributes: null } }, 7)
  expect(prices).toHaveLength(1)
  expect(leftOut).toEqual({ 'not of the form of an entry': 3 })
})

test.each([
  ['no list of rows', { type: 'application/x-amz-json-1.1', body: '{"FormatVersion":"aws_v1"}' }],
  ['no JSON document', { type: 'application/x-amz-json-1.1', body: '{"PriceList":["{\\"product\\":{"]}' }],
])('an answer that has %s is no empty list', async (told, answer) => {
  await expect(read(() => answer)).rejects.toThrow(told)
})
