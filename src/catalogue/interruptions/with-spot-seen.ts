import type { Catalogue, Machine } from '../../domain/catalogue.ts'
import type { SpotEvent } from '../../domain/spot-event.ts'
import { kindKey } from './kind-key.ts'
import { observedRate, seenIn } from './observed-rate.ts'
import { type RefusalSettings, refusalOf } from './refusal.ts'

/**
 * The catalogue with what Ballast itself saw of spot machines up to now: how often they are lost is corrected by it, and what could not be
 * had lately says so. Prices stay.
 */
export function withSpotSeen(catalogue: Catalogue, events: readonly SpotEvent[], now: Date, settings: RefusalSettings): Catalogue {
  const past = events.filter(({ at }) => Date.parse(at) <= now.getTime())
  if (past.length === 0) return catalogue
  const byKind = Map.groupBy(past, kindKey)
  const asSeen = (machine: Machine): Machine => {
    const own = machine.spot && byKind.get(kindKey(machine))
    return own ? Object.freeze({ ...machine, spot: spotAsSeen(machine.spot!, own, now, settings) }) : machine
  }
  return Object.freeze({ ...catalogue, machines: (provider: string, region: string) => catalogue.machines(provider, region).map(asSeen) })
}

function spotAsSeen(spot: NonNullable<Machine['spot']>, events: readonly SpotEvent[], now: Date, settings: RefusalSettings) {
  const refusal = refusalOf(events, now, settings)
  return { ...spot, interruption: observedRate(spot.interruption, seenIn(events)), ...(refusal && { refusal }) }
}
