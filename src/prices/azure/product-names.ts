import type { ListedCapacity } from '../../domain/listed-price.ts'

/**
 * What Azure sells under the names of virtual machines, besides Linux machines at the price that everybody pays. A product's name
 * alone says it: the machine type, the service and even the meter's id are the same. `Srs Win` and `CloudServices` are Azure's spellings.
 */
const OTHER_PRODUCTS: readonly (readonly [reason: string, name: RegExp])[] = [
  ['Windows', /\bwindows\b|\swin$/i],
  ['Cloud Services', /cloud\s?services/i],
  ['dedicated host', /dedicated host/i],
  ['expired', /\bexpired\b/i],
  ['promotion', /(^|[\s_])promo\b/i],
]

/** Why what these names speak of is no Linux machine at the price that everybody pays; undefined where it is one. */
export function otherProduct(...names: readonly string[]): string | undefined {
  return OTHER_PRODUCTS.find(([, name]) => names.some((text) => name.test(text)))?.[0]
}

/** A promotion is a machine type of its own, which can be ordered, where its ARM name says so. */
export const isPromotionalType = (armSkuName: string): boolean => /_promo$/i.test(armSkuName)

/** By the end of a meter's or SKU's name; undefined for Low Priority, which only Azure Batch sells and whose price is not that of Spot. */
export function capacityTypeOf(...names: readonly string[]): ListedCapacity | undefined {
  if (names.some((name) => / low priority$/i.test(name))) return undefined
  return names.some((name) => / spot$/i.test(name)) ? 'spot' : 'on-demand'
}
