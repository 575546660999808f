import { AZURE_TYPES, type MachineType, page } from './machine-types.ts'

/** A page of the public list: of six rows for each machine type, two are what is looked for. */
export function retailPage(region: string, skip: number): string {
  const { rows, next } = page(
    AZURE_TYPES.flatMap((type) => rowsOf(type, region)),
    skip,
    1000,
  )
  const filter = `serviceName eq 'Virtual Machines' and armRegionName eq '${region}'`
  const NextPageLink =
    next === undefined ? null : `https://prices.azure.com:443/api/retail/prices?$filter=${encodeURIComponent(filter)}&$skip=${next}`
  return JSON.stringify({ BillingCurrency: 'USD', CustomerEntityId: 'Default', Items: rows, NextPageLink, Count: rows.length })
}

const WAYS: readonly [suffix: string, share: number][] = [
  ['', 1],
  [' Spot', 0.2],
  [' Low Priority', 0.21],
]

const rowsOf = (type: MachineType, region: string) =>
  ['', ' Windows'].flatMap((system) => WAYS.map(([suffix, share]) => row(type, region, suffix, system, share * (system === '' ? 1 : 2))))

function row({ name, usdPerHour }: MachineType, region: string, suffix: string, system: string, share: number) {
  const short = name.replace('Standard_', '').replaceAll('_', ' ')
  const price = Number((usdPerHour * share).toFixed(6))
  return {
    currencyCode: 'USD',
    tierMinimumUnits: 0,
    retailPrice: price,
    unitPrice: price,
    armRegionName: region,
    location: region,
    effectiveStartDate: '2026-07-01T00:00:00Z',
    meterId: `${name}${system}${suffix}`,
    meterName: `${short}${suffix}`,
    productId: 'DZH318Z0BQPS',
    skuId: 'DZH318Z0BQPS/00TG',
    productName: `Virtual Machines ${short.split(' ')[0]} Series${system}`,
    skuName: `${short}${suffix}`,
    serviceName: 'Virtual Machines',
    serviceId: 'DZH313Z7MMC8',
    serviceFamily: 'Compute',
    unitOfMeasure: '1 Hour',
    type: 'Consumption',
    isPrimaryMeterRegion: true,
    armSkuName: name,
  }
}
