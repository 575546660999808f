import type { Fleet } from '../domain/fleet.ts'

/** Why a fleet may not be acted on with these prices, and what to do; undefined where it may. */
export function refusalToAct(
  { name, simulated }: Pick<Fleet, 'name' | 'simulated'>,
  { bundled, oldestPriceAt }: { readonly bundled: boolean; readonly oldestPriceAt: string },
): string | undefined {
  if (simulated || !bundled) return undefined
  const age = `the prices that come with Ballast are as old as ${oldestPriceAt.slice(0, 10)}`
  return `${name} is a real fleet, and ${age}: only a simulated fleet may be acted on with them. Use prices of your own, or run without --apply`
}
