import type { PriceJudgement } from '../catalogue/freshness.ts'
import { InputError } from '../domain/input-error.ts'
import { refusalToAct, requireFreshPrices } from '../plan/guards.ts'
import type { DescribedFleet, NightSettings } from './night-parts.ts'

/**
 * Throws InputError, before anything is solved, where the fleet may not be acted on as asked; StalePricesError where no fleet may be acted
 * on with these prices.
 */
export function refuseToAct(
  { fleet, catalogue, source }: DescribedFleet,
  { mayActOnBundledPrices }: NightSettings,
  judgement?: PriceJudgement,
): void {
  if (judgement) requireFreshPrices(fleet, judgement)
  const message = forbidden(catalogue.bundled && !mayActOnBundledPrices) ?? refusalToAct(fleet, catalogue) ?? unreachable(fleet)
  if (message !== undefined) throw new InputError(source, [{ path: '--apply', message }])
}

const forbidden = (isForbidden: boolean): string | undefined =>
  isForbidden ? 'the settings forbid to act on the prices that come with Ballast: run without --apply, or change them' : undefined

const unreachable = ({ name, simulated }: DescribedFleet['fleet']): string | undefined =>
  simulated ? undefined : `${name} is a real fleet, and only simulated fleets can be acted on so far: run without --apply`
