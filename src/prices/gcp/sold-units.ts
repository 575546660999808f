import type { Sku } from './catalog-client.ts'
import type { PartKind } from './sku-part.ts'

export type PricingExpression = NonNullable<NonNullable<Sku['pricingInfo']>[number]['pricingExpression']>

/** A unit in which parts are sold. */
interface SoldUnit {
  readonly baseUnit: string
  /** Whether the unit may be so many base units. */
  readonly isOf: (baseUnits: number) => boolean
  /** What the price of one is multiplied by and divided by, to be that of one GiB, core or GPU for one hour. */
  readonly multiply: bigint
  readonly divide: bigint
}
const HOUR = 3600
const GIB = 2 ** 30
/** Google's price pages make a month 730 hours, whatever the month. */
const HOURS_PER_MONTH = 730n
const SOLD_UNITS: Readonly<Record<string, SoldUnit>> = {
  h: { baseUnit: 's', isOf: (seconds) => seconds === HOUR, multiply: 1n, divide: 1n },
  'GiBy.h': { baseUnit: 'By.s', isOf: (byteSeconds) => byteSeconds === GIB * HOUR, multiply: 1n, divide: 1n },
  'GBy.h': { baseUnit: 'By.s', isOf: (byteSeconds) => byteSeconds === 1e9 * HOUR, multiply: BigInt(GIB), divide: 10n ** 9n },
  'GiBy.mo': { baseUnit: 'By.s', isOf: (byteSeconds) => isMonth(byteSeconds / GIB / HOUR / 24), multiply: 1n, divide: HOURS_PER_MONTH },
}
const isMonth = (days: number): boolean => days >= 28 && days <= 31
const UNITS_OF: Readonly<Record<PartKind, readonly string[]>> = {
  core: ['h'],
  memory: ['GiBy.h', 'GBy.h'],
  gpu: ['h'],
  machine: ['h'],
  'local SSD': ['GiBy.h', 'GiBy.mo'],
}

/** The unit of a price, or why it is none that such a part is sold in: its name must agree with its base unit and factor, where given. */
export function unitOf({ usageUnit, baseUnit, baseUnitConversionFactor }: PricingExpression, kind: PartKind): SoldUnit | string {
  const unit = UNITS_OF[kind].includes(usageUnit ?? '') ? SOLD_UNITS[usageUnit!] : undefined
  if (!unit) return `a ${kind} sold by ${usageUnit || 'no unit'}`
  const isAsNamed = (!baseUnit || baseUnit === unit.baseUnit) && (!baseUnitConversionFactor || unit.isOf(baseUnitConversionFactor))
  return isAsNamed ? unit : `${usageUnit} that is ${baseUnitConversionFactor} ${baseUnit}`
}
