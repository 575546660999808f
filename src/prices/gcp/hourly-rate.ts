import { type Exchange, inUsd } from '../currency.ts'
import type { Sku } from './catalog-client.ts'
import { ATTO_PER_NANO, type AttoUsd } from './exact-usd.ts'
import type { PartKind } from './sku-part.ts'

/** What one core, GiB, GPU or machine costs for an hour. */
export interface HourlyRate {
  readonly attoUsd: AttoUsd
  /** ms since the epoch since when it holds; undefined where the catalogue does not say. */
  readonly effectiveAt?: number
}

type PricingExpression = NonNullable<NonNullable<NonNullable<Sku['pricingInfo']>[number]['pricingExpression']>>

/** Units in which parts are sold: their base unit, how much of it they are, and the price per hour of one, as parts of a whole. */
interface Unit {
  readonly baseUnit: string
  readonly factors: (factor: number) => boolean
  readonly multiply: bigint
  readonly divide: bigint
}
const HOUR = 3600
const GIB = 2 ** 30
/** Google's price pages make a month 730 hours, whatever the month. */
const HOURS_PER_MONTH = 730n
const exactly = (expected: number) => (factor: number) => factor === expected
const UNITS: Readonly<Record<string, Unit>> = {
  h: { baseUnit: 's', factors: exactly(HOUR), multiply: 1n, divide: 1n },
  'GiBy.h': { baseUnit: 'By.s', factors: exactly(GIB * HOUR), multiply: 1n, divide: 1n },
  'GBy.h': { baseUnit: 'By.s', factors: exactly(1e9 * HOUR), multiply: BigInt(GIB), divide: 10n ** 9n },
  'GiBy.mo': { baseUnit: 'By.s', factors: (factor) => isMonth(factor / GIB / HOUR / 24), multiply: 1n, divide: HOURS_PER_MONTH },
}
const isMonth = (days: number) => days >= 28 && days <= 31
const UNITS_OF: Readonly<Record<PartKind, readonly string[]>> = {
  core: ['h'],
  memory: ['GiBy.h', 'GBy.h'],
  gpu: ['h'],
  machine: ['h'],
  'local SSD': ['GiBy.h', 'GiBy.mo'],
}

/**
 * The rate that is in force, or why the SKU has none that can be told. Of its pricing infos, which are in order of time, the last counts;
 * displayQuantity is for showing alone and changes nothing (Cloud Billing API, PricingExpression).
 */
export function hourlyRateOf({ pricingInfo }: Sku, kind: PartKind, exchange: Exchange): HourlyRate | string {
  const current = pricingInfo?.at(-1)
  const expression = current?.pricingExpression
  if (!expression) return 'no pricing info'
  const unit = unitOf(expression, kind)
  if (typeof unit === 'string') return unit
  const amount = onlyAmount(expression, exchange)
  if (typeof amount === 'string') return amount
  const effectiveAt = millisecondsOf(current.effectiveTime)
  return { attoUsd: (amount * unit.multiply) / unit.divide, ...(effectiveAt !== undefined && { effectiveAt }) }
}

function unitOf({ usageUnit, baseUnit, baseUnitConversionFactor: factor }: PricingExpression, kind: PartKind): Unit | string {
  const unit = UNITS_OF[kind].includes(usageUnit ?? '') ? UNITS[usageUnit!] : undefined
  if (!unit) return `a ${kind} sold by ${usageUnit || 'no unit'}`
  const isAsNamed = (!baseUnit || baseUnit === unit.baseUnit) && (!factor || unit.factors(factor))
  return isAsNamed ? unit : `${usageUnit} that is ${factor} ${baseUnit}`
}

/** Two rates from the same amount on (sole tenancy has such) or a price that falls with use say nothing of one hour. */
function onlyAmount({ tieredRates }: PricingExpression, exchange: Exchange): AttoUsd | string {
  const [rate, ...others] = tieredRates ?? []
  if (!rate) return 'no rate'
  if (others.length > 0 || rate.startUsageAmount) return 'several rates by use'
  const { units, nanos, currencyCode } = rate.unitPrice ?? {}
  const whole = String(units ?? 0)
  const fraction = nanos ?? 0
  if (!/^\d+$/.test(whole) || !Number.isInteger(fraction) || fraction < 0 || fraction >= 1e9) return 'no amount of money'
  const nanoUnits = BigInt(whole) * 10n ** 9n + BigInt(fraction)
  if (nanoUnits === 0n) return 'price 0'
  const perUnit = inUsd(1, currencyCode ?? '', exchange)
  return perUnit === undefined
    ? notInUsd(currencyCode ?? '')
    : (nanoUnits * ATTO_PER_NANO * BigInt(Math.round(perUnit * 1e12))) / 10n ** 12n
}

const NOT_IN_USD = 'not in USD'
const notInUsd = (currency: string): string => `${NOT_IN_USD} (${currency || 'no currency'})`
export const isForItsCurrency = (reason: string): boolean => reason.startsWith(NOT_IN_USD)

type Timestamp = NonNullable<Sku['pricingInfo']>[number]['effectiveTime']

function millisecondsOf(time: Timestamp): number | undefined {
  const seconds = time?.seconds === undefined || time.seconds === null ? Number.NaN : Number(String(time.seconds))
  return Number.isFinite(seconds) ? seconds * 1000 + Math.floor((time?.nanos ?? 0) / 1e6) : undefined
}
