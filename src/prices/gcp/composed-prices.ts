import type { MachineShape } from '../../domain/catalogue.ts'
import type { ListedCapacity, ListedPrice } from '../../domain/listed-price.ts'
import type { LeftOutRows } from '../left-out.ts'
import { sumInUsd } from './exact-usd.ts'
import { type MachinePart, partsOf } from './machine-parts.ts'
import type { RateTable } from './rate-table.ts'

const CAPACITY_TYPES: readonly ListedCapacity[] = ['on-demand', 'spot']

/**
 * What each machine type costs in each region: Σ quantity · rate over its cores, memory, GPUs and local SSD.
 * A type is listed only where every one of its rates is known; where some are and others are not it is counted as left out.
 */
export function composedPrices(
  shapes: readonly MachineShape[],
  rates: RateTable,
  regions: readonly string[],
  leftOut: LeftOutRows,
): ListedPrice[] {
  const prices: ListedPrice[] = []
  for (const { instanceType, ...shape } of shapes) {
    const parts = partsOf({ instanceType, ...shape })
    if (typeof parts === 'string') {
      leftOut.count(`machine types with ${parts}`)
      continue
    }
    for (const region of regions) {
      for (const capacityType of CAPACITY_TYPES) {
        const price = composedPrice(parts, rates, region, capacityType)
        if (typeof price === 'string') leftOut.count(price)
        else if (price) prices.push({ provider: 'gcp', region, zone: '', instanceType, capacityType, ...price })
      }
    }
  }
  return prices
}

type Composed = Pick<ListedPrice, 'usdPerHour' | 'effectiveAt'>

/** Undefined where the region does not sell the series this way at all. */
function composedPrice(
  parts: readonly MachinePart[],
  rates: RateTable,
  region: string,
  capacityType: ListedCapacity,
): Composed | string | undefined {
  const found = parts.map(({ part, thousandths }) => ({ part, thousandths, rate: rates.of(part, region, capacityType) }))
  const known = found.flatMap(({ rate, thousandths }) => (rate ? [{ rate: rate.attoUsd, thousandths, effectiveAt: rate.effectiveAt }] : []))
  if (known.length < parts.length) {
    const missing = found.find(({ rate }) => rate === undefined)!.part
    return found[0]!.rate || found[1]?.rate ? `machine types without a rate for ${missing}` : undefined
  }
  const newest = Math.max(...known.map(({ effectiveAt }) => effectiveAt ?? Number.NEGATIVE_INFINITY))
  return { usdPerHour: sumInUsd(known), ...(Number.isFinite(newest) && { effectiveAt: new Date(newest).toISOString() }) }
}
