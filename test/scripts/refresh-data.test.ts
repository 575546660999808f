import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { compile } from '../../scripts/refresh-data/compile.ts'
import { spanOf } from '../../scripts/refresh-data/dates.ts'
import { readTables, type Tables } from '../../scripts/refresh-data/tables.ts'
import { bundledMembership } from '../../scripts/refresh-data.ts'
import { loadBundledCatalogue } from '../../src/prices/bundled/catalogue.ts'

const SHARED = fileURLToPath(new URL('../../../shared/prices', import.meta.url))
const noTables = !existsSync(SHARED)
const membership = bundledMembership()

const row = (part: Partial<Tables['catalogue'][number]> = {}): Tables['catalogue'][number] => ({
  provider: 'aws',
  region: 'eu-west-1',
  instance_type: 'm7i.large',
  arch: 'x86_64',
  vcpu: '2',
  memory_gib: '8',
  gpu_count: '0',
  gpu_model: '',
  on_demand_usd_h: '0.1',
  spot_usd_h: '0.02',
  source: 'od=list; spot=market',
  as_of: 'od 2026-07-20; spot 2025-12..2026-03',
  ...part,
})
const zone = (spot_usd_h: string, part: Partial<Tables['spotZones'][number]> = {}): Tables['spotZones'][number] => ({
  region: 'eu-west-1',
  instance_type: 'm7i.large',
  spot_usd_h,
  source: 'market',
  as_of: '2025-12..2026-03',
  ...part,
})
const place = (provider: string, region: string, country_iso2: string, eu: string): Tables['regions'][number] => ({
  provider,
  region,
  country_iso2,
  eu_member: eu,
  eea: eu,
  display_name: region,
  lat: '53',
  lon: '-6',
  source: 'atlas',
})
const egressRow = (part: Partial<Tables['egress'][number]> = {}): Tables['egress'][number] => ({
  src_provider: 'aws',
  src_region_or_zone: 'eu-west-1',
  dst_provider: 'internet',
  dst: 'any (other cloud / internet)',
  usd_per_gb: '0.09',
  note: 'first tier',
  source: 'tariff',
  as_of: '2024-01',
  ...part,
})
const tables = (part: Partial<Tables> = {}): Tables => ({
  catalogue: [row()],
  spotZones: [zone('0.02'), zone('0.04')],
  spotAdvisor: [{ region: 'eu-west-1', instance_type: 'm7i.large', interruption_band: '<5%', source: 'advisor', as_of: '2025-06-28' }],
  maxPods: [{ instance_type: 'm7i.large', network_interfaces: '3', ipv4_per_interface: '10', max_pods: '29' }],
  regions: [place('aws', 'eu-west-1', 'IE', '1'), place('azure', 'westeurope', 'NL', '1'), place('azure', 'eastus', 'US', '0')],
  egress: [egressRow()],
  ...part,
})
const pricesIn = (part: Partial<Tables>, file = 'prices-aws.json') => {
  const { files, summary } = compile(tables(part), membership)
  const text = files[file]
  return {
    regions: text ? (JSON.parse(text).regions as Record<string, unknown[][]>) : {},
    provenance: JSON.parse(files['provenance.json']!).rows,
    summary,
  }
}

test('AWS spot is the mean of the zones, not the cheapest of them', () => {
  const { regions, provenance } = pricesIn({})
  expect(regions).toEqual({ 'eu-west-1': [['m7i.large', 0.1, 0, 0.03, 1]] })
  expect(provenance.slice(0, 2)).toEqual([
    ['list', '2026-07-20', null],
    ["market, mean over the region's zones", '2025-12-01', '2026-03-31'],
  ])
})

test('zones of which one comes from another day have no mean', () => {
  expect(() => pricesIn({ spotZones: [zone('0.02'), zone('0.04', { as_of: '2026-05-01' })] })).toThrow('different sources or dates')
})

test('a machine without a spot price has none, never 0', () => {
  expect(pricesIn({ catalogue: [row({ spot_usd_h: '' })], spotZones: [] }).regions['eu-west-1']).toEqual([
    ['m7i.large', 0.1, 0, null, null],
  ])
})

test('a spot price without a date is left out, and the summary says so', () => {
  const undated = row({ provider: 'azure', region: 'eastus', as_of: 'od 2026-06-18; spot undated (pre-2025)' })
  const { regions, summary } = pricesIn({ catalogue: [undated] }, 'prices-azure.json')
  expect(regions).toEqual({ eastus: [['m7i.large', 0.1, 0, null, null]] })
  expect(summary.dropped('spot prices without a date')).toBe(1)
  expect(summary.text()).toContain('azure eastus m7i.large')
})

test.each([
  ['a part of a GPU', { gpu_count: '0.5', gpu_model: 'L4' }],
  ['a part of a GPU that the table rounds to none', { instance_type: 'g6f.xlarge' }],
  ['an unknown number of pods', { instance_type: 'p2.xlarge' }],
  ['an on-demand price without a date', { as_of: 'unknown' }],
  ['no on-demand price', { on_demand_usd_h: '' }],
  ['a price of 0', { on_demand_usd_h: '0' }],
  ['no memory', { memory_gib: '' }],
  ['an unknown region', { region: 'eu-nowhere-1' }],
])('a machine with %s is left out', (_, part) => {
  const { regions, summary } = pricesIn({ catalogue: [row(), row(part)] })
  expect(Object.values(regions).flat()).toHaveLength(1)
  expect(summary.text()).toContain('left out      1')
})

test.each([
  ['a type that two rows describe differently', { catalogue: [row(), row({ vcpu: '4' })] }, 'aws m7i.large differs'],
  ['an architecture that nobody knows', { catalogue: [row({ arch: 'riscv' })] }, 'unknown architecture riscv'],
  [
    'a pod limit that is not what the formula gives',
    { maxPods: [{ instance_type: 'm7i.large', network_interfaces: '3', ipv4_per_interface: '10', max_pods: '30' }] },
    'has 30, not 29',
  ],
  ['a country that is called an EU member and is none', { regions: [place('aws', 'eu-west-1', 'GB', '1')] }, 'disagrees'],
  ['traffic to a place that nobody has explained', { egress: [egressRow({ dst_provider: 'aws', dst: 'the moon' })] }, '"the moon"'],
  ['two prices for one way', { egress: [egressRow(), egressRow({ usd_per_gb: '0.08' })] }, 'two prices'],
  ['a table of something else', { catalogue: [] }, 'no row can be used'],
])('%s stops the refresh', (_, part, message) => {
  expect(() => compile(tables(part), membership)).toThrow(message)
})

const egressIn = (...egress: Tables['egress']) =>
  JSON.parse(compile(tables({ egress }), membership).files['egress.json']!).egress.map(([provider, from, usd, per, , to]: unknown[]) => [
    provider,
    from,
    usd,
    per,
    to,
  ])

test('what a continent pays holds for each of its regions', () => {
  const europe = egressRow({
    src_provider: 'azure',
    src_region_or_zone: 'continent:europe',
    dst_provider: 'azure',
    dst: 'other continent',
    usd_per_gb: '0.05',
  })
  expect(egressIn(europe)).toEqual([['azure', 'westeurope', 0.05, 'GB', ['eastus']]])
})

test('what is charged at both ends of a zone boundary is added up', () => {
  const zones = egressRow({
    dst_provider: 'aws',
    dst: 'eu-west-1 other AZ',
    usd_per_gb: '0.01',
    note: 'cross-AZ, charged in EACH direction',
  })
  expect(egressIn(zones)).toEqual([['aws', 'eu-west-1', 0.02, 'GB', ['eu-west-1']]])
})

test('a price that only confirms another is left out', () => {
  expect(egressIn(egressRow(), egressRow({ note: 'confirmation of first tier', usd_per_gb: '0.09' }))).toEqual([
    ['aws', 'eu-west-1', 0.09, 'GB', ['internet']],
  ])
})

test('dates are days: a month or a year is a span of them, and words are none', () => {
  expect(spanOf('2026-06-18')).toEqual({ from: '2026-06-18', to: '2026-06-18' })
  expect(spanOf('2024-02')).toEqual({ from: '2024-02-01', to: '2024-02-29' })
  expect(spanOf('2025-12..2026-03')).toEqual({ from: '2025-12-01', to: '2026-03-31' })
  expect(spanOf('2026')).toEqual({ from: '2026-01-01', to: '2026-12-31' })
  expect(spanOf('undated (pre-2025)')).toBeUndefined()
})

test.skipIf(noTables)('the same tables give the same bytes, and they are those of data/', () => {
  const [{ files }, again] = [compile(readTables(SHARED), membership), compile(readTables(SHARED), membership)]
  expect(again.files).toEqual(files)
  const changed = Object.keys(files).filter((name) => readFileSync(new URL(`../../data/${name}`, import.meta.url), 'utf8') !== files[name])
  expect(changed).toEqual([])
  expect(Object.values(files).reduce((bytes, text) => bytes + text.length, 0)).toBeLessThan(3e6)
})

test.skipIf(noTables)('each price of the catalogue is the one in the tables', () => {
  const { catalogue: rows, spotZones } = readTables(SHARED)
  const bundled = loadBundledCatalogue()
  for (const [provider, region, type] of [
    ['aws', 'us-east-1', 'm5.large'],
    ['aws', 'eu-central-1', 'm7i.xlarge'],
    ['azure', 'westeurope', 'Standard_D4s_v5'],
    ['azure', 'indonesiacentral', 'Standard_ND96isr_H200_v5'],
    ['gcp', 'europe-west4', 'e2-standard-4'],
    ['gcp', 'us-central1', 'g2-standard-8'],
  ]) {
    const listed = rows.find((one) => one.provider === provider && one.region === region && one.instance_type === type)!
    const zones = spotZones
      .filter((one) => provider === 'aws' && one.region === region && one.instance_type === type)
      .map((one) => Number(one.spot_usd_h))
    const spot = zones.length > 0 ? zones.reduce((sum, usd) => sum + usd) / zones.length : Number(listed.spot_usd_h) || undefined
    const machine = bundled.machines(provider!, region!).find(({ instanceType }) => instanceType === type)!
    expect(machine.onDemand!.usdPerHour).toBe(Number(listed.on_demand_usd_h))
    expect(machine.spot?.usdPerHour.toFixed(6)).toBe(spot?.toFixed(6))
  }
})
