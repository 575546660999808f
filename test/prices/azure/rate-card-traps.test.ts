import { describe, expect, it } from 'vitest'
import { exchangeOf } from '../../../src/prices/currency.ts'
import { localServer, sendJson } from '../local-server.ts'
import { meter, rateCardOf, readRateCard } from './azure-for-tests.ts'

async function read(card: unknown, regions?: string[], parts: Parameters<typeof readRateCard>[2] = {}) {
  await using server = await localServer((_, response) => sendJson(response, card))
  const answer = await readRateCard(server.base, regions, parts)
  return { ...answer, prices: answer.prices.map(({ region, instanceType, usdPerHour }) => [region, instanceType, usdPerHour]) }
}

const BOTH = [
  ['eastus', 'Standard_D2_v3', 0.2],
  ['eastus', 'Standard_D2s_v3', 0.2],
]

describe('of RateCard', () => {
  it('one meter prices every machine type that its name joins', async () => {
    expect(await read(rateCardOf(meter()))).toMatchObject({ regions: ['eastus'], prices: BOTH, leftOut: {} })
  })

  it('tells since when a price holds, for on-demand machines of a whole region', async () => {
    await using server = await localServer((_, response) => sendJson(response, rateCardOf(meter({ MeterName: 'B1s' }))))
    expect((await readRateCard(server.base)).prices).toEqual([
      {
        provider: 'azure',
        region: 'eastus',
        zone: '',
        instanceType: 'Standard_B1s',
        capacityType: 'on-demand',
        usdPerHour: 0.2,
        effectiveAt: '2019-01-01T00:00:00.000Z',
      },
    ])
  })

  it.each([
    ['Windows, which is in the sub-category alone', 'Windows', { MeterSubCategory: 'Dv3/DSv3 Series Windows' }],
    ['Low Priority', 'Low Priority', { MeterName: 'D2 v3/D2s v3 Low Priority' }],
    ['what has expired', 'expired', { MeterName: 'D2 v3/D2s v3 - Expired' }],
    ['a promotion', 'promotion', { MeterSubCategory: 'Dv2/DSv2 Promo Series' }],
    ['a dedicated host', 'dedicated host', { MeterName: 'Type 2', MeterSubCategory: 'MSv2 Series Dedicated Host' }],
    ['Cloud Services', 'Cloud Services', { MeterSubCategory: 'Dv3 Series Cloud Services' }],
    ['a unit of ten hours', 'not by the hour', { Unit: '10 Hours' }],
    ['a price of a later tier alone', 'no price', { MeterRates: { 100: 0.001 } }],
    ['a price of 0', 'no price', { MeterRates: { 0: 0 } }],
    ['a meter without prices', 'no price', { MeterRates: null }],
    ['what does not hold yet', 'not in effect yet', { EffectiveDate: '2999-01-01T00:00:00Z' }],
    ['a zone of traffic', 'no known region', { MeterRegion: 'Zone 1' }],
    ['a sovereign cloud', 'no known region', { MeterRegion: 'US Gov AZ' }],
    ['no region', 'no known region', { MeterRegion: '' }],
    ['a meter with no region', 'no known region', { MeterRegion: null }],
    ['a meter with no name', 'no machine type', { MeterName: null }],
    ['a region that is called as a property of every object', 'no known region', { MeterRegion: 'constructor' }],
    ['a name that follows no rule', 'no machine type', { MeterName: 'Type 3' }],
  ])('leaves out %s', async (_, reason, parts) => {
    const cheap = meter({ MeterRates: { 0: 0.001 }, ...parts })
    expect(await read(rateCardOf(cheap, meter()))).toMatchObject({ prices: BOTH, leftOut: { [reason]: 1 } })
  })

  it.each(['Storage', 'Virtual Machines Licenses', null])('does not look at meters of another service (%s)', async (MeterCategory) => {
    expect(await read(rateCardOf(meter({ MeterCategory, MeterRates: { 0: 0.001 } }), meter()))).toMatchObject({ prices: BOTH, leftOut: {} })
  })

  it('does not look at meters that are no longer sold', async () => {
    const old = meter({ MeterStatus: 'Deprecated', MeterRates: { 0: 0.001 } })
    expect((await read(rateCardOf(old, meter({ MeterStatus: 'Active' })))).prices).toEqual(BOTH)
  })

  it('takes the price from the first hour on, however its tier is written', async () => {
    const card = rateCardOf(meter({ MeterName: 'B1s', MeterRates: { '51200.0000000000': 0.01, '0.0000000000': 0.05 } }))
    expect((await read(card)).prices).toEqual([['eastus', 'Standard_B1s', 0.05]])
  })

  it('takes the newest of two prices of one machine, and neither of two of one date', async () => {
    const newer = meter({ MeterName: 'B1s', MeterRates: { 0: 0.3 }, EffectiveDate: '2020-01-01T00:00:00Z' })
    const older = meter({ MeterName: 'B1s' })
    const other = meter({ MeterName: 'B2s' })
    expect((await read(rateCardOf(newer, older))).prices).toEqual([['eastus', 'Standard_B1s', 0.3]])
    expect((await read(rateCardOf(newer, { ...newer, MeterRates: { 0: 0.4 } }, other))).prices).toEqual([['eastus', 'Standard_B2s', 0.2]])
  })

  it('gives every region that it prices, or those asked for alone', async () => {
    const card = rateCardOf(meter(), meter({ MeterName: 'B1s', MeterRegion: 'EU West' }))
    expect((await read(card)).regions).toEqual(['eastus', 'westeurope'])
    expect(await read(card, ['westeurope', 'northeurope'])).toMatchObject({
      regions: ['westeurope'],
      prices: [['westeurope', 'Standard_B1s', 0.2]],
      leftOut: { 'another region': 1 },
    })
  })

  it('is an error where it prices no machine of the regions asked for', async () => {
    await expect(read(rateCardOf(meter()), ['northeurope'])).rejects.toThrow('prices no Linux machine there (1 meters)')
  })

  it('converts its one currency by the configured rate, and is refused as a whole without one', async () => {
    const card = { ...rateCardOf(meter({ MeterName: 'B1s' })), Currency: 'EUR' }
    const asked = { exchange: exchangeOf('EUR', 'EUR=1.5') }
    expect((await read(card, undefined, asked)).prices).toEqual([['eastus', 'Standard_B1s', 0.2 * 1.5]])
    await expect(read(card)).rejects.toThrow('its prices are in EUR, for which exchangeRates has no rate')
  })
})
