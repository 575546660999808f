import type { UsdPerHour } from '../domain/units.ts'

/** In which currency prices are asked for, and what others are worth: only by a rate that a person configured. */
export interface Exchange {
  /** ISO 4217, such as USD or EUR. */
  readonly asked: string
  /** USD for one unit; USD itself need not be in it. */
  readonly usdPerUnit: ReadonlyMap<string, number>
}

/** An amount of USD; undefined where no rate is configured, for a guess would be no price. */
export function inUsd(amount: number, currency: string, { usdPerUnit }: Exchange): UsdPerHour | undefined {
  if (currency === 'USD') return amount
  const rate = usdPerUnit.get(currency)
  return rate === undefined ? undefined : amount * rate
}

/** Reads `EUR=1.08,GBP=1.27`: USD for one unit of each. */
export function exchangeOf(asked: string, rates: string): Exchange {
  const pairs = rates.split(',').filter((pair) => pair.trim() !== '')
  return { asked, usdPerUnit: new Map(pairs.map((pair) => [pair.split('=')[0]!.trim(), Number(pair.split('=')[1])])) }
}
