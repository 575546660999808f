import type { NightlyOptions } from '../cli/nightly.ts'
import type { Terminal } from '../cli/terminal.ts'
import type { Config } from '../config.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Problem } from '../domain/problem.ts'
import type { NightParts, NightSettings, SolveLimits } from '../jobs/night-parts.ts'
import type { NightOutcome } from '../reports/night.ts'
import type { Store } from '../store/store.ts'
import type { Reading } from './clusters-read.ts'
import { factsAndFleet } from './facts-and-fleet.ts'
import { describedFleet, type FleetSource } from './fleet-source.ts'
import { defectTo } from './keep-details.ts'

/** The nightly run on what the settings name: its store is opened and closed here. */
export async function nightlyRun(
  config: Config,
  { fleet, out, apply, refresh, onProgress }: NightlyOptions,
  { terminal, environment }: { readonly terminal: Terminal; readonly environment: Reading['environment'] },
): Promise<NightOutcome> {
  const [{ nightly }, { openStore }, { optimise }, { writeFiles }, { simulatedCluster }, { createLog }] = await Promise.all([
    import('../jobs/nightly.ts'),
    import('../store/store.ts'),
    import('../optimise/index.ts'),
    import('../reports/write-files.ts'),
    import('../clusters/simulated/simulated-cluster.ts'),
    import('../telemetry/log.ts'),
  ])
  const log = createLog({ level: config.logLevel, human: terminal.isInteractive })
  const now = () => new Date()
  const store = await openStore(config.store, { now })
  try {
    const source =
      fleet.kind === 'described'
        ? await describedFleet(config, fleet.file, now)
        : await clustersOf(config, fleet.file, { store, now, environment, onProgress })
    const parts = {
      ...(await factsAndFleet(source, now)),
      ...(config.prices === 'live'
        ? await livePrices(
            config,
            source,
            store,
            refresh && { onStage: (stage: string) => onProgress({ stage }), onDefect: defectTo(terminal.err) },
          )
        : { readCatalogue: (at: Date) => bundledNow(config, store, at) }),
      now,
      store,
      optimise: (problem: Problem, limits: SolveLimits) => optimise(problem, { seed: config.seed, solver: config.solver, ...limits }),
      writeFiles: (files: ReadonlyMap<string, string | undefined>) => writeFiles(out, files),
      openClusters: simulatedCluster,
      onProgress,
    }
    const outcome = await nightly(parts, nightSettings(config, apply))
    log.info({ runId: outcome.night.runId, outcome: outcome.kind, plan: outcome.night.plan.status }, 'the nightly run ended')
    return outcome
  } finally {
    await store.close()
  }
}

/** The fleet of a configuration's clusters. Throws InputError; NothingToPlanError. */
async function clustersOf(
  config: Config,
  file: string,
  { onProgress, ...reading }: Omit<Reading, 'onStage'> & Pick<NightlyOptions, 'onProgress'>,
): Promise<FleetSource> {
  const [{ requireFleetConfig }, { realFleetSource }, { requireAgents }] = await Promise.all([
    import('../fleet-config/open-fleet-config.ts'),
    import('./real-fleet-source.ts'),
    import('./nothing-to-plan.ts'),
  ])
  const source = await realFleetSource(config, requireFleetConfig(file), { ...reading, onStage: (stage) => onProgress({ stage }) })
  return { ...source, readFleet: async (clouds, allocatable) => requireAgents(await source.readFleet(clouds, allocatable)) }
}

async function bundledNow(config: Config, store: Store, now: Date): Promise<Catalogue> {
  const [{ bundledAsSeen }, { loadBundledCatalogue }] = await Promise.all([
    import('../jobs/live-catalogue.ts'),
    import('../prices/bundled/catalogue.ts'),
  ])
  return bundledAsSeen(loadBundledCatalogue(), now, { store, settings: config })
}

/** In the place of the bundled prices: those that are stored, read anew first where somebody is told of it. */
async function livePrices(
  config: Config,
  { places }: FleetSource,
  store: Store,
  told: false | Parameters<typeof import('./live-prices.ts').fleetRefresh>[3],
): Promise<Pick<NightParts, 'readCatalogue' | 'livePrices'>> {
  const { fleetRefresh, storedPrices } = await import('./live-prices.ts')
  const { readCatalogue, judge } = await storedPrices(config, places, store)
  const refresh = told && (() => fleetRefresh(config, places, store, told))
  return { readCatalogue, livePrices: { judge, ...(refresh && { refresh }) } }
}

/** Comparing answers “about how much”, by a dozen solves: each states its own gap. */
const COMPARE_SECONDS = 2
const COMPARE_GAP = 0.02

function nightSettings(config: Config, apply: boolean): NightSettings {
  const { gap, timeLimitSeconds, actor, minimumSavingShare, minimumSavingUsdPerMonth, actOnBundledPrices } = config
  const { minimumSavingPerDisruption, minimumDwellHours, equalCostShare, preferenceSolves } = config
  return {
    thresholds: { leastSavingShare: minimumSavingShare, leastSavingUsdPerMonth: minimumSavingUsdPerMonth },
    preferences: {
      leastSavingPerDisruption: minimumSavingPerDisruption,
      dwellHours: minimumDwellHours,
      equalCostShare,
      mostSolves: preferenceSolves,
    },
    solve: { gap, timeLimitSeconds },
    compare: { gap: Math.max(gap, COMPARE_GAP), timeLimitSeconds: Math.min(timeLimitSeconds, COMPARE_SECONDS) },
    apply,
    actor,
    mayActOnBundledPrices: actOnBundledPrices === 'simulated-fleet',
  }
}
