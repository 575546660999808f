import { expect, test } from 'vitest'
import interruptionRates from '../../../data/interruption-rates.json' with { type: 'json' }
import { BANDS } from '../../../src/prices/aws/spot-advisor.ts'
import { readListing } from './aws-for-tests.ts'
import { spotAdvice } from './stand-in.ts'

const read = (regions: unknown, ranges?: unknown) =>
  readListing('aws-spot-advisor', 'interruption bands', () => spotAdvice(regions, ranges))
const linux = (types: unknown) => ({ 'eu-west-1': { Linux: types } })

test('a band is the label of its range, on Linux, in every region', async () => {
  const { bands, leftOut } = await read({
    'eu-west-1': { Linux: { 'm5.large': { s: 70, r: 1 } }, Windows: { 'm5.large': { s: 40, r: 4 }, 'm5.xlarge': { s: 40, r: 4 } } },
    'ca-central-1': { Linux: { 'p5.48xlarge': { s: -62, r: 0 } } },
    'us-east-1': { Windows: { 'm5.large': { s: 40, r: 2 } } },
  })
  expect(bands).toEqual([
    { provider: 'aws', region: 'eu-west-1', instanceType: 'm5.large', band: '5-10%' },
    { provider: 'aws', region: 'ca-central-1', instanceType: 'p5.48xlarge', band: '<5%' },
  ])
  expect(leftOut).toEqual({ Windows: 3 })
})

test('the label decides, not the place in the list and not `max`', async () => {
  const ranges = [
    { index: 1, label: '>20%', max: 100 },
    { index: 0, label: '10-15%', max: 16 },
  ]
  expect((await read(linux({ a: { r: 0 }, b: { r: 1 } }), ranges)).bands.map(({ band }) => band)).toEqual(['10-15%', '>20%'])
})

test('a type without a band, or with one that is not explained, is left out', async () => {
  const { bands, leftOut } = await read(linux({ a: { s: 3 }, b: { r: 9 }, c: { r: 2 } }))
  expect(bands.map(({ instanceType }) => instanceType)).toEqual(['c'])
  expect(leftOut).toEqual({ 'of no band': 2 })
})

test('every band that is read has a meaning in the data that comes with Ballast', () => {
  expect([...BANDS].sort()).toEqual(Object.keys(interruptionRates.bands.shareOfNodesPerMonth).sort())
})

test('a band of which nobody knows how often it is is an error', async () => {
  await expect(read(linux({ a: { r: 0 } }), [{ index: 0, label: '<7%' }])).rejects.toThrow(/bands that Ballast does not know: <7%/)
})

test.each([
  ['ranges', linux({}), []],
  ['types', { 'eu-west-1': null }, undefined],
  ['regions', null, undefined],
])('a document without %s is not the advisor’s', async (_, regions, ranges) => {
  await expect(read(regions, ranges)).rejects.toThrow(/not the advisor's/)
})
