import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Machine } from '../../src/domain/catalogue.ts'
import type { Fleet, FleetAgent, FleetCluster } from '../../src/domain/fleet.ts'
import type { PreferenceName } from '../../src/domain/preference.ts'
import type { PreferenceSettings } from '../../src/jobs/night-parts.ts'
import type { Night } from '../../src/reports/night.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { aCatalogue, aFleet, aFleetAgent, aFleetCluster, aMachine } from '../builders.ts'
import { exactly } from '../oracle/exactly.ts'
import { nightOf, type RunNight, runNight } from './run-night.ts'

/** What a node of each machine costs in Dublin and in Virginia [USD/h]. */
type Prices = Readonly<Record<string, readonly [number, number]>>

let clock = new Date('2026-07-20T12:00:00Z')
const now = () => clock
let folder: string
let store: Store
/** Each test has a fleet of its own name: they share one store. */
let name: string
let tests = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-preferred-'))
  store = await openStore(join(folder, 'store'), { now })
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  tests += 1
  name = `preferred-${tests}`
  clock = new Date('2026-07-20T12:00:00Z')
})
const hoursLater = (hours: number): void => {
  clock = new Date(clock.getTime() + hours * 3_600_000)
}

/** A replica of an agent fills a node of the machine that bears its name. */
const agent = (id: string, replicas: number, part: Partial<FleetAgent> = {}): FleetAgent =>
  aFleetAgent({ id, demand: { replicas }, requests: { cpu: 4, memoryGiB: 4, gpu: 0 }, instanceTypes: [`m.${id}`], ...part })

/** All of it in Dublin today, a node for each replica. */
function allInDublin(agents: readonly FleetAgent[], part: Partial<Fleet> = {}): Fleet {
  const place = (id: string, region: string, nodes: FleetCluster['nodes']): FleetCluster =>
    aFleetCluster({ id, region, growsFrom: { instanceTypes: [], families: ['m'], capacityTypes: ['on-demand'] }, nodes })
  const nodes = agents.map(({ id, demand }) => ({
    cluster: 'dublin',
    instanceType: `m.${id}`,
    capacityType: 'on-demand' as const,
    count: 'replicas' in demand ? Number(demand.replicas) : 0,
    pods: [{ agent: id, replicas: 1 }],
  }))
  return aFleet({ name, agents, clusters: [place('dublin', 'eu-west-1', nodes), place('virginia', 'us-east-1', [])], ...part })
}

function catalogueAt(prices: Prices) {
  const machine = (instanceType: string, region: string, usdPerHour: number): Machine => {
    const onDemand = { ...aMachine().onDemand!, region, instanceType, usdPerHour }
    const { spot: _, ...sold } = aMachine({ instanceType, region, onDemand })
    return sold
  }
  return aCatalogue({
    machines: Object.entries(prices).flatMap(([id, [dublin, virginia]]) => [
      machine(`m.${id}`, 'eu-west-1', dublin),
      machine(`m.${id}`, 'us-east-1', virginia),
    ]),
  })
}

/** No threshold and no preference but those that a test is about. */
const NOTHING: PreferenceSettings = { leastSavingPerDisruption: 0, dwellHours: 0, equalCostShare: 0, mostSolves: 12 }
const NO_THRESHOLDS = { leastSavingShare: 0, leastSavingUsdPerMonth: 0 }

interface Asked {
  readonly preferences?: Partial<PreferenceSettings>
  readonly apply?: boolean
  readonly thresholds?: typeof NO_THRESHOLDS
}

async function aNight(
  fleet: Fleet,
  prices: Prices,
  { preferences = {}, apply = false, thresholds = NO_THRESHOLDS }: Asked = {},
): Promise<RunNight> {
  const settings = { preferences: { ...NOTHING, ...preferences }, thresholds, apply }
  return runNight({ store, now, fleet, catalogue: catalogueAt(prices), parts: { optimise: exactly() }, settings })
}

const places = ({ plan }: Night): Record<string, number> =>
  Object.fromEntries(plan.placements.map(({ agent, cluster, replicas }) => [`${agent} in ${cluster}`, replicas]))
const told = ({ preferences }: Night, name: PreferenceName) => preferences.find((preference) => preference.name === name)!
const exact = (usdPerHour: number) => ({
  usdPerHour: expect.closeTo(usdPerHour),
  leastUsdPerHour: expect.closeTo(usdPerHour),
  mostUsdPerHour: expect.closeTo(usdPerHour),
})

const LARGE_AND_SMALL: Prices = { large: [10, 2], small: [1, 0.9] }
const largeAndSmall = (large: Partial<FleetAgent> = {}, small: Partial<FleetAgent> = {}) =>
  allInDublin([agent('large', 1, large), agent('small', 1, small)])

describe('a night without preferences', () => {
  it('is the cheapest plan, and every preference costs nothing', async () => {
    const night = nightOf(await aNight(largeAndSmall(), LARGE_AND_SMALL))
    expect(places(night)).toEqual({ 'large in virginia': 1, 'small in virginia': 1 })
    expect(night.preferences.map(({ name }) => name)).toEqual([
      'pinned placement',
      'dwell time',
      'balance of moves',
      'ties stay',
      'thresholds',
    ])
    for (const { cost, agents } of night.preferences) expect([cost, agents]).toEqual([exact(0), []])
  })
})

describe('the balance of each agent’s moves', () => {
  const half = { preferences: { leastSavingPerDisruption: 0.5 } }

  it('leaves a small saving out, and tells what that costs against the optimum', async () => {
    const night = nightOf(await aNight(largeAndSmall(), LARGE_AND_SMALL, half))
    expect(places(night)).toEqual({ 'large in virginia': 1, 'small in dublin': 1 })
    expect(told(night, 'balance of moves')).toMatchObject({
      agents: [{ agent: 'small', replicasHeldBack: 1, why: 'saves 0.100 USD/h by moving, and 2.750 is asked for' }],
      cost: exact(0.1),
    })
    expect(night.plan).toMatchObject({ usdPerHour: { total: 3 }, lowerBoundUsdPerHour: expect.closeTo(2.9) })
  })

  it('asks of an agent what its own policy says', async () => {
    const fleet = largeAndSmall({}, { policy: { minimumSavingPerDisruption: 0.01 } })
    expect(places(nightOf(await aNight(fleet, LARGE_AND_SMALL, half)))).toEqual({ 'large in virginia': 1, 'small in virginia': 1 })
  })

  it('leaves an agent alone that a rule moves', async () => {
    const fleet = largeAndSmall({}, { policy: { placement: { anyTag: ['US'] } } })
    expect(places(nightOf(await aNight(fleet, LARGE_AND_SMALL, half)))).toEqual({ 'large in virginia': 1, 'small in virginia': 1 })
  })
})

describe('the time that an agent dwells', () => {
  const dwell = { preferences: { dwellHours: 36 }, apply: true }
  const fleet = () => allInDublin([agent('support', 2)])

  it('what was moved last night stays tonight, though it were cheaper elsewhere, and that is told with its cost', async () => {
    await aNight(fleet(), { support: [2, 1] }, dwell)
    hoursLater(24)
    const night = nightOf(await aNight(fleet(), { support: [1, 2] }, dwell))
    expect(places(night)).toEqual({ 'support in virginia': 2 })
    expect(night.steps).toEqual([])
    expect(told(night, 'dwell time')).toMatchObject({
      agents: [{ agent: 'support', replicasHeldBack: 2, why: 'moved 24 h ago, and stays for 36 h' }],
      cost: exact(2),
    })
  })

  it('moves again once the time is over, or sooner where its policy says so', async () => {
    await aNight(fleet(), { support: [2, 1] }, dwell)
    hoursLater(37)
    expect(places(nightOf(await aNight(fleet(), { support: [1, 2] }, dwell)))).toEqual({ 'support in dublin': 2 })
    hoursLater(24)
    const nimble = { ...fleet(), name: `${name}-nimble`, agents: [agent('support', 2, { policy: { minimumDwellHours: 12 } })] }
    await aNight(nimble, { support: [2, 1] }, dwell)
    hoursLater(24)
    expect(places(nightOf(await aNight(nimble, { support: [1, 2] }, dwell)))).toEqual({ 'support in dublin': 2 })
  })

  it('is counted for this fleet alone, and only from moves that were made', async () => {
    await aNight(fleet(), { support: [2, 1] }, dwell)
    expect(await store.moves.since(name, new Date(0))).toMatchObject([{ agent: 'support', replicas: 2, at: clock.toISOString() }])
    const other = { ...fleet(), name: `${name}-other` }
    await aNight(other, { support: [2, 1] }, { preferences: { dwellHours: 36 } })
    expect(await store.moves.since(other.name, new Date(0))).toEqual([])
  })

  it('a simulated fleet that starts again from its changed file has been moved by nobody', async () => {
    await aNight(fleet(), { support: [2, 1] }, dwell)
    const settings = { preferences: { ...NOTHING, dwellHours: 36 }, thresholds: NO_THRESHOLDS }
    const again = await runNight({
      store,
      now,
      fleet: fleet(),
      catalogue: catalogueAt({ support: [2, 1] }),
      sourceHash: 'two',
      parts: { optimise: exactly() },
      settings,
    })
    expect(places(nightOf(again))).toEqual({ 'support in virginia': 2 })
  })

  it('ends at once where a price list no longer matters: today’s place is forbidden', async () => {
    const inVirginia = { capacityType: 'on-demand' as const, cluster: 'virginia', replicas: 2 }
    await store.runs.start('nightly').then(({ id }) => store.moves.record(id, name, new Map([['support', 2]])))
    const banned: Fleet = { ...allInDublin([agent('support', 2, { policy: { placement: { anyTag: ['US'] } } })]), simulated: false }
    const night = nightOf(await aNight(banned, { support: [1, 2] }, { preferences: { dwellHours: 36 } }))
    expect(night.plan.placements).toMatchObject([inVirginia])
    expect(told(night, 'dwell time').agents).toMatchObject([
      { isFollowed: false, why: expect.stringMatching(/but today breaks a rule: .*support/) },
    ])
  })
})

describe('two places at nearly the same price', () => {
  it('prices that alternate by a hair never move a replica', async () => {
    const fleet = allInDublin([agent('support', 2)])
    const ties = { preferences: { equalCostShare: 0.001 }, apply: true }
    const nights: Prices[] = [{ support: [1, 1] }, { support: [1.0005, 1] }, { support: [1, 1.0005] }, { support: [1.0005, 1] }]
    for (const prices of nights) {
      const night = nightOf(await aNight(fleet, prices, ties))
      expect(places(night)).toEqual({ 'support in dublin': 2 })
      expect(night.steps).toEqual([])
      hoursLater(24)
    }
  })

  it('an agent that moves for nothing stays, beside one that moves for much, and the hair is told', async () => {
    const fleet = allInDublin([agent('large', 1), agent('support', 2)])
    const night = nightOf(await aNight(fleet, { large: [10, 2], support: [1.0005, 1] }, { preferences: { equalCostShare: 0.001 } }))
    expect(places(night)).toEqual({ 'large in virginia': 1, 'support in dublin': 2 })
    expect(told(night, 'ties stay')).toMatchObject({ agents: [{ agent: 'support', replicasHeldBack: 2 }], cost: exact(0.001) })
  })
})

describe('an agent that is pinned', () => {
  const pinned = (policy: FleetAgent['policy'], part: Partial<Fleet> = {}) => ({ ...largeAndSmall({ policy }), ...part })

  it('to today stays, and what that costs is told', async () => {
    const night = nightOf(await aNight(pinned({ pin: 'today' }), LARGE_AND_SMALL))
    expect(places(night)).toEqual({ 'large in dublin': 1, 'small in virginia': 1 })
    expect(told(night, 'pinned placement')).toMatchObject({
      agents: [{ agent: 'large', replicasHeldBack: 1, isFollowed: true, cost: exact(8) }],
      cost: exact(8),
    })
  })

  it('to places by number stands exactly there, though it has to move for it', async () => {
    const places2 = [{ cluster: 'virginia', capacityType: 'on-demand' as const, replicas: 1 }]
    const dearer: Prices = { large: [2, 10], small: [1, 1] }
    const night = nightOf(await aNight(pinned({ pin: places2 }), dearer))
    expect(places(night)).toMatchObject({ 'large in virginia': 1 })
    expect(told(night, 'pinned placement').cost).toEqual(exact(8))
    expect(night.decision.why.join(' ')).toMatch(/large is pinned elsewhere than it stands/)
  })

  it('each of two has the cost of its own pin', async () => {
    const fleet = allInDublin([agent('large', 1, { policy: { pin: 'today' } }), agent('small', 1, { policy: { pin: 'today' } })])
    const { agents, cost } = told(nightOf(await aNight(fleet, LARGE_AND_SMALL)), 'pinned placement')
    expect(agents).toMatchObject([
      { agent: 'large', cost: exact(8) },
      { agent: 'small', cost: exact(0.1) },
    ])
    expect(cost).toEqual(exact(8.1))
  })

  it('where a rule forbids it, gives way to the rule, and which one is told', async () => {
    const night = nightOf(await aNight(pinned({ pin: 'today', placement: { anyTag: ['US'] } }), LARGE_AND_SMALL))
    expect(places(night)).toMatchObject({ 'large in virginia': 1 })
    expect(told(night, 'pinned placement').agents).toMatchObject([
      { agent: 'large', isFollowed: false, why: expect.stringMatching(/its pin is not followed, for rules come first: .*dublin/) },
    ])
  })

  it('where all the rules together leave no plan, gives way as well', async () => {
    const budget = { limits: { usdPerHour: 4 } }
    const night = nightOf(await aNight(pinned({ pin: 'today' }, budget), LARGE_AND_SMALL))
    expect(places(night)).toMatchObject({ 'large in virginia': 1 })
    expect(told(night, 'pinned placement').agents).toMatchObject([{ agent: 'large', isFollowed: false }])
  })
})

describe('the thresholds', () => {
  it('tell what staying forgoes', async () => {
    const thresholds = { leastSavingShare: 0.05, leastSavingUsdPerMonth: 100 }
    const night = nightOf(await aNight(allInDublin([agent('small', 1)]), { small: [1, 0.9] }, { thresholds }))
    expect(night.decision.kind).toBe('stay')
    expect(told(night, 'thresholds')).toMatchObject({ agents: [{ agent: 'small', replicasHeldBack: 1 }], cost: exact(0.1) })
  })

  it('where a rule moves one agent, still hold back what another would save too little by', async () => {
    const fleet = allInDublin([agent('large', 1, { policy: { placement: { anyTag: ['US'] } } }), agent('small', 1)])
    const thresholds = { leastSavingShare: 0.05, leastSavingUsdPerMonth: 100 }
    const night = nightOf(await aNight(fleet, LARGE_AND_SMALL, { thresholds }))
    expect(places(night)).toEqual({ 'large in virginia': 1, 'small in dublin': 1 })
    expect(told(night, 'thresholds')).toMatchObject({ agents: [{ agent: 'small', replicasHeldBack: 1 }], cost: exact(0.1) })
  })
})

describe('what is preferred', () => {
  it('never breaks a rule of the problem, and is told in the text of the report and as CSV', async () => {
    const run = await aNight(largeAndSmall({ policy: { pin: 'today' } }), LARGE_AND_SMALL, {
      preferences: { leastSavingPerDisruption: 0.5 },
    })
    const { problem, plan } = nightOf(run)
    expect(verifyPlan(problem, plan).violations).toEqual([])
    const rows = parse(run.files.get('preferences.csv')!, { columns: true }) as Record<string, string>[]
    expect(rows[0]).toMatchObject({
      preference: 'pinned placement',
      agentsHeldBack: '1',
      replicasHeldBack: '1',
      usdPerHour: '8',
      usdPerMonth: '5840',
    })
    expect(rows.map(({ preference, agent }) => `${preference}: ${agent}`)).toContain('balance of moves: small')
  })

  it('all together cost what the plan costs over the optimum', async () => {
    const night = nightOf(
      await aNight(largeAndSmall({ policy: { pin: 'today' } }), LARGE_AND_SMALL, { preferences: { leastSavingPerDisruption: 0.5 } }),
    )
    const costs = night.preferences.reduce((sum, { cost }) => sum + cost.usdPerHour, 0)
    expect(costs).toBeCloseTo(night.plan.usdPerHour.total - night.plan.lowerBoundUsdPerHour)
  })

  it('is no part of the problem: the contract knows none of it', async () => {
    const fleet = largeAndSmall({ policy: { pin: 'today', minimumDwellHours: 9, minimumSavingPerDisruption: 9 } })
    const { problem } = nightOf(await aNight(fleet, LARGE_AND_SMALL))
    expect(problem.agents[0]).not.toHaveProperty('pin')
    expect(problem.agents[0]?.move).toBeUndefined()
  })
})
