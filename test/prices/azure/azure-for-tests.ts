import type { AzureParts } from '../../../src/prices/azure/azure-parts.ts'
import { azureSource } from '../../../src/prices/azure/azure-source.ts'
import { azureRateCardSource } from '../../../src/prices/azure/rate-card-source.ts'
import type { RetailRow } from '../../../src/prices/azure/retail/retail-row.ts'
import { endpointOf } from '../../../src/prices/calls/endpoint.ts'
import { exchangeOf } from '../../../src/prices/currency.ts'
import type { PriceAnswer, ShapeAnswer } from '../../../src/prices/source.ts'
import { briskCalls, reading } from '../calls-for-tests.ts'

/** Azure's sources asking a server on this machine; whoever asks for a token there gets an error. */
export function partsAt(base: string, parts: Partial<AzureParts> = {}): AzureParts {
  return {
    calls: briskCalls(),
    exchange: exchangeOf('USD', ''),
    endpoints: { retail: endpointOf('azureRetailUrl', base), management: endpointOf('azureManagementUrl', base) },
    credential: { getToken: () => Promise.reject(new Error('no credentials may be asked for')) },
    mostClockSkewSeconds: 300,
    mostPages: 50,
    knownRegions: ['eastus', 'westeurope'],
    ...parts,
  }
}

export const OFFER = { azureSubscriptionId: '', azureOfferId: 'MS-AZR-0003P', azureRateCardRegion: 'US' }

export async function readRetail(base: string, region: string, parts: Partial<AzureParts> = {}, now = new Date()): Promise<PriceAnswer> {
  const [feed] = azureSource(partsAt(base, parts), { azureSubscriptionId: '' }).feeds([region])
  return (await feed!.read(reading({ now: () => now }))) as PriceAnswer
}

export async function readSkus(base: string, region: string, parts: Partial<AzureParts> = {}): Promise<ShapeAnswer> {
  const [, feed] = azureSource(partsAt(base, parts), { azureSubscriptionId: '' }).feeds([region])
  return (await feed!.read(reading())) as ShapeAnswer
}

export async function readRateCard(base: string, regions?: string[], parts: Partial<AzureParts> = {}): Promise<PriceAnswer> {
  const [feed] = azureRateCardSource(partsAt(base, parts), OFFER).feeds(regions)
  return (await feed!.read(reading())) as PriceAnswer
}

/** A Linux machine that everybody can have for 0.1 USD per hour, but for what is told. */
export function retailRow(parts: Partial<RetailRow> & Record<string, unknown> = {}): RetailRow {
  return {
    currencyCode: 'USD',
    tierMinimumUnits: 0,
    retailPrice: 0.1,
    armRegionName: 'eastus',
    effectiveStartDate: '2020-01-01T00:00:00Z',
    meterName: 'D2s v3',
    productName: 'Virtual Machines DSv3 Series',
    skuName: 'D2s v3',
    serviceName: 'Virtual Machines',
    unitOfMeasure: '1 Hour',
    type: 'Consumption',
    armSkuName: 'Standard_D2s_v3',
    ...parts,
  }
}

/** A meter of a Linux machine in US East for 0.2 USD per hour, but for what is told. */
export function meter(parts: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    MeterId: '063f6f1f-17c8-4c99-a91a-8b7fb8475d29',
    MeterName: 'D2 v3/D2s v3',
    MeterCategory: 'Virtual Machines',
    MeterSubCategory: 'Dv3/DSv3 Series',
    MeterRegion: 'US East',
    Unit: '1 Hour',
    MeterRates: { '0': 0.2 },
    EffectiveDate: '2019-01-01T00:00:00Z',
    MeterTags: [],
    IncludedQuantity: 0,
    ...parts,
  }
}

export const rateCardOf = (...meters: unknown[]) => ({
  OfferTerms: [],
  Meters: meters,
  Currency: 'USD',
  Locale: 'en-US',
  IsTaxIncluded: false,
})

/** A machine in eastus with 2 vCPU and 8 GiB, but for what is told. */
export function sku(parts: Record<string, unknown> = {}, capabilities: Record<string, string> = {}): Record<string, unknown> {
  const all = { vCPUs: '2', MemoryGB: '8', ...capabilities }
  return {
    resourceType: 'virtualMachines',
    name: 'Standard_D2s_v3',
    locations: ['eastus'],
    capabilities: Object.entries(all).map(([name, value]) => ({ name, value })),
    restrictions: [],
    ...parts,
  }
}
