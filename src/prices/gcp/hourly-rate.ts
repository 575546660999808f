import { type Exchange, inUsd } from '../currency.ts'
import type { Sku } from './catalog-client.ts'
import { type AttoUsd, attoUsdOf } from './exact-usd.ts'
import type { PartKind } from './sku-part.ts'
import { type PricingExpression, unitOf } from './sold-units.ts'

/** What one core, GiB, GPU or machine costs for an hour. */
export interface HourlyRate {
  readonly attoUsd: AttoUsd
  /** ms since the epoch since when it holds; undefined where the catalogue does not say. */
  readonly effectiveAt?: number
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

/** Two rates from the same amount on (sole tenancy has such) or a price that falls with use say nothing of one hour. */
function onlyAmount({ tieredRates }: PricingExpression, exchange: Exchange): AttoUsd | string {
  const [rate, ...others] = tieredRates ?? []
  if (!rate) return 'no rate'
  if (others.length > 0 || rate.startUsageAmount) return 'several rates by use'
  const { units, nanos, currencyCode } = rate.unitPrice ?? {}
  const usdPerUnit = inUsd(1, currencyCode ?? '', exchange)
  if (usdPerUnit === undefined) return notInUsd(currencyCode ?? '')
  const amount = attoUsdOf(units, nanos, usdPerUnit)
  return amount === undefined ? 'no amount of money' : amount || 'price 0'
}

const NOT_IN_USD = 'not in USD'
const notInUsd = (currency: string): string => `${NOT_IN_USD} (${currency || 'no currency'})`
export const isForItsCurrency = (reason: string): boolean => reason.startsWith(NOT_IN_USD)

type Timestamp = NonNullable<Sku['pricingInfo']>[number]['effectiveTime']

function millisecondsOf(time: Timestamp): number | undefined {
  const seconds = time?.seconds === undefined || time.seconds === null ? Number.NaN : Number(String(time.seconds))
  return Number.isFinite(seconds) ? seconds * 1000 + Math.floor((time?.nanos ?? 0) / 1e6) : undefined
}
