import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { InputError } from '../../../src/domain/input-error.ts'
import { fileSource } from '../../../src/prices/file/source.ts'
import { PriceSourceError } from '../../../src/prices/price-source-error.ts'
import type { PriceAnswer } from '../../../src/prices/source.ts'
import { priceSourceContract } from '../../contract/price-source.ts'
import { reading } from '../calls-for-tests.ts'

const ROWS = `kind,provider,region,instanceType,capacityType,usdPerHour,currency,observedAt,program,count,termEnds,change
price,aws,eu-west-1,m7i.xlarge,on-demand,0.15,USD,2026-07-10,,,,
price,aws,eu-west-1,m7i.xlarge,spot,0.06,EUR,2026-07-11T06:00:00Z,,,,
price,aws,us-east-1,m7i.xlarge,on-demand,0.14,USD,2026-07-10,,,,
price,stadtwolke,berlin,c4,on-demand,0.11,USD,2026-07-10,,,,
commitment,aws,eu-west-1,m7i.xlarge,,0.09,USD,2026-07-10,reserved instance,2,2099-01-01,
rule,azure,,,,,,,,,,-12 %
`
const JULY = new Date('2026-07-20T00:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'ballast-price-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

const source = (text: string = ROWS, settings: { allowStalePrices?: boolean; priceFile?: string } = {}) => {
  const path = join(folder, 'deals.csv')
  writeFileSync(path, text)
  const exchange = { asked: 'USD', usdPerUnit: new Map([['EUR', 2]]) }
  const regionsOf = (provider: string) => (provider === 'aws' ? ['eu-west-1', 'us-east-1', 'eu-north-1'] : [])
  return fileSource({ exchange, regionsOf }, { priceFile: path, userPricesMaxAgeDays: 30, allowStalePrices: false, ...settings })
}

priceSourceContract('file', { source: () => source(ROWS, { allowStalePrices: true }), region: 'eu-west-1' })

describe("a user's file as a price source", () => {
  it('has a feed for each provider of its prices; commitments and rules are no prices', () => {
    const feeds = source().feeds()
    expect(feeds.map(({ id, listing, provider }) => ({ id, listing, provider }))).toEqual([
      { id: 'file:deals.csv aws', listing: 'file:deals.csv', provider: 'aws' },
      { id: 'file:deals.csv stadtwolke', listing: 'file:deals.csv', provider: 'stadtwolke' },
    ])
  })

  it('lists what was negotiated in USD, since the day on which it was seen', async () => {
    const [feed] = source().feeds(['eu-west-1'])
    const { prices } = (await feed!.read(reading({ now: () => JULY }))) as PriceAnswer
    const price = { provider: 'aws', region: 'eu-west-1', zone: '', instanceType: 'm7i.xlarge' }
    expect(prices).toEqual([
      { ...price, capacityType: 'on-demand', usdPerHour: 0.15, effectiveAt: '2026-07-10T00:00:00.000Z' },
      { ...price, capacityType: 'spot', usdPerHour: 0.12, effectiveAt: '2026-07-11T06:00:00.000Z' },
    ])
  })

  it('is the whole truth of every region that is known, so that a row which is taken out withdraws its price', async () => {
    const [feed] = source().feeds()
    expect(await feed!.read(reading({ now: () => JULY }))).toMatchObject({ regions: ['eu-west-1', 'us-east-1', 'eu-north-1'] })
  })

  it('is asked nothing of regions that none of its providers has', () => {
    expect(source().feeds(['westeurope'])).toEqual([])
  })

  it('gives nothing where a row has a mistake, and says which rows and why', async () => {
    const [feed, ...others] = source(ROWS.replace('0.15', '0').replace('2099', 'soon')).feeds()
    expect(others).toEqual([])
    const failure = await feed!.read(reading({ now: () => JULY })).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(PriceSourceError)
    expect(String(failure)).toMatch(/deals\.csv: line 2, usdPerHour: "0" is not .*; line 6, termEnds: "soon-01-01" is no date/)
  })

  it('gives nothing of a file that has become too old, unless stale prices are allowed', async () => {
    const autumn = reading({ now: () => new Date('2026-10-01T00:00:00Z') })
    await expect(source().feeds()[0]!.read(autumn)).rejects.toThrow(/4 of 4 prices are older than 30 days/)
    await expect(source(ROWS, { allowStalePrices: true }).feeds()[0]!.read(autumn)).resolves.toMatchObject({ gives: 'prices' })
  })

  it('gives nothing of a file that is not there, and nothing once it was called off', async () => {
    const [gone] = source(ROWS, { priceFile: join(folder, 'gone.csv') }).feeds()
    await expect(gone!.read(reading())).rejects.toThrow(/gone\.csv: the file cannot be read/)
    const [feed] = source().feeds()
    await expect(feed!.read(reading({ signal: AbortSignal.abort() }))).rejects.toThrow(/called off/)
  })

  it('is no source where no file is named', () => {
    expect(() => source(ROWS, { priceFile: '' }).feeds()).toThrow(InputError)
  })
})
