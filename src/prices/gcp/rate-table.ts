import type { ListedCapacity } from '../../domain/listed-price.ts'
import type { LeftOutRows } from '../left-out.ts'
import type { HourlyRate } from './hourly-rate.ts'
import type { SkuPart } from './sku-part.ts'

interface Entry extends HourlyRate {
  /** True where two SKUs of the same time price the same part differently: neither can be believed. */
  isDisputed: boolean
}

/** Rates by part, region and way to buy. Of two SKUs for one rate the newer counts, in whichever order they come. */
export class RateTable {
  readonly #entries = new Map<string, Entry>()
  readonly #regions = new Set<string>()

  add({ part, capacityType }: SkuPart, region: string, rate: HourlyRate): void {
    this.#regions.add(region)
    const key = keyOf(part, region, capacityType)
    const known = this.#entries.get(key)
    const age = known ? timeOf(rate) - timeOf(known) : 1
    if (age > 0) this.#entries.set(key, { ...rate, isDisputed: false })
    else if (age === 0 && known && known.attoUsd !== rate.attoUsd) known.isDisputed = true
  }

  /** Undefined where it is not known or disputed. */
  of(part: string, region: string, capacityType: ListedCapacity): HourlyRate | undefined {
    const entry = this.#entries.get(keyOf(part, region, capacityType))
    return entry?.isDisputed ? undefined : entry
  }

  /** Regions of which any rate is known. */
  get regions(): string[] {
    return [...this.#regions].sort()
  }

  countDisputed(leftOut: LeftOutRows): void {
    const disputed = [...this.#entries.values()].filter(({ isDisputed }) => isDisputed).length
    if (disputed > 0) leftOut.count('rates that two SKUs of one time tell differently', disputed)
  }
}

const keyOf = (part: string, region: string, capacityType: ListedCapacity): string => `${part}|${region}|${capacityType}`
const timeOf = ({ effectiveAt }: HourlyRate): number => effectiveAt ?? 0
