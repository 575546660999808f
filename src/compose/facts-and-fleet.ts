import type { Config } from '../config.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Fleet } from '../domain/fleet.ts'
import type { ScheduleProblem } from '../domain/schedule.ts'
import type { DescribedFleet } from '../jobs/night-parts.ts'
import { describedFleet, type FleetSource } from './fleet-source.ts'

/** The catalogue that comes with Ballast, the fleet of a source, and the problem of both. */
export async function factsAndFleet({ readFleet }: FleetSource, now: () => Date) {
  const [{ loadBundledCatalogue }, { allocatable }, { ageSentence }, { buildProblem }, { decideDemand }] = await Promise.all([
    import('../prices/bundled/catalogue.ts'),
    import('../catalogue/allocatable.ts'),
    import('../catalogue/age.ts'),
    import('../problem/build-problem.ts'),
    import('../demand/decide-demand.ts'),
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
  const source = await describedFleet(config, fleetFile, now)
  const [{ demandByHour }, { scheduleOf }, { readCatalogue, readFleet, buildProblem }] = await Promise.all([
    import('../demand/demand-by-hour.ts'),
    import('../domain/day-periods.ts'),
    factsAndFleet(source, now),
  ])
  const isLive = config.prices === 'live'
  const { fleet, catalogue } = isLive ? await atStoredPrices(config, source, readFleet, now, warn) : await readFleet(readCatalogue())
  const { problem } = buildProblem(fleet, catalogue)
  return scheduleOf({ schema: 'placement-schedule/v1', problem, demandByHour: demandByHour(fleet) })
}

async function atStoredPrices(
  config: Config,
  { places }: FleetSource,
  readFleet: (clouds: Catalogue) => Promise<DescribedFleet>,
  now: () => Date,
  warn: (warning: string) => void,
): Promise<DescribedFleet> {
  const [{ withStore }, { storedPrices }] = await Promise.all([import('./open-store.ts'), import('./live-prices.ts')])
  return withStore(config, async (store) => {
    const { readCatalogue, judge } = await storedPrices(config, places, store)
    const at = now()
    const described = await readFleet(await readCatalogue(at))
    for (const warning of (await judge(described.fleet, [], at)).warnings) warn(warning)
    return described
  })
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
