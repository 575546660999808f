import { expect, test } from 'vitest'
import { withRegions, withUserPrices } from '../../src/catalogue/additions.ts'
import type { Machine, Region } from '../../src/domain/catalogue.ts'
import { InputError } from '../../src/domain/input-error.ts'
import { aCatalogue } from '../builders.ts'

const base = { ...aCatalogue(), oldestPriceAt: '2026-06-18' }
const known = base.machines('aws', 'eu-west-1')[0]!
/** The first machine of the catalogue at another price. */
const repriced = (usdPerHour: number): Machine => {
  const { spot: _, ...machine } = known
  return { ...machine, onDemand: { ...known.onDemand!, usdPerHour, source: 'prices.csv' } }
}
const paid = (provider: string, region: string, instanceType: string, usdPerHour: number, asOf = '2026-07-01'): Machine => ({
  instanceType,
  arch: 'amd64',
  vcpu: 4,
  memoryGiB: 16,
  gpu: 0,
  gpuModel: '',
  provider,
  region,
  onDemand: { provider, region, instanceType, capacityType: 'on-demand', usdPerHour, source: 'prices.csv', asOf },
})
const berlin: Region = {
  provider: 'stadtwolke',
  region: 'berlin',
  country: 'DE',
  displayName: 'Berlin',
  latitude: 52.5,
  longitude: 13.4,
  tags: ['DE', 'EU', 'EEA'],
  source: 'fleet.yaml',
  asOf: '2026-07-01',
}

test("a user's prices add a provider that the catalogue does not know", () => {
  const catalogue = withUserPrices(base, [paid('stadtwolke', 'berlin', 'c4', 0.11)])
  expect(catalogue.providers).toEqual([...base.providers, 'stadtwolke'])
  expect(catalogue.machines('stadtwolke', 'berlin').map(({ onDemand }) => onDemand!.usdPerHour)).toEqual([0.11])
  expect(catalogue.machines('aws', 'eu-west-1')).toEqual(base.machines('aws', 'eu-west-1'))
})

test("a user's price replaces the catalogue's and leaves the machine's others", () => {
  const catalogue = withUserPrices(base, [repriced(0.01)])
  const [machine] = catalogue.machines('aws', 'eu-west-1')
  expect(machine!.onDemand!.usdPerHour).toBe(0.01)
  expect(machine!.spot).toEqual(known.spot)
  expect(base.machines('aws', 'eu-west-1')[0]).toBe(known)
})

test('a machine that the catalogue knows as another one is refused, with every difference', () => {
  const doubled = { ...repriced(0.01), vcpu: known.vcpu * 2, memoryGiB: known.memoryGiB * 2 }
  expect(() => withUserPrices(base, [doubled])).toThrow(InputError)
  expect(() => withUserPrices(base, [doubled])).toThrow(/prices\.csv: 2 mistakes.*, vcpu: "8" is not the "4".*, memoryGiB: /s)
})

test("older prices of the user's make the catalogue older, newer ones do not", () => {
  expect(withUserPrices(base, [paid('stadtwolke', 'berlin', 'c4', 0.11)]).oldestPriceAt).toBe('2026-06-18')
  const older = withUserPrices(base, [paid('stadtwolke', 'berlin', 'c4', 0.11, '2026-01-02')])
  expect(older.oldestPriceAt).toBe('2026-01-02')
  expect(older.oldestPrice).toEqual({ provider: 'stadtwolke', capacityType: 'on-demand', asOf: '2026-01-02' })
})

test('which price is the oldest is told by the time, however each writes it', () => {
  const noon = { ...aCatalogue(), oldestPriceAt: '2026-06-18T12:00:00Z' }
  const inTokyo = withUserPrices(noon, [paid('stadtwolke', 'berlin', 'c4', 0.11, '2026-06-18T20:00:00+09:00')])
  expect(inTokyo.oldestPriceAt).toBe('2026-06-18T20:00:00+09:00')
  const inNewYork = withUserPrices(noon, [paid('stadtwolke', 'berlin', 'c4', 0.11, '2026-06-18T09:00:00-05:00')])
  expect(inNewYork.oldestPriceAt).toBe('2026-06-18T12:00:00Z')
})

test('bundled prices stay bundled when others join them', () => {
  expect(withUserPrices(base, [paid('stadtwolke', 'berlin', 'c4', 0.11)]).bundled).toBe(true)
})

test('a region of an unknown provider joins the others', () => {
  const catalogue = withRegions(base, [berlin])
  expect(catalogue.region('stadtwolke', 'berlin')).toEqual(berlin)
  expect(catalogue.regionsOf('stadtwolke')).toEqual([berlin])
  expect(catalogue.providers).toEqual([...base.providers, 'stadtwolke'])
  expect(catalogue.regionsOf('aws')).toEqual(base.regionsOf('aws'))
})

test('a region of the same name is replaced, not doubled', () => {
  const dublin = { ...base.region('aws', 'eu-west-1')!, displayName: 'Our own Dublin' }
  const catalogue = withRegions(base, [dublin])
  expect(catalogue.region('aws', 'eu-west-1')!.displayName).toBe('Our own Dublin')
  expect(catalogue.regionsOf('aws')).toHaveLength(base.regionsOf('aws').length)
})
