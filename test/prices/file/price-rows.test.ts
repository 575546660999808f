import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { InputError } from '../../../src/domain/input-error.ts'
import { parsePriceFile, readPriceFile } from '../../../src/prices/file/price-file.ts'
import { issuesOf } from '../../issues-of.ts'

const now = new Date('2026-07-20T00:00:00Z')
const HEAD = 'provider,region,instanceType,arch,vcpu,memoryGiB,gpu,gpuModel,capacityType,usdPerHour,currency,observedAt'
const GOOD = 'stadtwolke,berlin,c4,amd64,4,16,,,on-demand,0.11,USD,2026-07-10'
const csv = (...rows: string[]) => parsePriceFile([HEAD, ...rows, ''].join('\n'), { format: 'csv', source: 'prices.csv', now }).machines
const yaml = (text: string) => parsePriceFile(text, { format: 'yaml', source: 'prices.yaml', now }).machines
const paths = (read: () => unknown) => issuesOf(read).map(({ path }) => path)

test('a row is a machine with its price, its file and its day', () => {
  expect(csv(GOOD)).toEqual([
    {
      provider: 'stadtwolke',
      region: 'berlin',
      instanceType: 'c4',
      line: 2,
      shape: { instanceType: 'c4', arch: 'amd64', vcpu: 4, memoryGiB: 16, gpu: 0, gpuModel: '' },
      onDemand: {
        provider: 'stadtwolke',
        region: 'berlin',
        instanceType: 'c4',
        capacityType: 'on-demand',
        usdPerHour: 0.11,
        source: 'prices.csv',
        asOf: '2026-07-10',
      },
    },
  ])
})

test('on-demand and spot rows of a machine become one machine; how often spot is lost is assumed', () => {
  const [machine, ...others] = csv(GOOD, GOOD.replace('on-demand,0.11', 'spot,0.04'))
  expect(others).toEqual([])
  expect(machine!.onDemand!.usdPerHour).toBe(0.11)
  expect(machine!.spot).toMatchObject({ usdPerHour: 0.04, interruption: { origin: 'assumed' } })
})

test('YAML says the same, as a list or under prices', () => {
  const row = `{ provider: stadtwolke, region: berlin, instanceType: c4, arch: amd64, vcpu: 4, memoryGiB: 16, capacityType: on-demand, usdPerHour: 0.11, currency: USD, observedAt: 2026-07-10 }`
  const expected = csv(GOOD).map((machine) => ({ ...machine, onDemand: { ...machine.onDemand!, source: 'prices.yaml' } }))
  expect(yaml(`# ours\n- ${row}\n`)).toEqual(expected)
  expect(yaml(`prices:\n  - ${row}\n`)).toEqual(expected)
})

test('every mistake of every row is told at once, with its line and column', () => {
  const bad = 'stadtwolke,,c4,x86_64,-4,Infinity,0.5,,preemptible,NaN,EUR,soon'
  expect(paths(() => csv(GOOD, bad, GOOD.replace('0.11', '-1')))).toEqual([
    'line 3, region',
    'line 3, gpu',
    'line 3, gpuModel',
    'line 3, arch',
    'line 3, vcpu',
    'line 3, memoryGiB',
    'line 3, capacityType',
    'line 3, usdPerHour',
    'line 3, observedAt',
    'line 3, currency',
    'line 4, usdPerHour',
  ])
})

test('YAML mistakes name their line, and not-a-number is shown as written', () => {
  const row = '- provider: stadtwolke\n  region: berlin\n  instanceType: c4\n  arch: amd64\n  vcpu: .inf\n  memoryGiB: 16\n'
  const issues = issuesOf(() => yaml(`# ours\n${row}  capacityType: spot\n  usdPerHour: .nan\n  currency: USD\n  observedAt: 2026-07-10\n`))
  expect(issues.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'line 2, vcpu: Infinity is not a finite number above 0',
    'line 2, usdPerHour: NaN is not a finite number above 0',
  ])
})

test('a price of 0 is refused: what is not known is left out', () => {
  const [issue] = issuesOf(() => csv(GOOD.replace('0.11', '0')))
  expect(issue).toMatchObject({ path: 'line 2, usdPerHour', remedy: 'leave the row out where the price is not known' })
})

test('another currency is converted by the rate that is configured, and refused without one', () => {
  const euros = GOOD.replace('USD', 'EUR')
  expect(issuesOf(() => csv(euros))).toEqual([
    {
      path: 'line 2, currency',
      message: 'no rate of EUR to USD is configured',
      remedy: 'write the price in USD, or set exchangeRates, such as EUR=1.08',
    },
  ])
  const exchange = { asked: 'USD', usdPerUnit: new Map([['EUR', 2]]) }
  const { machines } = parsePriceFile(`${HEAD}\n${euros}\n`, { format: 'csv', source: 'prices.csv', now, exchange })
  expect(machines[0]!.onDemand!.usdPerHour).toBe(0.22)
})

test('a row may leave it to the catalogue what the machine is, but not in part', () => {
  const bare = 'stadtwolke,berlin,c4,,,,,,on-demand,0.11,USD,2026-07-10'
  expect(csv(bare)[0]).not.toHaveProperty('shape')
  expect(paths(() => csv(bare.replace('c4,,,', 'c4,amd64,,')))).toEqual(['line 2, vcpu', 'line 2, memoryGiB'])
})

test('of two rows of a machine one may say what it is for both', () => {
  const spot = 'stadtwolke,berlin,c4,,,,,,spot,0.04,USD,2026-07-10'
  expect(csv(spot, GOOD)).toMatchObject([{ shape: { vcpu: 4 }, onDemand: { usdPerHour: 0.11 }, spot: { usdPerHour: 0.04 } }])
})

test('a price that stands twice is refused, and so is one machine with two sizes', () => {
  expect(paths(() => csv(GOOD, GOOD))).toEqual(['line 3'])
  expect(paths(() => csv(GOOD, GOOD.replace(',4,16', ',8,16').replace('on-demand', 'spot')))).toEqual(['line 3'])
})

test('a GPU without a model and a model without a GPU are refused', () => {
  expect(paths(() => csv(GOOD.replace('16,,', '16,1,')))).toEqual(['line 2, gpuModel'])
  expect(paths(() => csv(GOOD.replace('16,,', '16,0,L4')))).toEqual(['line 2, gpuModel'])
  expect(csv(GOOD.replace('16,,', '16,1,L4'))[0]).toMatchObject({ shape: { gpu: 1, gpuModel: 'L4' } })
})

test('prices of more than 30 days are refused, unless stale ones are allowed; one of 30 days is not', () => {
  const text = [HEAD, GOOD, GOOD.replace('c4', 'c8').replace('2026-07-10', '2026-06-01')].join('\n')
  const options = { format: 'csv', source: 'prices.csv', now } as const
  expect(issuesOf(() => parsePriceFile(text, options))).toEqual([
    {
      path: 'line 3, observedAt',
      message: '1 of 2 prices are older than 30 days, the oldest 49 days (2026-06-01)',
      remedy: 'take the prices anew; or say allowStale: true beside this file in the fleet file, or --allow-stale-prices',
    },
  ])
  expect(parsePriceFile(text, { ...options, allowStale: true }).machines).toHaveLength(2)
  expect(parsePriceFile(text, { ...options, maxAgeDays: 49 }).machines).toHaveLength(2)
  expect(csv(GOOD.replace('2026-07-10', '2026-06-20'))).toHaveLength(1)
})

test('a price of next week and a day that no calendar has are refused', () => {
  expect(paths(() => csv(GOOD.replace('2026-07-10', '2026-07-27')))).toEqual(['line 2, observedAt'])
  expect(paths(() => csv(GOOD.replace('2026-07-10', '2026-02-30')))).toEqual(['line 2, observedAt'])
})

test('an unknown column is told once, with the known ones', () => {
  const issues = issuesOf(() =>
    parsePriceFile(`${HEAD},colour\n${GOOD},red\n${GOOD.replace('c4', 'c8')},blue\n`, { format: 'csv', source: 'p', now }),
  )
  expect(issues.map(({ path }) => path)).toEqual(['line 2, colour'])
  expect(issues[0]!.remedy).toContain('usdPerHour')
})

test('a row that is cut off is told, not read', () => {
  expect(paths(() => csv(GOOD, 'stadtwolke,berlin,c8,amd64'))).toEqual(['line 3'])
})

test.each([
  ['csv', ''],
  ['csv', HEAD],
  ['yaml', ''],
  ['yaml', 'prices: []'],
  ['yaml', 'prices: 7'],
  ['yaml', 'clusters: [1, 2]'],
  ['yaml', '- [1, 2]'],
  ['yaml', 'prices: [ {'],
  ['csv', '"never closed'],
] as const)('a %s file with no prices in it is refused: %j', (format, text) => {
  expect(() => parsePriceFile(text, { format, source: 'p', now })).toThrow(InputError)
})

test('a file is read by its name, and one that is not there is an input error', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-prices-'))
  try {
    writeFileSync(join(folder, 'prices.csv'), `${HEAD}\n${GOOD}\n`)
    expect(readPriceFile(join(folder, 'prices.csv'), { now }).machines).toHaveLength(1)
    expect(() => readPriceFile(join(folder, 'other.yaml'), { now })).toThrow(InputError)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
