import type { ListedPrice } from '../../../domain/listed-price.ts'
import { type Exchange, inUsd } from '../../currency.ts'
import { isoDate } from '../newest-prices.ts'
import { capacityTypeOf, isPromotionalType, otherProduct } from '../product-names.ts'
import type { RetailRow } from './retail-row.ts'

export interface Asked {
  readonly region: string
  readonly exchange: Exchange
  readonly now: Date
}

/** The row as a Linux machine's price by the hour, or the reason why it is none. */
export function readRow(row: RetailRow, { region, exchange, now }: Asked): ListedPrice | string {
  const reason = reasonToLeaveOut(row, region)
  if (reason !== undefined) return reason
  const effectiveAt = isoDate(row.effectiveStartDate)
  if (effectiveAt !== undefined && effectiveAt > now.toISOString()) return 'not in effect yet'
  const endsAt = isoDate(row.effectiveEndDate)
  if (endsAt !== undefined && endsAt <= now.toISOString()) return 'no longer in effect'
  const capacityType = capacityTypeOf(row.skuName ?? '', row.meterName ?? '')
  if (capacityType === undefined) return 'Low Priority'
  const currency = row.currencyCode || 'no currency'
  const usdPerHour = inUsd(row.retailPrice!, currency, exchange)
  if (usdPerHour === undefined) return `not in USD (${currency})`
  const machine = { provider: 'azure', region, zone: '', instanceType: row.armSkuName!.trim() }
  return { ...machine, capacityType, usdPerHour, ...(effectiveAt !== undefined && { effectiveAt }) }
}

/** A reservation is listed as `1 Hour` too, though its price is that of the whole term: only the type tells. */
function reasonToLeaveOut(row: RetailRow, region: string): string | undefined {
  if (row.armRegionName !== region) return 'another region'
  if (row.serviceName !== 'Virtual Machines') return 'no virtual machine'
  if (row.type !== 'Consumption') return row.type || 'no type'
  if (row.unitOfMeasure !== '1 Hour') return 'not by the hour'
  if (row.tierMinimumUnits) return 'price of a later tier'
  const other = otherProduct(row.productName ?? '', row.skuName ?? '', row.meterName ?? '', row.armSkuName ?? '')
  if (other !== undefined && !(other === 'promotion' && isPromotionalType(row.armSkuName ?? ''))) return other
  if (!row.armSkuName?.trim()) return 'no machine type'
  if (!row.retailPrice || !Number.isFinite(row.retailPrice) || row.retailPrice < 0) return 'no price'
  return undefined
}
