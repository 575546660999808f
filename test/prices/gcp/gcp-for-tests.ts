import type { MachineShape } from '../../../src/domain/catalogue.ts'
import type { CallLimits } from '../../../src/prices/calls/calls.ts'
import { callsTo } from '../../../src/prices/calls/calls.ts'
import { endpointOf } from '../../../src/prices/calls/endpoint.ts'
import { type GcpParts, gcpSource } from '../../../src/prices/gcp/gcp-source.ts'
import type { PriceAnswer, PriceSource, Reading } from '../../../src/prices/source.ts'
import { BRISK, reading } from '../calls-for-tests.ts'
import { localServer, sendJson } from '../local-server.ts'

/** A SKU as it comes over the wire; what a test does not name is as in Google's answers. */
export interface WireSku {
  name: string
  skuId: string
  description: string
  category: { serviceDisplayName: string; resourceFamily: string; resourceGroup: string; usageType: string }
  serviceRegions: string[]
  pricingInfo: unknown[]
}

let lastId = 0

/** `rate` in USD, as `0.031611`; group, usage type and unit are those that go with the description. */
export function sku(description: string, rate: string, change: Partial<WireSku> = {}): WireSku {
  const skuId = (++lastId).toString(16).toUpperCase().padStart(12, '0')
  return {
    name: `services/6F81-5844-456A/skus/${skuId}`,
    skuId,
    description,
    category: category(description),
    serviceRegions: ['us-central1'],
    pricingInfo: [pricing(rate, { unit: / Ram\b/.test(description) ? 'GiBy.h' : 'h' })],
    ...change,
  }
}

export function category(description: string, change: Partial<WireSku['category']> = {}): WireSku['category'] {
  const group = / Ram\b/.test(description) ? 'RAM' : /GPU|RTX/.test(description) ? 'GPU' : 'CPU'
  const usageType = /preemptible/i.test(description) ? 'Preemptible' : 'OnDemand'
  return { serviceDisplayName: 'Compute Engine', resourceFamily: 'Compute', resourceGroup: group, usageType, ...change }
}

const BASE: Readonly<Record<string, [unit: string, factor: number]>> = {
  h: ['s', 3600],
  'GiBy.h': ['By.s', 3865470566400],
  'GBy.h': ['By.s', 3.6e12],
  'GiBy.mo': ['By.s', 2875910101401600],
}

interface Pricing {
  unit: string
  currency?: string
  at?: string
  expression?: Record<string, unknown>
}

export function pricing(rate: string, { unit, currency = 'USD', at = '2026-07-01T00:00:00Z', expression = {} }: Pricing): unknown {
  const [baseUnit, factor] = BASE[unit] ?? ['', 0]
  const pricingExpression = {
    usageUnit: unit,
    displayQuantity: 1,
    tieredRates: [tier(0, rate, currency)],
    baseUnit,
    baseUnitConversionFactor: factor,
    ...expression,
  }
  return { summary: '', pricingExpression, currencyConversionRate: 1, effectiveTime: at }
}

export function tier(startUsageAmount: number, rate: string, currencyCode = 'USD'): unknown {
  const [units = '0', decimals = ''] = rate.split('.')
  return { startUsageAmount, unitPrice: { currencyCode, units, nanos: Number(decimals.padEnd(9, '0')) } }
}

/** 2 vCPU and 8 GiB; 12 vCPU, 85 GiB and a GPU. */
export const N2: MachineShape = { instanceType: 'n2-standard-2', arch: 'amd64', vcpu: 2, memoryGiB: 8, gpu: 0, gpuModel: '' }
export const A2: MachineShape = { instanceType: 'a2-highgpu-1g', arch: 'amd64', vcpu: 12, memoryGiB: 85, gpu: 1, gpuModel: 'A100-40GB' }

export type Change = Partial<GcpParts> & { limits?: Partial<CallLimits> }

export function sourceAt(base: string, { limits, ...change }: Change = {}): PriceSource {
  return gcpSource({
    calls: callsTo({ ...BRISK, ...limits }),
    exchange: { asked: 'USD', usdPerUnit: new Map() },
    endpoint: endpointOf('gcpBillingUrl', base),
    mostClockSkewSeconds: 300,
    mostPages: 10,
    shapes: [N2, A2],
    ...change,
  })
}

/** What the source makes of a catalogue with these SKUs, two on a page. */
export async function pricesOf(
  skus: readonly unknown[],
  change: Change & { regions?: string[]; reading?: Partial<Reading> } = {},
): Promise<PriceAnswer> {
  const { regions, reading: parts, ...rest } = change
  await using server = await localServer(({ url }, response) => sendJson(response, pageOf(skus, url, 2)))
  return (await sourceAt(server.base, rest).feeds(regions)[0]!.read(reading(parts))) as PriceAnswer
}

export function pageOf(skus: readonly unknown[], url: URL, size: number): { skus: readonly unknown[]; nextPageToken: string } {
  const start = Number(url.searchParams.get('pageToken') || 0)
  const end = start + size
  return { skus: skus.slice(start, end), nextPageToken: end < skus.length ? String(end) : '' }
}

/** `n2-standard-2 on-demand 0.097118` for each price, one region left out of the words. */
export const lines = ({ prices }: PriceAnswer): string[] =>
  prices.map(({ instanceType, capacityType, usdPerHour }) => `${instanceType} ${capacityType} ${usdPerHour}`)
