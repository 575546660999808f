import type { UsdPerHour } from '../../domain/units.ts'
import { type Exchange, inUsd } from '../currency.ts'
import type { Cells } from './cells.ts'

/** An amount of the row's own currency in USD; a currency without a configured rate is refused. */
export function toUsd(row: Cells, amount: UsdPerHour, exchange: Exchange): UsdPerHour {
  const currency = row.text('currency')
  if (currency === '') return amount
  const usd = inUsd(amount, currency, exchange)
  if (usd === undefined)
    row.refuse('currency', `no rate of ${currency} to USD is configured`, 'write the price in USD, or set exchangeRates, such as EUR=1.08')
  return usd ?? amount
}
