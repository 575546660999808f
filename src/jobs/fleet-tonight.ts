import type { Fleet } from '../domain/fleet.ts'
import type { SimulatedFleets } from '../store/simulated-fleets.ts'
import type { DescribedFleet } from './night-parts.ts'

export interface FleetTonight {
  readonly fleet: Fleet
  /** False where a simulation begins anew: what was moved before is not how it came to stand. */
  readonly isAsLeft: boolean
  /** What a reader must know of where it comes from. */
  readonly notes: readonly string[]
}

/**
 * The fleet as it stands: as described, or, where it is simulated and was acted on, as the last apply left it.
 * A description that was changed since then wins again.
 */
export async function fleetTonight(
  { fleet, source, sourceHash }: DescribedFleet,
  simulated: Pick<SimulatedFleets, 'find'>,
): Promise<FleetTonight> {
  const left = fleet.simulated ? await simulated.find(fleet.name) : undefined
  if (!left) return { fleet, isAsLeft: !fleet.simulated, notes: [] }
  if (left.sourceHash === sourceHash)
    return { fleet: left.fleet, isAsLeft: true, notes: [`${fleet.name} stands as the last --apply left it.`] }
  const changed = `${source} was changed since the last --apply: ${fleet.name} starts again from the file.`
  return { fleet, isAsLeft: false, notes: [changed] }
}
