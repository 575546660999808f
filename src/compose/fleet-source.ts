import type { Place } from '../catalogue/live/place.ts'
import type { Config } from '../config.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { AllocatableOf } from '../domain/node-capacity.ts'
import type { DescribedFleet } from '../jobs/night-parts.ts'
import { ownPriceFiles } from './own-price-files.ts'

/** Where a fleet comes from: a file that describes it, or clusters that are read. */
export interface FleetSource {
  /** Where its clusters are, each place once: whose prices are worth reading. */
  readonly places: () => Promise<Place[]>
  readonly readFleet: (clouds: Catalogue, allocatable: AllocatableOf) => Promise<DescribedFleet>
}

/** A fleet file and the user's own prices beside it. */
export async function describedFleet(config: Config, path: string, now: () => Date): Promise<FleetSource> {
  const [{ createHash }, { readFileSync }, { openFleetFile }, { fleetOf }, { withPriceFiles }, readPriceFiles] = await Promise.all([
    import('node:crypto'),
    import('node:fs'),
    import('../fleet-file/open-fleet-file.ts'),
    import('../fleet-file/read-fleet.ts'),
    import('../catalogue/price-files.ts'),
    ownPriceFiles(config, now),
  ])
  return {
    places: async () => eachOnce(openFleetFile(path).places),
    readFleet: async (clouds, allocatable) => {
      const file = openFleetFile(path)
      const catalogue = withPriceFiles(clouds, readPriceFiles(file))
      const sourceHash = createHash('sha256').update(readFileSync(path)).digest('hex')
      return { fleet: fleetOf(file, { catalogue, allocatable, now: now() }), catalogue, source: path, sourceHash }
    },
  }
}

export const eachOnce = (places: readonly Place[]): Place[] => [
  ...new Map(places.map((place) => [`${place.provider}/${place.region}`, place])).values(),
]
