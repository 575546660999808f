import type { FleetShown } from '../cli/fleet/fleet-shown.ts'
import type { Config } from '../config.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Finding } from '../domain/finding.ts'
import type { Fleet } from '../domain/fleet.ts'
import { InputError } from '../domain/input-error.ts'
import type { Reading } from './clusters-read.ts'
import type { FleetSource } from './fleet-source.ts'

/** The fleet of a configuration as it stands now, and what a plan for it would stumble over. Nothing is changed; of each cluster the last state is kept. */
export async function fleetRead(config: Config, file: string, surroundings: Pick<Reading, 'environment' | 'onStage'>): Promise<FleetShown> {
  const now = () => new Date()
  const [{ requireFleetConfig }, { withStore }, { realFleetSource }, { factsAndFleet }, { allocatable }, { unusedNames }] =
    await Promise.all([
      import('../fleet-config/open-fleet-config.ts'),
      import('./open-store.ts'),
      import('./real-fleet-source.ts'),
      import('./facts-and-fleet.ts'),
      import('../catalogue/allocatable.ts'),
      import('../fleet-config/unused-names.ts'),
    ])
  const configured = requireFleetConfig(file)
  return withStore(config, async (store) => {
    const source = await realFleetSource(config, configured, { ...surroundings, store, now })
    const { readCatalogue, buildProblem } = await factsAndFleet(source, now)
    const clouds = config.prices === 'live' ? await storedCatalogue(config, source, store, now) : readCatalogue()
    const { fleet, catalogue, read, findings } = await source.readFleet(clouds, allocatable)
    const namespaces = read.clusters.flatMap(({ snapshot }) => snapshot.namespaces.map(({ name }) => name))
    const more = [
      ...unusedNames(configured.fleet, fleet.agents, namespaces),
      ...cannotBePlanned(fleet, () => buildProblem(fleet, catalogue)),
    ]
    const ids = configured.fleet.clusters.map(({ id }) => id)
    return { fleet, findings: [...findings, ...more], clusters: read.clusters, configured: ids, catalogue }
  })
}

async function storedCatalogue(
  config: Config,
  { places }: FleetSource,
  store: Parameters<typeof import('./live-prices.ts').storedPrices>[2],
  now: () => Date,
): Promise<Catalogue> {
  const { storedPrices } = await import('./live-prices.ts')
  return (await storedPrices(config, places, store)).readCatalogue(now())
}

/** What would stop a plan, before anything is solved. */
function cannotBePlanned({ name, clusters }: Fleet, build: () => unknown): Finding[] {
  if (clusters.length === 0) return []
  try {
    build()
    return []
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return error.issues.map(({ path, message, remedy }) => ({
      severity: 'error',
      subject: path === '' ? name : path.replace(/^clusters\[(\d+)\]/, (whole, at) => clusters[Number(at)]?.id ?? whole),
      message,
      ...(remedy !== undefined && { remedy }),
    }))
  }
}
