import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Fleet } from '../../src/domain/fleet.ts'
import type { PreferenceSettings } from '../../src/jobs/night-parts.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { exactly } from '../oracle/exactly.ts'
import { catalogueAt, type Prices } from './dublin-and-virginia.ts'
import { type RunNight, runNight } from './run-night.ts'

/** No threshold and no preference but those that a test is about. */
export const NOTHING: PreferenceSettings = { leastSavingPerDisruption: 0, dwellHours: 0, equalCostShare: 0, mostSolves: 12 }
export const NO_THRESHOLDS = { leastSavingShare: 0, leastSavingUsdPerMonth: 0 }

const NOON = '2026-07-20T12:00:00Z'

interface Asked {
  readonly preferences?: Partial<PreferenceSettings>
  readonly apply?: boolean
  readonly thresholds?: typeof NO_THRESHOLDS
  readonly sourceHash?: string
}

/** Nights of the tests of a file, in one store: each test has a fleet of its own name, and begins at noon. */
export class Nights {
  clock = new Date(NOON)
  store!: Store
  name = ''

  readonly now = (): Date => this.clock

  later(hours: number): void {
    this.clock = new Date(this.clock.getTime() + hours * 3_600_000)
  }

  /** Solved exactly; without any preference but those that are asked for. `name` follows that of the test's fleet. */
  run(
    fleet: Fleet,
    prices: Prices,
    { preferences = {}, apply = false, thresholds = NO_THRESHOLDS, ...rest }: Asked = {},
    name = '',
  ): Promise<RunNight> {
    const settings = { preferences: { ...NOTHING, ...preferences }, thresholds, apply }
    const named = { ...fleet, name: `${this.name}${name}` }
    return runNight({
      store: this.store,
      now: this.now,
      fleet: named,
      catalogue: catalogueAt(prices),
      parts: { optimise: exactly() },
      settings,
      ...rest,
    })
  }
}

export function nightsInAStore(): Nights {
  const nights = new Nights()
  let folder: string
  let tests = 0
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ballast-nights-'))
    nights.store = await openStore(join(folder, 'store'), { now: nights.now })
  })
  afterAll(async () => {
    await nights.store.close()
    await rm(folder, { recursive: true })
  })
  beforeEach(() => {
    tests += 1
    nights.name = `fleet-${tests}`
    nights.clock = new Date(NOON)
  })
  return nights
}
