import type { Catalogue } from '../domain/catalogue.ts'
import type { Fleet } from '../domain/fleet.ts'
import type { Problem } from '../domain/problem.ts'
import type { PriceAge } from '../reports/findings.ts'
import { fleetTonight } from './fleet-tonight.ts'
import type { DescribedFleet, NightParts, NightSettings } from './night-parts.ts'
import { refuseToAct } from './refuse-to-act.ts'

/** What a night is about. */
export interface NightProblem {
  /** Providers that the bundled catalogue knows: those that a fleet can be moved to as a whole. */
  readonly clouds: readonly string[]
  readonly catalogue: Catalogue
  readonly prices: PriceAge
  readonly described: DescribedFleet
  readonly fleet: Fleet
  /** False where it begins anew from its description. */
  readonly isAsLeft: boolean
  readonly problem: Problem
  readonly notes: readonly string[]
}

/** From prices and the fleet to the problem. Throws InputError, before anything is solved, where the fleet may not be acted on as asked. */
export async function readNight(parts: NightParts, settings: NightSettings): Promise<NightProblem> {
  parts.onProgress({ stage: 'reading the catalogue' })
  const clouds = parts.readCatalogue()
  parts.onProgress({ stage: 'reading the fleet' })
  const described = parts.readFleet(clouds)
  const { catalogue } = described
  const { fleet, isAsLeft, notes } = await fleetTonight(described, parts.store.simulatedFleets)
  if (settings.apply) refuseToAct(described, settings)
  parts.onProgress({ stage: 'building the problem' })
  const built = parts.buildProblem(fleet, catalogue)
  const prices = priceAgeOf(catalogue, parts)
  const about = { clouds: clouds.providers, catalogue, prices, described, fleet, isAsLeft }
  return { ...about, problem: built.problem, notes: [...notes, ...built.notes] }
}

function priceAgeOf(catalogue: Catalogue, { priceAge, now }: NightParts): PriceAge {
  const sentence = priceAge(catalogue, now())
  return sentence === undefined ? { asOf: catalogue.oldestPriceAt } : { asOf: catalogue.oldestPriceAt, sentence }
}
