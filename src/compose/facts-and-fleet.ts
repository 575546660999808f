import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Config } from '../config.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Fleet } from '../domain/fleet.ts'
import type { AllocatableOf } from '../domain/node-capacity.ts'
import type { ScheduleProblem } from '../domain/schedule.ts'
import type { DescribedFleet } from '../jobs/night-parts.ts'
import { ownPriceFiles } from './own-price-files.ts'

/** The catalogue that comes with Ballast, the fleet that a file describes, and the problem of both. */
export async function factsAndFleet(config: Config, fleetFile: string, now: () => Date) {
  const [{ loadBundledCatalogue }, { allocatable }, { ageSentence }, { buildProblem }, { decideDemand }, readFleet] = await Promise.all([
    import('../prices/bundled/catalogue.ts'),
    import('../catalogue/allocatable.ts'),
    import('../catalogue/age.ts'),
    import('../problem/build-problem.ts'),
    import('../demand/decide-demand.ts'),
    fleetReader(config, fleetFile, now),
  ])
  return {
    readCatalogue: loadBundledCatalogue,
    priceAge: (catalogue: Catalogue) => sentence(ageSentence(catalogue, now())),
    readFleet: (clouds: Catalogue) => readFleet(clouds, allocatable),
    buildProblem: (fleet: Fleet, catalogue: Catalogue) => buildProblem(fleet, catalogue, decideDemand(fleet), allocatable),
  }
}

/** The day of a fleet whose agents say what they want by the hour, as it is described; `warn` is told what is wrong with live prices. */
export async function scheduleOfFleet(config: Config, fleetFile: string, warn: (warning: string) => void): Promise<ScheduleProblem> {
  const now = () => new Date()
  const [{ demandByHour }, { scheduleOf }, { readCatalogue, readFleet, buildProblem }] = await Promise.all([
    import('../demand/demand-by-hour.ts'),
    import('../domain/day-periods.ts'),
    factsAndFleet(config, fleetFile, now),
  ])
  const isLive = config.prices === 'live'
  const { fleet, catalogue } = isLive ? await atStoredPrices(config, fleetFile, readFleet, now, warn) : readFleet(readCatalogue())
  const { problem } = buildProblem(fleet, catalogue)
  return scheduleOf({ schema: 'placement-schedule/v1', problem, demandByHour: demandByHour(fleet) })
}

async function atStoredPrices(
  config: Config,
  fleetFile: string,
  readFleet: (clouds: Catalogue) => DescribedFleet,
  now: () => Date,
  warn: (warning: string) => void,
): Promise<DescribedFleet> {
  const [{ withStore }, { storedPrices }] = await Promise.all([import('./open-store.ts'), import('./live-prices.ts')])
  return withStore(config, async (store) => {
    const { readCatalogue, judge } = await storedPrices(config, fleetFile, store, now)
    const described = readFleet(await readCatalogue())
    for (const warning of (await judge(described.fleet, [])).warnings) warn(warning)
    return described
  })
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

/** Reads a fleet file and the user's own prices beside it. */
async function fleetReader(config: Config, path: string, now: () => Date) {
  const [{ openFleetFile }, { fleetOf }, { withPriceFiles }, readPriceFiles] = await Promise.all([
    import('../fleet-file/open-fleet-file.ts'),
    import('../fleet-file/read-fleet.ts'),
    import('../catalogue/price-files.ts'),
    ownPriceFiles(config, now),
  ])
  return (clouds: Catalogue, allocatable: AllocatableOf): DescribedFleet => {
    const file = openFleetFile(path)
    const catalogue = withPriceFiles(clouds, readPriceFiles(file))
    const sourceHash = createHash('sha256').update(readFileSync(path)).digest('hex')
    return { fleet: fleetOf(file, { catalogue, allocatable, now: now() }), catalogue, source: path, sourceHash }
  }
}
