import { describe, expect, it } from 'vitest'
import type { RetailRow } from '../../../src/prices/azure/retail/retail-row.ts'
import type { Exchange } from '../../../src/prices/currency.ts'
import { exchangeOf } from '../../../src/prices/currency.ts'
import { localServer, sendJson } from '../local-server.ts'
import { readRetail, retailRow } from './azure-for-tests.ts'

const NOW = new Date()

async function read(rows: readonly RetailRow[], exchange: Exchange = exchangeOf('USD', '')) {
  await using server = await localServer((_, response) => sendJson(response, { Items: rows, NextPageLink: null }))
  const { prices, leftOut } = await readRetail(server.base, 'eastus', { exchange }, NOW)
  return { prices: prices.map(({ instanceType, capacityType, usdPerHour }) => [instanceType, capacityType, usdPerHour]), leftOut }
}

const D2S = ['Standard_D2s_v3', 'on-demand', 0.1]

describe('of the Retail Prices API', () => {
  it('takes a row whose region is not the primary one of its meter', async () => {
    const { prices } = await read([retailRow({ isPrimaryMeterRegion: false }), retailRow({ armSkuName: 'B', isPrimaryMeterRegion: true })])
    expect(prices).toEqual([D2S, ['B', 'on-demand', 0.1]])
  })

  it('tells where a price stands, and since when', async () => {
    await using server = await localServer((_, response) => sendJson(response, { Items: [retailRow()] }))
    expect((await readRetail(server.base, 'eastus')).prices).toEqual([
      {
        provider: 'azure',
        region: 'eastus',
        zone: '',
        instanceType: 'Standard_D2s_v3',
        capacityType: 'on-demand',
        usdPerHour: 0.1,
        effectiveAt: '2020-01-01T00:00:00.000Z',
      },
    ])
  })

  /** Each costs so little that it would win, were it taken for the price of the machine. */
  const leftOut: readonly (readonly [what: string, reason: string, row: Parameters<typeof retailRow>[0]])[] = [
    ['the price for developers', 'DevTestConsumption', { type: 'DevTestConsumption' }],
    ['a reservation, whose price is that of the whole term though its unit is an hour', 'Reservation', { type: 'Reservation' }],
    ['a row without a type', 'no type', { type: null }],
    ['Windows, which is in the product name alone', 'Windows', { productName: 'Virtual Machines DSv3 Series Windows' }],
    ['Windows as Azure cuts it short', 'Windows', { productName: 'Virtual Machines NCCadsv5 Srs Win' }],
    ['Cloud Services, which share the machine type', 'Cloud Services', { productName: 'Dasv5 Series Cloud Services' }],
    ['Cloud Services in one word', 'Cloud Services', { productName: 'Eadsv5 Series CloudServices' }],
    ['a dedicated host', 'dedicated host', { productName: 'DSv3 Series Dedicated Host' }],
    ['a meter that has expired', 'expired', { meterName: 'D2s v3 - Expired' }],
    ['a promotion by its product', 'promotion', { productName: 'Virtual Machines Dv2/DSv2 Promo Series' }],
    ['Low Priority, which is not Spot', 'Low Priority', { skuName: 'D2s v3 Low Priority', meterName: 'D2s v3 Low Priority' }],
    ['Low Priority by its meter alone', 'Low Priority', { meterName: 'D2s v3 Low Priority' }],
    ['a row of another region', 'another region', { armRegionName: 'eastus2' }],
    ['a row of no region', 'another region', { armRegionName: null }],
    ['another service', 'no virtual machine', { serviceName: 'Virtual Machines Licenses' }],
    ['a unit of ten hours', 'not by the hour', { unitOfMeasure: '10 Hours' }],
    ['a month', 'not by the hour', { unitOfMeasure: '1/Month' }],
    ['a later tier', 'price of a later tier', { tierMinimumUnits: 100 }],
    ['a price of 0, which is none', 'no price', { retailPrice: 0 }],
    ['a price below 0', 'no price', { retailPrice: -1 }],
    ['a row without a price', 'no price', { retailPrice: null }],
    ['a row without a machine type', 'no machine type', { armSkuName: '' }],
    ['a price that has ended', 'no longer in effect', { effectiveEndDate: '2024-06-30T00:00:00Z' }],
    ['a price that begins to hold tomorrow', 'not in effect yet', { effectiveStartDate: tomorrow() }],
    ['a currency without a rate', 'not in USD (GBP)', { currencyCode: 'GBP' }],
    ['a row without a currency', 'not in USD (no currency)', { currencyCode: null }],
  ]

  it.each(leftOut)('leaves out %s', async (_, reason, row) => {
    const cheap = retailRow({ retailPrice: 0.001, ...row })
    expect(await read([cheap, retailRow()])).toEqual({ prices: [D2S], leftOut: { [reason]: 1 } })
    expect(await read([retailRow(), cheap])).toEqual({ prices: [D2S], leftOut: { [reason]: 1 } })
  })

  it('tells spot by the end of the SKU or of the meter, beside the on-demand price of the same machine', async () => {
    const bySku = retailRow({ skuName: 'D2s v3 Spot', retailPrice: 0.02 })
    const byMeter = retailRow({ armSkuName: 'Standard_D4s_v3', meterName: 'D4s v3 Spot', retailPrice: 0.04 })
    expect((await read([retailRow(), bySku, byMeter])).prices).toEqual([
      D2S,
      ['Standard_D2s_v3', 'spot', 0.02],
      ['Standard_D4s_v3', 'spot', 0.04],
    ])
  })

  it('takes a promotion that is a machine type of its own as what it is', async () => {
    const row = { armSkuName: 'Standard_D2_v2_Promo', productName: 'Virtual Machines Dv2/DSv2 Promo Series', skuName: 'D2 v2 Promo' }
    expect((await read([retailRow(), retailRow(row)])).prices).toEqual([D2S, ['Standard_D2_v2_Promo', 'on-demand', 0.1]])
  })

  it('has no spot price where none is listed', async () => {
    expect((await read([retailRow({ armSkuName: 'Standard_B1s' })])).prices).toEqual([['Standard_B1s', 'on-demand', 0.1]])
  })

  it('takes the price that everybody pays, not the one after a saving', async () => {
    const savingsPlan = [{ unitPrice: 0.04, retailPrice: 0.04, term: '3 Years' }]
    expect((await read([retailRow({ unitPrice: 0.04, savingsPlan })])).prices).toEqual([D2S])
  })

  it('takes the newest of several prices that hold, whatever their order', async () => {
    const rows = ['2019-05-01T00:00:00Z', '2021-05-01T00:00:00Z', '2018-05-01T00:00:00Z'].map((effectiveStartDate, place) =>
      retailRow({ effectiveStartDate, retailPrice: place + 1 }),
    )
    expect(await read(rows)).toEqual({ prices: [['Standard_D2s_v3', 'on-demand', 2]], leftOut: { 'replaced by a newer price': 2 } })
  })

  it('takes neither of two prices of one date that differ, and the other machines all the same', async () => {
    const rows = [retailRow(), retailRow({ retailPrice: 0.3 }), retailRow({ armSkuName: 'Standard_B1s' })]
    expect(await read(rows)).toEqual({ prices: [['Standard_B1s', 'on-demand', 0.1]], leftOut: { 'two prices of one date': 2 } })
  })

  it('takes a price that is listed twice once', async () => {
    expect(await read([retailRow(), retailRow()])).toEqual({ prices: [D2S], leftOut: { 'listed twice': 1 } })
  })

  it('converts each row of another currency by the configured rate', async () => {
    const rows = [retailRow({ currencyCode: 'EUR', retailPrice: 0.5 }), retailRow({ armSkuName: 'Standard_B1s' })]
    expect((await read(rows, exchangeOf('EUR', 'EUR=1.5'))).prices).toEqual([
      ['Standard_D2s_v3', 'on-demand', 0.75],
      ['Standard_B1s', 'on-demand', 0.1],
    ])
  })
})

function tomorrow(): string {
  return new Date(NOW.getTime() + 86_400_000).toISOString()
}
