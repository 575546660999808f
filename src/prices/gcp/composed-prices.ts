import type { MachineShape } from '../../domain/catalogue.ts'
import type { ListedCapacity, ListedPrice } from '../../domain/listed-price.ts'
import type { LeftOutRows } from '../left-out.ts'
import { sumInUsd } from './exact-usd.ts'
import type { HourlyRate } from './hourly-rate.ts'
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
  for (const shape of shapes) {
    const parts = partsOf(shape)
    if (typeof parts === 'string') {
      leftOut.count(`machine types with ${parts}`)
      continue
    }
    const { instanceType } = shape
    for (const region of regions) {
      for (const capacityType of CAPACITY_TYPES) {
        const price = composedPrice(parts, (part) => rates.of(part, region, capacityType))
        if (typeof price === 'string') leftOut.count(price)
        else if (price) prices.push({ provider: 'gcp', region, zone: '', instanceType, capacityType, ...price })
      }
    }
  }
  return prices
}

type Composed = Pick<ListedPrice, 'usdPerHour' | 'effectiveAt'>
type RateOf = (part: string) => HourlyRate | undefined

/** It holds since the newest of its rates. */
function composedPrice(parts: readonly MachinePart[], rateOf: RateOf): Composed | string | undefined {
  const terms = parts.flatMap(({ part, thousandths }) => {
    const rate = rateOf(part)
    return rate ? [{ ...rate, thousandths }] : []
  })
  if (terms.length < parts.length) return whatIsMissing(parts, rateOf)
  const newest = Math.max(...terms.map(({ effectiveAt }) => effectiveAt ?? Number.NEGATIVE_INFINITY))
  return { usdPerHour: sumInUsd(terms), ...(Number.isFinite(newest) && { effectiveAt: new Date(newest).toISOString() }) }
}

/** Undefined where nothing is known of the series itself: the region does not sell it this way. */
function whatIsMissing(parts: readonly MachinePart[], rateOf: RateOf): string | undefined {
  const isSold = parts.some(({ part }) => /^(core|memory) /.test(part) && rateOf(part))
  return isSold ? `machine types without a rate for ${parts.find(({ part }) => !rateOf(part))!.part}` : undefined
}
