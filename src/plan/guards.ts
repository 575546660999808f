import type { Fleet } from '../domain/fleet.ts'
import { StalePricesError } from './stale-prices-error.ts'

/** Why a fleet may not be acted on with these prices, and what to do; undefined where it may. */
export function refusalToAct(
  { name, simulated }: Pick<Fleet, 'name' | 'simulated'>,
  { bundled, oldestPriceAt }: { readonly bundled: boolean; readonly oldestPriceAt: string },
): string | undefined {
  if (simulated || !bundled) return undefined
  const age = `the prices that come with Ballast are as old as ${oldestPriceAt.slice(0, 10)}`
  return `${name} is a real fleet, and ${age}: only a simulated fleet may be acted on with them. Use prices of your own, or run without --apply`
}

/** How far live prices may be relied on. */
export interface PricesJudged {
  readonly mayAct: boolean
  readonly reasons: readonly string[]
}

/** Throws StalePricesError where nothing may be acted on with these prices: no fleet, not even a simulated one. */
export function requireFreshPrices({ name }: Pick<Fleet, 'name'>, { mayAct, reasons }: PricesJudged): void {
  if (!mayAct) throw new StalePricesError(name, reasons)
}
