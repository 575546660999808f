import { expect, test } from 'vitest'
import type { Machine } from '../../src/domain/catalogue.ts'
import { loadBundledCatalogue } from '../../src/prices/bundled/catalogue.ts'

const catalogue = loadBundledCatalogue()
const machine = (provider: string, region: string, type: string) =>
  catalogue.machines(provider, region).find(({ instanceType }) => instanceType === type)!
const regions = catalogue.providers.flatMap((provider) => catalogue.regionsOf(provider))
const all = regions.flatMap(({ provider, region }) => catalogue.machines(provider, region))
const prices = all.flatMap(({ onDemand, spot }) => [onDemand, spot]).filter((price) => price !== undefined)

test('the bundled catalogue knows the three clouds and says that it is bundled', () => {
  expect(catalogue.providers).toEqual(['aws', 'azure', 'gcp'])
  expect(catalogue.bundled).toBe(true)
  expect(all.length).toBeGreaterThan(20_000)
})

test('an m7i.xlarge in Ireland is 4 vCPU, 16 GiB and 58 pods', () => {
  expect(machine('aws', 'eu-west-1', 'm7i.xlarge')).toMatchObject({
    arch: 'amd64',
    vcpu: 4,
    memoryGiB: 16,
    gpu: 0,
    gpuModel: '',
    maxPods: 58,
  })
})

test('no price is 0, negative or infinite', () => {
  expect(prices.filter(({ usdPerHour }) => !(usdPerHour > 0 && Number.isFinite(usdPerHour)))).toEqual([])
})

test('every price says where it comes from and on which day it held', () => {
  expect(prices.filter(({ source, asOf }) => source === '' || !/^\d{4}-\d{2}-\d{2}$/.test(asOf))).toEqual([])
})

test('no price is older than the oldest of which the catalogue tells', () => {
  const dates = prices.map(({ asOf }) => asOf).sort()
  expect(catalogue.oldestPriceAt).toBe(dates[0])
  expect(catalogue.oldestPrice).toEqual({ provider: 'aws', capacityType: 'spot', asOf: dates[0] })
})

test('every machine has a positive size, and a GPU model if and only if it has GPUs', () => {
  const strange = ({ vcpu, memoryGiB, gpu, gpuModel }: Machine) =>
    !(vcpu > 0 && memoryGiB > 0 && Number.isInteger(gpu)) || gpu > 0 !== (gpuModel !== '')
  expect(all.filter(strange)).toEqual([])
})

test('every AWS machine states its most pods, from which EKS reckons what it keeps', () => {
  expect(all.filter(({ provider, maxPods }) => provider === 'aws' && !(maxPods !== undefined && maxPods > 0))).toEqual([])
})

test('Azure spot prices are unknown in Europe, so no machine there has one', () => {
  expect(machine('azure', 'westeurope', 'Standard_D4s_v5').onDemand!.usdPerHour).toBe(0.23)
  expect(catalogue.machines('azure', 'westeurope').filter(({ spot }) => spot)).toEqual([])
})

test("AWS's worst band, a quarter of the nodes a month, is one interruption in 2920 hours; others are assumed and say so", () => {
  const rates = all.flatMap(({ provider, spot }) => (spot ? [{ provider, ...spot.interruption }] : []))
  const published = rates.filter(({ origin }) => origin === 'published band')
  expect(Math.max(...published.map(({ perHour }) => perHour))).toBeCloseTo(1 / 2920, 12)
  expect(Math.min(...published.map(({ perHour }) => perHour))).toBeCloseTo(0.025 / 730, 12)
  expect(new Set(published.map(({ provider }) => provider))).toEqual(new Set(['aws']))
  expect(rates.filter(({ perHour }) => !(perHour > 0))).toEqual([])
})

test.each([
  ['aws', 'eu-west-1', ['IE', 'EU', 'EEA']],
  ['azure', 'norwayeast', ['NO', 'EEA']],
  ['gcp', 'europe-west6', ['CH', 'GDPR-adequate']],
  ['azure', 'uksouth', ['GB', 'GDPR-adequate']],
  ['gcp', 'northamerica-northeast1', ['CA', 'GDPR-adequate-conditional']],
  ['aws', 'us-east-1', ['US', 'GDPR-adequate-conditional']],
  ['gcp', 'me-central2', ['SA']],
])('%s %s bears the tags of its country', (provider, region, tags) => {
  expect(catalogue.region(provider, region)!.tags).toEqual(tags)
})

test('the three operators are bound by US law wherever their regions are; of another nothing is known', () => {
  expect(catalogue.providers.map((provider) => catalogue.operatorJurisdiction(provider))).toEqual(['US', 'US', 'US'])
  expect(catalogue.operatorJurisdiction('stadtwolke')).toBeUndefined()
})

test('every region has a place on earth, a source and a date', () => {
  const strange = regions.filter(
    ({ latitude, longitude, source, asOf }) => !(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && source && asOf),
  )
  expect(strange).toEqual([])
})

const ireland = { provider: 'aws', region: 'eu-west-1' }
const amsterdam = { provider: 'azure', region: 'westeurope' }
const eemshaven = { provider: 'gcp', region: 'europe-west4' }
const egress = (...ends: Parameters<typeof catalogue.egressUsdPerGiB>) => catalogue.egressUsdPerGiB(...ends)?.usdPerGiB

test('AWS and Azure sell traffic by the GB, so a GiB costs 7.4 % more; Google sells it by the GiB', () => {
  expect(egress(ireland, 'internet')).toBe(0.096636764)
  expect(egress(amsterdam, 'internet')).toBe(0.09395241)
  expect(egress(eemshaven, 'internet')).toBe(0.12)
})

test('traffic to another cloud costs what traffic to the internet does', () => {
  expect(egress(ireland, amsterdam)).toBe(egress(ireland, 'internet'))
  expect(egress(eemshaven, { provider: 'stadtwolke', region: 'berlin' })).toBe(0.12)
})

test('traffic between regions of one cloud is cheaper than to the internet, and dearer across an ocean', () => {
  expect(egress(ireland, { provider: 'aws', region: 'eu-central-1' })).toBe(0.021474836)
  expect(egress(eemshaven, { provider: 'gcp', region: 'europe-west1' })).toBe(0.02)
  expect(egress(eemshaven, { provider: 'gcp', region: 'us-east1' })).toBe(0.08)
  expect(egress(eemshaven, { provider: 'gcp', region: 'australia-southeast1' })).toBe(0.15)
  expect(egress(amsterdam, { provider: 'azure', region: 'eastus' })).toBe(0.053687091)
})

test('a GiB between zones of us-east-1 is charged at both ends: 2 × 0.01 USD/GB', () => {
  expect(egress({ provider: 'aws', region: 'us-east-1' }, { provider: 'aws', region: 'us-east-1' })).toBe(0.021474836)
})

test('where no source states a price of traffic there is none', () => {
  expect(egress({ provider: 'stadtwolke', region: 'berlin' }, 'internet')).toBeUndefined()
  expect(egress({ provider: 'gcp', region: 'me-central1' }, 'internet')).toBeUndefined()
})

test('nothing is known of a region that does not exist', () => {
  expect(catalogue.region('aws', 'eu-nowhere-1')).toBeUndefined()
  expect(catalogue.machines('aws', 'eu-nowhere-1')).toEqual([])
  expect(catalogue.regionsOf('stadtwolke')).toEqual([])
})

test("a region's machines are made once and cannot be changed", () => {
  const machines = catalogue.machines('aws', 'eu-west-1')
  expect(catalogue.machines('aws', 'eu-west-1')).toBe(machines)
  expect(() => (machines as Machine[]).push(machines[0]!)).toThrow(TypeError)
})
