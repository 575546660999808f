import { noFaults } from '../../src/clusters/simulated/faults.ts'
import { simulatedCluster } from '../../src/clusters/simulated/simulated-cluster.ts'
import { decideDemand } from '../../src/demand/decide-demand.ts'
import type { Catalogue } from '../../src/domain/catalogue.ts'
import type { Fleet } from '../../src/domain/fleet.ts'
import type { NightParts, NightSettings } from '../../src/jobs/night-parts.ts'
import { nightly } from '../../src/jobs/nightly.ts'
import { buildProblem } from '../../src/problem/build-problem.ts'
import type { Night, NightOutcome } from '../../src/reports/night.ts'
import type { Store } from '../../src/store/store.ts'
import { firstFit } from './first-fit.ts'

export const SETTINGS: NightSettings = {
  thresholds: { leastSavingShare: 0.05, leastSavingUsdPerMonth: 10 },
  preferences: { leastSavingPerDisruption: 0.5, dwellHours: 36, equalCostShare: 0.001, mostSolves: 12 },
  solve: { gap: 0.01, timeLimitSeconds: 5 },
  compare: { gap: 0.01, timeLimitSeconds: 1 },
  apply: false,
  actor: 'mia',
  mayActOnBundledPrices: true,
}

/** A night in a small world: the fleet, the prices, and what else is not as usual. */
export interface World {
  readonly store: Store
  readonly now: () => Date
  readonly fleet: Fleet
  readonly catalogue: Catalogue
  readonly sourceHash?: string
  readonly parts?: Partial<NightParts>
  readonly settings?: Partial<NightSettings>
}

export interface RunNight {
  readonly outcome: NightOutcome
  readonly files: ReadonlyMap<string, string | undefined>
  readonly stages: readonly string[]
}

/** A nightly run, with what it wrote and the stages that it told. */
export async function runNight({ store, now, fleet, catalogue, sourceHash = 'one', parts, settings }: World): Promise<RunNight> {
  const files = new Map<string, string | undefined>()
  const stages: string[] = []
  const world: NightParts = {
    now,
    store,
    readCatalogue: () => catalogue,
    priceAge: () => 'prices are old',
    readFleet: () => ({ fleet, catalogue, sourceHash, source: 'fleet.yaml' }),
    buildProblem: (of, prices) =>
      buildProblem(of, prices, decideDemand(of), ({ shape }) => ({
        cpu: shape.vcpu,
        memoryGiB: shape.memoryGiB,
        gpu: shape.gpu,
        pods: 50,
      })),
    optimise: firstFit,
    writeFiles: async (written) => {
      for (const [name, text] of written) files.set(name, text)
    },
    openClusters: (of, problem) => simulatedCluster(of, problem, noFaults),
    onProgress: ({ stage }) => stages.push(stage),
    ...parts,
  }
  const outcome = await nightly(world, { ...SETTINGS, ...settings })
  return { outcome, files, stages }
}

export const nightOf = ({ outcome }: Pick<RunNight, 'outcome'>): Night => {
  if (outcome.kind !== 'planned') throw new Error('no plan was found')
  return outcome.night
}
