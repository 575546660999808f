import { describe, expect, it } from 'vitest'
import { withPriceFiles } from '../../src/catalogue/price-files.ts'
import { type PriceFile, parsePriceFile } from '../../src/prices/file/price-file.ts'
import { aCatalogue, aMachine, DUBLIN, VIRGINIA } from '../builders.ts'
import { issuesOf } from '../issues-of.ts'

const HEAD =
  'kind,provider,region,instanceType,arch,vcpu,memoryGiB,capacityType,usdPerHour,currency,observedAt,program,count,termEnds,change,appliesTo'
const priced = (type: string, usdPerHour: number, { shape = ',,', region = 'eu-west-1', capacityType = 'on-demand' } = {}) =>
  `price,aws,${region},${type},${shape},${capacityType},${usdPerHour},USD,2026-07-10,,,,,`
const bought = (region: string) => `commitment,aws,${region},m.xlarge,,,,,0.5,USD,2026-07-10,reserved instance,3,2099-01-01,,`
const rule = (change: string, appliesTo = '') => `rule,aws,,,,,,,,,,,,,${change},${appliesTo}`
const file = (rows: readonly string[], source = 'deals.csv'): PriceFile =>
  parsePriceFile([HEAD, ...rows, ''].join('\n'), { format: 'csv', source, now: new Date('2026-07-20T00:00:00Z') })
const base = aCatalogue({ machines: [aMachine(), aMachine({ instanceType: 'm.2xlarge', vcpu: 8 })] })
const machine = (files: readonly PriceFile[], type = 'm.xlarge', region = 'eu-west-1') =>
  withPriceFiles(base, files)
    .machines('aws', region)
    .find(({ instanceType }) => instanceType === type)!

describe('a negotiated price', () => {
  it('takes the place of the list price, whatever rules change that, and says whose it is', () => {
    const { onDemand } = machine([file([priced('m.xlarge', 0.6), rule('-10 %')])])
    expect(onDemand).toMatchObject({ usdPerHour: 0.6, source: 'deals.csv' })
  })

  it('is changed by a rule that says so', () => {
    const { onDemand, spot } = machine([file([priced('m.xlarge', 0.6), rule('-10 %', 'all')])])
    expect(onDemand).toMatchObject({ usdPerHour: 0.54, source: 'deals.csv: negotiated −10 % by deals.csv' })
    expect(spot).toMatchObject({ usdPerHour: 0.27, source: 'made up for a test: list −10 % by deals.csv' })
  })

  it('need not say what the machine is where the catalogue knows it, also from another region', () => {
    expect(machine([file([priced('m.2xlarge', 0.9)])], 'm.2xlarge')).toMatchObject({ vcpu: 8, onDemand: { usdPerHour: 0.9 } })
    const elsewhere = file([priced('m.2xlarge', 0.8, { region: 'us-east-1' })])
    const { spot, ...known } = machine([elsewhere], 'm.2xlarge', 'us-east-1')
    expect(known).toMatchObject({ vcpu: 8, region: 'us-east-1', onDemand: { usdPerHour: 0.8 } })
    expect(spot).toBeUndefined()
  })

  it('of a machine that nobody knows is refused with its line, until its row says what it is', () => {
    expect(issuesOf(() => withPriceFiles(base, [file([priced('m.4xlarge', 0.9)])]))).toEqual([
      {
        path: 'line 2, instanceType',
        message: 'nothing is known of the machine type "m.4xlarge" of aws',
        remedy: 'give its arch, vcpu and memoryGiB; did you mean "m.xlarge"?',
      },
    ])
    expect(machine([file([priced('m.4xlarge', 0.9, { shape: 'amd64,16,64' })])], 'm.4xlarge')).toMatchObject({ vcpu: 16 })
  })

  it('of spot leaves it as it is known how often spot is lost', () => {
    const { interruption } = base.machines('aws', 'eu-west-1')[0]!.spot!
    const observed = { ...interruption, perHour: 0.5, origin: 'published band' as const }
    const known = aMachine()
    const published = aCatalogue({ machines: [{ ...known, spot: { ...known.spot!, interruption: observed } }] })
    const [own] = withPriceFiles(published, [file([priced('m.xlarge', 0.2, { capacityType: 'spot' })])]).machines('aws', 'eu-west-1')
    expect(own!.spot).toMatchObject({ usdPerHour: 0.2, interruption: observed })
  })
})

describe('what a price file says beside prices', () => {
  it('is commitments, of all files together', () => {
    const { commitments } = withPriceFiles(base, [file([bought('eu-west-1')]), file([bought('us-east-1')], 'more.csv')])
    expect(commitments!.map(({ source, region }) => `${source} ${region}`)).toEqual(['deals.csv eu-west-1', 'more.csv us-east-1'])
  })

  it('is refused where two files say the same commitment', () => {
    expect(issuesOf(() => withPriceFiles(base, [file([bought('eu-west-1')]), file([bought('eu-west-1')], 'more.csv')]))).toMatchObject([
      { path: 'line 2', message: 'it already stands in line 2 of deals.csv' },
    ])
  })

  it('is told: what was left out, which rules there are, and which of them change nothing', () => {
    const ended = bought('eu-west-1').replace('2099', '2025')
    const { notes } = withPriceFiles({ ...base, notes: ['first'] }, [file([ended, rule('-10 %'), rule('-1 %').replace('aws', 'azure')])])
    expect(notes).toEqual([
      'first',
      'deals.csv, line 2: the reserved instance of 3 m.xlarge (aws, eu-west-1) ended on 2025-01-01 and is left out.',
      'deals.csv changes list prices: aws −10 %; azure −1 %.',
      'deals.csv, line 4: −1 % changes nothing, for no list price is known that it matches; check its provider, region and machine types.',
    ])
  })

  it('changes nothing where there is no file', () => {
    const same = withPriceFiles(base, [])
    expect(same.machines('aws', 'eu-west-1')).toEqual(base.machines('aws', 'eu-west-1'))
    expect([same.commitments, same.notes]).toEqual([undefined, undefined])
    expect([DUBLIN, VIRGINIA].map(({ region }) => same.region('aws', region)!.region)).toEqual(['eu-west-1', 'us-east-1'])
  })
})
