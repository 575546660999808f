import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { MachineShape } from '../../../src/domain/catalogue.ts'
import { A2, category, lines, N2, pricesOf, pricing, sku, tier } from './gcp-for-tests.ts'

const CORE = 'N2 Instance Core running in Americas'
const MEMORY = 'N2 Instance Ram running in Americas'
const n2 = (core: ReturnType<typeof sku>) => [core, sku(MEMORY, '0.001')]
const corePriced = (...pricingInfo: unknown[]) => n2(sku(CORE, '1', { pricingInfo }))
const rupiah = (rate: string) => pricing(rate, { unit: 'h', currency: 'IDR' })

it('2 cores at 0.031611 and 8 GiB at 0.004237 cost 0.097118', async () => {
  expect(lines(await pricesOf([sku(CORE, '0.031611'), sku(MEMORY, '0.004237')]))).toEqual(['n2-standard-2 on-demand 0.097118'])
})

it('spot and on-demand are told apart, whichever comes first', async () => {
  const skus = [
    sku(`Spot Preemptible ${CORE}`, '0.01'),
    sku(CORE, '0.03'),
    sku(MEMORY, '0.004'),
    sku(`Spot Preemptible ${MEMORY}`, '0.001'),
  ]
  for (const order of [skus, skus.toReversed()])
    expect(lines(await pricesOf(order))).toEqual(['n2-standard-2 on-demand 0.092', 'n2-standard-2 spot 0.028'])
})

it('a rate holds in each region that its SKU lists, but not in the whole world', async () => {
  const serviceRegions = ['us-central1', 'us-east1', 'global', 'europe']
  const { prices, regions } = await pricesOf([sku(CORE, '0.03', { serviceRegions }), sku(MEMORY, '0.004', { serviceRegions })])
  expect(regions).toEqual(['us-central1', 'us-east1'])
  expect(prices.map(({ region, usdPerHour }) => [region, usdPerHour])).toEqual([
    ['us-central1', 0.092],
    ['us-east1', 0.092],
  ])
})

it('where regions are named, they alone are answered for, with prices or without', async () => {
  const skus = [sku(CORE, '0.03', { serviceRegions: ['us-central1', 'us-east1'] }), sku(MEMORY, '0.004', { serviceRegions: ['us-east1'] })]
  const { prices, regions } = await pricesOf(skus, { regions: ['us-east1', 'us-west9'] })
  expect(regions).toEqual(['us-east1', 'us-west9'])
  expect(prices.map(({ region }) => region)).toEqual(['us-east1'])
})

it('a type without a rate for each of its parts is absent and counted', async () => {
  const skus = [sku('A2 Instance Core running in Americas', '0.03'), sku('A2 Instance Ram running in Americas', '0.004'), sku(CORE, '0.03')]
  const { prices, leftOut } = await pricesOf(skus)
  expect(prices).toEqual([])
  expect(leftOut).toEqual({ 'machine types without a rate for memory n2': 1, 'machine types without a rate for gpu A100-40GB': 1 })
})

it('units of money come as text or as a number, and stay exact beyond what a double holds', async () => {
  const gpu = (units: unknown) => tierOf({ currencyCode: 'USD', units, nanos: 933908000 })
  const a2 = (units: unknown) => [
    sku('A2 Instance Core running in Americas', '0.031611'),
    sku('A2 Instance Ram running in Americas', '0.004237'),
    sku('Nvidia Tesla A100 GPU running in Americas', '1', { pricingInfo: [pricing('1', { unit: 'h', expression: gpu(units) })] }),
  ]
  expect(lines(await pricesOf(a2('2')))).toEqual(['a2-highgpu-1g on-demand 3.673385'])
  expect(lines(await pricesOf(a2(2)))).toEqual(['a2-highgpu-1g on-demand 3.673385'])
  expect(lines(await pricesOf(a2(undefined)))).toEqual(['a2-highgpu-1g on-demand 1.673385'])
})
const tierOf = (unitPrice: unknown) => ({ tieredRates: [{ startUsageAmount: 0, unitPrice }] })

it('the last pricing info is in force', async () => {
  const skus = corePriced(
    pricing('9', { unit: 'h', at: '2025-01-01T00:00:00Z' }),
    pricing('0.03', { unit: 'h', at: '2026-01-01T00:00:00Z' }),
  )
  const { prices } = await pricesOf(skus)
  expect(prices[0]!.usdPerHour).toBe(0.068)
})

it('a price holds since the newest of its rates', async () => {
  const { prices } = await pricesOf(corePriced(pricing('0.03', { unit: 'h', at: '2026-07-02T10:11:12.345678Z' })))
  expect(prices[0]!.effectiveAt).toBe('2026-07-02T10:11:12.345Z')
})

it('displayQuantity is for showing and changes no price', async () => {
  const skus = corePriced(pricing('0.03', { unit: 'h', expression: { displayQuantity: 1000 } }))
  expect(lines(await pricesOf(skus))).toEqual(['n2-standard-2 on-demand 0.068'])
})

it.each([
  ['an amount in rupiah', [rupiah('508')], 'not in USD (IDR)'],
  ['no pricing info', [], 'no pricing info'],
  ['empty tiers', [pricing('1', { unit: 'h', expression: { tieredRates: [] } })], 'no rate'],
  ['two rates from 0 on', [pricing('1', { unit: 'h', expression: { tieredRates: [tier(0, '1'), tier(0, '2')] } })], 'several rates by use'],
  ['a rate from 10 on', [pricing('1', { unit: 'h', expression: { tieredRates: [tier(10, '1')] } })], 'several rates by use'],
  ['a zero price', [pricing('0', { unit: 'h' })], 'price 0'],
  ['a price below 0', [pricing('-1', { unit: 'h' })], 'no amount of money'],
  ['hours that are minutes', [pricing('1', { unit: 'h', expression: { baseUnitConversionFactor: 60 } })], 'h that is 60 s'],
  ['a core by the month', [pricing('1', { unit: 'mo' })], 'a core sold by mo'],
])('%s is left out and counted', async (_, pricingInfo, reason) => {
  const { prices, leftOut } = await pricesOf(corePriced(...pricingInfo))
  expect(prices).toEqual([])
  expect(leftOut[reason]).toBe(1)
})

it('another currency is converted by a configured rate', async () => {
  const exchange = { asked: 'USD', usdPerUnit: new Map([['IDR', 0.00006]]) }
  expect(lines(await pricesOf(corePriced(rupiah('500')), { exchange }))).toEqual(['n2-standard-2 on-demand 0.068'])
})

it('a catalogue in nothing but an unknown currency is an error with its remedy, and no answer', async () => {
  await expect(pricesOf([sku(CORE, '1', { pricingInfo: [rupiah('508')] })])).rejects.toThrow(
    /no rate that can be had in USD: not in USD \(IDR\); set exchangeRates/,
  )
})

it('a catalogue without SKUs is an error and no answer', async () => {
  await expect(pricesOf([])).rejects.toThrow(/the catalogue has no SKUs/)
})

it('a GB of 10⁹ bytes is 7.4 % less than a GiB', async () => {
  const skus = [sku(CORE, '0.03'), sku(MEMORY, '1', { pricingInfo: [pricing('0.001', { unit: 'GBy.h' })] })]
  expect(lines(await pricesOf(skus))).toEqual(['n2-standard-2 on-demand 0.068589934592'])
})

it('of two SKUs for one rate the newer counts; of one time and different, neither does', async () => {
  const old = sku(CORE, '9', { pricingInfo: [pricing('9', { unit: 'h', at: '2025-01-01T00:00:00Z' })] })
  const same = sku(CORE, '0.03')
  const other = sku(CORE, '0.04')
  for (const skus of [
    [old, same],
    [same, old, same],
  ])
    expect(lines(await pricesOf([...skus, sku(MEMORY, '0.001')]))).toEqual(['n2-standard-2 on-demand 0.068'])
  const { prices, leftOut } = await pricesOf([same, other, old, sku(MEMORY, '0.001')])
  expect(prices).toEqual([])
  expect(leftOut['rates that two SKUs of one time tell differently']).toBe(1)
})

it("cores of pods that another service sells are not a machine's", async () => {
  const { prices, leftOut } = await pricesOf(n2(sku(CORE, '0.03', { name: 'services/CCD8-9BF1-090E/skus/05C1-AF31-E5F4' })))
  expect(prices).toEqual([])
  expect(leftOut['other services']).toBe(1)
})

const shape = (instanceType: string, vcpu: number, memoryGiB: number, gpu = 0, gpuModel = ''): MachineShape => ({
  instanceType,
  arch: 'amd64',
  vcpu,
  memoryGiB,
  gpu,
  gpuModel,
})

it('shared-core types of E2 are billed for a fraction of the two vCPUs that they show', async () => {
  const shapes = [shape('e2-micro', 2, 1), shape('e2-small', 2, 2), shape('e2-medium', 2, 4), shape('e2-standard-2', 2, 8)]
  const skus = [sku('E2 Instance Core running in Americas', '0.02'), sku('E2 Instance Ram running in Americas', '0.003')]
  expect(lines(await pricesOf(skus, { shapes }))).toEqual([
    'e2-micro on-demand 0.008',
    'e2-small on-demand 0.016',
    'e2-medium on-demand 0.032',
    'e2-standard-2 on-demand 0.064',
  ])
})

it('f1-micro is sold as a whole', async () => {
  const micro = 'Micro Instance with burstable CPU running in Americas'
  const skus = [sku(micro, '0.0076', { category: category(micro, { resourceGroup: 'F1Micro' }) })]
  expect(lines(await pricesOf(skus, { shapes: [shape('f1-micro', 1, 0.6)] }))).toEqual(['f1-micro on-demand 0.0076'])
})

it("A2 Ultra's price includes 375 GiB of local SSD a GPU, at 730 hours a month, and is unknown without it", async () => {
  const shapes = [shape('a2-ultragpu-1g', 12, 170, 1, 'A100-80GB')]
  const skus = [
    sku('A2 Instance Core running in Americas', '0.031611'),
    sku('A2 Instance Ram running in Americas', '0.004237'),
    sku('Nvidia Tesla A100 GPU running in Americas', '1'),
    sku('Nvidia Tesla A100 80GB GPU running in Americas', '3.92808'),
  ]
  const { prices, leftOut } = await pricesOf(skus, { shapes })
  expect(prices).toEqual([])
  expect(leftOut).toEqual({ 'machine types without a rate for local SSD': 1 })
  const disk = category('', { resourceFamily: 'Storage', resourceGroup: 'LocalSSD' })
  const ssd = sku('SSD backed Local Storage', '1', { category: disk, pricingInfo: [pricing('0.08', { unit: 'GiBy.mo' })] })
  const [price] = (await pricesOf([...skus, ssd], { shapes })).prices
  expect(price!.usdPerHour).toBeCloseTo(12 * 0.031611 + 170 * 0.004237 + 3.92808 + (375 * 0.08) / 730, 12)
})

it("A3 Mega is billed by its own cores, memory and GPU, not by A3 High's", async () => {
  const shapes = [shape('a3-megagpu-8g', 208, 1872, 8, 'H100'), shape('a3-highgpu-8g', 208, 1872, 8, 'H100')]
  const disk = category('', { resourceFamily: 'Storage', resourceGroup: 'LocalSSD' })
  const skus = [
    sku('A3Plus Instance Core running in Americas', '0.01'),
    sku('A3Plus Instance Ram running in Americas', '0.001'),
    sku('Nvidia H100 80GB Plus GPU running in Americas', '10'),
    sku('Nvidia H100 80GB GPU running in Americas', '99'),
    sku('SSD backed Local Storage', '1', { category: disk, pricingInfo: [pricing('0.0001', { unit: 'GiBy.h' })] }),
  ]
  expect(lines(await pricesOf(skus, { shapes }))).toEqual(['a3-megagpu-8g on-demand 84.552'])
})

it('types with local SSD of a size that the shapes do not tell are left out', async () => {
  const skus = [sku('C3 Instance Core running in Americas', '0.03'), sku('C3 Instance Ram running in Americas', '0.004')]
  const { prices, leftOut } = await pricesOf(skus, { shapes: [shape('c3-standard-8-lssd', 8, 32), shape('z3-highmem-88', 88, 704)] })
  expect(prices).toEqual([])
  expect(leftOut).toEqual({ 'machine types with local SSD of a size that is not known': 2 })
})

it('M2 has no price: it is M1 and a premium', async () => {
  const skus = [
    sku('Memory-optimized Instance Core running in Americas', '0.03'),
    sku('Memory-optimized Instance Ram running in Americas', '0.004'),
    sku('Memory Optimized Upgrade Premium for Memory-optimized Instance Core running in Americas', '0.01'),
  ]
  const shapes = [shape('m1-ultramem-40', 40, 961), shape('m2-ultramem-208', 208, 5888), shape('n1-ultramem-40', 40, 961)]
  expect(lines(await pricesOf(skus, { shapes }))).toEqual(['m1-ultramem-40 on-demand 5.044'])
})

it('14.4 GiB are 14.4 GiB', async () => {
  const group = { category: category('', { resourceGroup: 'N1Standard' }) }
  const skus = [
    sku('N1 Predefined Instance Core running in Americas', '0.02', group),
    sku('N1 Predefined Instance Ram running in Americas', '0.005', group),
  ]
  expect(lines(await pricesOf(skus, { shapes: [shape('n1-highcpu-16', 16, 14.4)] }))).toEqual(['n1-highcpu-16 on-demand 0.392'])
})

it('a price of one cloud bears no zone, and its two shapes keep their names', async () => {
  const { prices } = await pricesOf(n2(sku(CORE, '0.03')), { shapes: [N2, A2] })
  expect(prices).toEqual([
    {
      provider: 'gcp',
      region: 'us-central1',
      zone: '',
      instanceType: 'n2-standard-2',
      capacityType: 'on-demand',
      usdPerHour: 0.068,
      effectiveAt: '2026-07-01T00:00:00.000Z',
    },
  ])
})

it('the order of the SKUs changes no price', async () => {
  const skus = [
    sku(CORE, '0.03'),
    sku(CORE, '9', { pricingInfo: [pricing('9', { unit: 'h', at: '2025-01-01T00:00:00Z' })] }),
    sku(MEMORY, '0.001'),
    sku(`Spot Preemptible ${CORE}`, '0.01'),
    sku(`Spot Preemptible ${MEMORY}`, '0.0003'),
    sku(`Spot Preemptible ${MEMORY}`, '0.0004'),
    sku('N2 Custom Instance Core running in Americas', '8'),
  ]
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(skus, { minLength: skus.length }), async (order) => {
      expect(lines(await pricesOf(order))).toEqual(['n2-standard-2 on-demand 0.068'])
    }),
    { numRuns: 20 },
  )
})
