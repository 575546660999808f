import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { nightText } from '../../src/cli/night-text.ts'
import type { Fleet, FleetCluster } from '../../src/domain/fleet.ts'
import type { LivePrices } from '../../src/jobs/live-prices.ts'
import type { NightParts, NightSettings } from '../../src/jobs/night-parts.ts'
import { StalePricesError } from '../../src/plan/stale-prices-error.ts'
import type { Night } from '../../src/reports/night.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { aFleet, aFleetAgent, aFleetCluster } from '../builders.ts'
import { exactly } from '../oracle/exactly.ts'
import { DOWN, LiveWorld } from './live-world.ts'
import { NO_THRESHOLDS, NOTHING } from './nights-in-a-store.ts'
import { nightOf, type RunNight, runNight } from './run-night.ts'

let folder: string
let store: Store
let clock = new Date('2026-07-20T02:00:00Z')
let world: LiveWorld
let fleetName: string
let tests = 0
const now = () => clock
const later = (hours: number) => {
  clock = new Date(clock.getTime() + hours * 3_600_000)
}

/** All tests of this file share a store: each has a fleet and a region of its own. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-live-'))
  store = await openStore(join(folder, 'store'), { now })
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  tests += 1
  clock = new Date('2026-07-20T02:00:00Z')
  fleetName = `fleet-${tests}`
  world = new LiveWorld(store, now, `eu-west-${tests}`)
})

/** Support, one vCPU, on an m.2xlarge of Dublin, which may grow from the m family. */
function fleetOf(cluster: Partial<FleetCluster> = {}): Fleet {
  const large = { cluster: 'dublin', instanceType: 'm.2xlarge', capacityType: 'on-demand' as const, count: 1 }
  const growsFrom = { instanceTypes: [], families: ['m'], capacityTypes: ['on-demand' as const] }
  const nodes = [{ ...large, pods: [{ agent: 'support', replicas: 1 }] }]
  return aFleet({
    name: fleetName,
    readAt: clock.toISOString(),
    clusters: [aFleetCluster({ ...world.place, growsFrom, nodes, ...cluster })],
  })
}

const GROWS_SPOT = { instanceTypes: [], families: ['m'], capacityTypes: ['on-demand' as const, 'spot' as const] }

interface Asked {
  readonly fleet?: Fleet
  readonly refresh?: boolean
  readonly livePrices?: LivePrices
  readonly settings?: Partial<NightSettings>
  readonly optimise?: NightParts['optimise']
}

const night = ({
  fleet = fleetOf(),
  refresh = true,
  livePrices = world.livePrices({ refresh }),
  settings,
  optimise = exactly(),
}: Asked = {}): Promise<RunNight> =>
  runNight({
    store,
    now,
    fleet,
    catalogue: world.parts().bundled.catalogue,
    parts: {
      optimise,
      livePrices,
      readCatalogue: (at) => world.catalogueAt(at),
      readFleet: (catalogue) => ({ fleet, catalogue, sourceHash: 'one', source: 'fleet.yaml' }),
    },
    settings: { preferences: NOTHING, thresholds: NO_THRESHOLDS, ...settings },
  })

const textOf = (told: Night): string =>
  nightText(told, { out: 'out', applyCommand: 'apply', reportCommand: 'report', terminal: { width: 2000, bold: (text) => text } })
const rowsOf = ({ files }: RunNight, name: string) => parse(files.get(name)!, { columns: true }) as Record<string, string>[]

describe('two nights with a price rise in between', () => {
  it('each plans at the prices of its day, and the second tells what the rise costs', async () => {
    world.onDemand = { 'm.xlarge': 1.1, 'm.2xlarge': 4 }
    const first = nightOf(await night({ settings: { apply: true } }))
    expect(first).toMatchObject({ plan: { usdPerHour: { nodes: 1.1 } }, prices: { asOf: clock.toISOString(), warnings: [], mayAct: true } })
    expect(first.priceChanges).toBeUndefined()
    const [firstAt, since] = [clock, clock.toISOString()]
    later(24)
    world.onDemand = { 'm.xlarge': 1.6, 'm.2xlarge': 4.5 }
    const ran = await night()
    const second = nightOf(ran)
    expect(second.plan.usdPerHour.nodes).toBe(1.6)
    expect(second.priceChanges).toMatchObject({
      since: { runId: first.runId, at: since },
      offers: [{ instanceType: 'm.xlarge', oldUsdPerHour: 1.1, newUsdPerHour: 1.6, nodes: 1, todayNodes: 1, lastPlanNodes: 1 }],
      lastPlan: { thenUsdPerHour: 1.1, nowUsdPerHour: 1.6 },
    })
    expect(rowsOf(ran, 'price-changes.csv').map(({ cluster, effectUsdPerHour }) => [cluster, effectUsdPerHour])).toEqual([
      ['dublin', '0.5'],
      ['(all of these)', '0.5'],
      ['(nodes of the last plan)', ''],
    ])
    expect(textOf(second)).toContain(
      'the price of 1 machine in use changed: +0.500 USD/h for today’s nodes, +0.500 USD/h for this plan’s. The nodes of the last plan cost 1.100 USD/h then and 1.600 USD/h at today’s prices.',
    )
    const past = await world.catalogueAt(firstAt)
    expect(past.machines('aws', world.place.region).map(({ onDemand }) => onDemand?.usdPerHour)).toEqual([1.1, 4])
  })

  it('a machine that is sold no more leaves the last plan’s cost at today’s prices unknown', async () => {
    const others = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`x.${at}`, 1]))
    world.onDemand = { 'm.xlarge': 1, 'm.2xlarge': 4, ...others }
    await night()
    later(24)
    world.onDemand = { 'm.2xlarge': 4, ...others }
    const { priceChanges } = nightOf(await night())
    expect(priceChanges?.offers).toEqual([
      {
        cluster: 'dublin',
        instanceType: 'm.xlarge',
        capacityType: 'on-demand',
        oldUsdPerHour: 1,
        nodes: 0,
        todayNodes: 0,
        lastPlanNodes: 1,
      },
    ])
    expect(priceChanges?.lastPlan).toEqual({ thenUsdPerHour: 1 })
  })
})

describe('a night whose fleet runs on a machine that is listed no more', () => {
  const listed = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`x.${at}`, 1]))

  beforeEach(async () => {
    world.onDemand = { 'm.xlarge': 1, 'm.2xlarge': 4, ...listed }
    await night()
    later(24)
    world.onDemand = { 'm.xlarge': 1, ...listed }
  })

  it('prices what runs as it was bundled, offers no more of it, and says so', async () => {
    const told = nightOf(await night())
    const [offer] = told.problem.clusters[0]!.offers.filter(({ instanceType }) => instanceType === 'm.2xlarge')
    expect(offer).toMatchObject({ usdPerHour: 1, maxNodes: 1 })
    expect(told.prices.warnings?.[0]).toMatch(/lists no price of m.2xlarge: what runs of it in dublin counts at the bundled 1 USD\/h of/)
  })

  it('is not acted on', async () => {
    await expect(night({ settings: { apply: true } })).rejects.toThrow(/lists no price of m.2xlarge/)
  })
})

describe('a night whose source fails', () => {
  it('plans with the last good prices, and says how old they are and why it failed', async () => {
    await night()
    later(10)
    world.failure = DOWN
    const told = nightOf(await night())
    const warning = told.prices.warnings?.[0] ?? ''
    expect(warning).toMatch(
      /^On-demand prices of aws eu-west-\d+ \(aws-pricing\) are 10 h old and count until .*; aws-pricing could not be read on .*: https:\/\/aws\.example: connection refused; check the network\.$/,
    )
    expect(told).toMatchObject({ prices: { mayAct: true }, plan: { usdPerHour: { nodes: 1 } } })
    expect(told.notes).toContain(warning)
    expect(textOf(told).split(`Warning: ${warning}`)).toHaveLength(2)
    expect(textOf(told).split(warning)).toHaveLength(2)
  })

  it('at the first time has the bundled prices stand in, says why, and is not acted on', async () => {
    world.failure = DOWN
    const told = nightOf(await night())
    expect(told).toMatchObject({ prices: { asOf: '2026-07-01', mayAct: false }, plan: { usdPerHour: { nodes: 1 } } })
    expect(told.prices.warnings).toEqual([
      expect.stringMatching(
        /^No live price of aws eu-west-\d+ is known \(aws-pricing: .*connection refused.*\): the bundled ones stand in\.$/,
      ),
    ])
    await expect(night({ settings: { apply: true } })).rejects.toThrow(StalePricesError)
  })

  it('in a way that nobody foresaw is planned all the same, and what happened is told', async () => {
    await night()
    const livePrices = { ...world.livePrices(), refresh: () => Promise.reject(new TypeError('x is undefined')) }
    const told = nightOf(await night({ livePrices }))
    expect(told.notes).toContain('Prices could not be read anew: x is undefined.')
    expect(told.plan.usdPerHour.nodes).toBe(1)
  })
})

describe('a night whose reading is called off', () => {
  it('ends there: nothing is planned, and nothing is acted on', async () => {
    await night()
    const outcome = await world.livePrices().refresh!()
    const livePrices = { ...world.livePrices(), refresh: async () => ({ ...outcome, cutShort: 'called off' as const }) }
    await expect(night({ livePrices })).rejects.toThrow('called off while prices were read')
  })
})

describe('a price that jumps at every refresh', () => {
  const jumping = async (kind: 'onDemand' | 'spot', fleet?: () => Fleet) => {
    for (const usdPerHour of [0.4, 4, 40, 400]) {
      world[kind] = { ...world[kind], 'm.xlarge': usdPerHour }
      await world.livePrices().refresh!()
      later(19)
    }
    return nightOf(await night({ ...(fleet && { fleet: fleet() }), refresh: false }))
  }

  it('on demand makes its listing stale, however often that is read', async () => {
    const told = await jumping('onDemand')
    expect(told.prices).toMatchObject({
      mayAct: false,
      warnings: [
        expect.stringMatching(/^On-demand prices of .* are 76 h old where they keep jumping, past the 72 h for which they count\.$/),
        expect.stringMatching(/jumped/),
      ],
    })
  })

  it('as spot is no offer once it is stale, which forbids nothing', async () => {
    const fleet = () => ({ ...fleetOf({ growsFrom: GROWS_SPOT }), agents: [aFleetAgent({ policy: { spot: { maxShare: 1 } } })] })
    const told = await jumping('spot', fleet)
    expect(told.plan.nodeGroups).toMatchObject([{ capacityType: 'on-demand' }])
    expect(told.prices).toMatchObject({
      mayAct: true,
      warnings: [expect.anything(), expect.stringContaining('no spot is offered at them')],
    })
  })
})

describe('a stale night', () => {
  const stale = async () => {
    await night()
    later(80)
    world.failure = DOWN
  }

  it('is planned with a warning, and its steps are not offered', async () => {
    await stale()
    const ran = await night()
    const told = nightOf(ran)
    expect(told.prices).toMatchObject({
      mayAct: false,
      warnings: [expect.stringMatching(/are 80 h old, past the 72 h for which they count; aws-pricing could not be read/)],
    })
    expect(JSON.parse(ran.files.get('night.json')!).prices.mayAct).toBe(false)
    expect(textOf(told)).toMatch(/Next\n {2}Read prices anew: ballast prices refresh\./)
  })

  it('is not acted on, though its fleet is simulated: nothing is solved, and what, how old and the remedy are told', async () => {
    await stale()
    const refused = night({ settings: { apply: true } })
    await expect(refused).rejects.toThrow(StalePricesError)
    await expect(refused).rejects.toThrow(/On-demand prices of aws eu-west-\d+ .* are 80 h old[\s\S]*ballast prices refresh/)
    expect((await store.runs.list(1))[0]).toMatchObject({ status: 'failed' })
    expect(await store.simulatedFleets.find(fleetName)).toBeUndefined()
  })

  it('whose prices go stale while it plans takes no step', async () => {
    await night()
    later(71.5)
    world.failure = DOWN
    const slow = runNight({
      ...{ store, now, fleet: fleetOf(), catalogue: world.parts().bundled.catalogue, settings: { apply: true } },
      parts: {
        optimise: (problem) => {
          clock = new Date(clock.getTime() + 600_000)
          return exactly()(problem)
        },
        livePrices: world.livePrices(),
        readCatalogue: (at) => world.catalogueAt(at),
        readFleet: (catalogue) => ({ fleet: fleetOf(), catalogue, sourceHash: 'one', source: 'fleet.yaml' }),
      },
    })
    await expect(slow).rejects.toThrow(StalePricesError)
    expect(await store.simulatedFleets.find(fleetName)).toBeUndefined()
  })

  it('whose prices go stale while it plans takes no step, though others were read meanwhile: they are not what it planned with', async () => {
    await night()
    later(71.5)
    const readMeanwhile = world.livePrices().refresh!
    const slow = night({
      livePrices: world.livePrices({ refresh: false }),
      settings: { apply: true },
      optimise: async (problem) => {
        clock = new Date(clock.getTime() + 3_600_000)
        await readMeanwhile()
        return exactly()(problem)
      },
    })
    await expect(slow).rejects.toThrow(/are 7\d h old, past the 72 h/)
    expect(await store.simulatedFleets.find(fleetName)).toBeUndefined()
  })

  it('is mended by reading anew', async () => {
    await stale()
    world.failure = undefined
    expect(nightOf(await night({ settings: { apply: true } }))).toMatchObject({ applied: true, prices: { mayAct: true, warnings: [] } })
  })
})

describe('a night that is told not to refresh', () => {
  it('asks nobody, and plans with what is stored', async () => {
    await night()
    const { reads } = world
    later(5)
    world.onDemand = { 'm.xlarge': 0.5, 'm.2xlarge': 4 }
    const { stages, ...ran } = await night({ refresh: false })
    expect([world.reads, nightOf(ran).plan.usdPerHour.nodes]).toEqual([reads, 1])
    expect(stages).not.toContain('reading prices')
  })
})

describe('a spot offer that could not be had', () => {
  const refuse = (instanceType: string) => store.spotEvents.record({ kind: 'refused', ...world.place, zone: '', instanceType })

  const spotAgents = () => {
    const agents = [aFleetAgent({ policy: { spot: { maxShare: 1 } } })]
    return { ...fleetOf({ growsFrom: GROWS_SPOT }), agents }
  }

  it('counts as dearer while a plan is sought; plan, saving and what is stored are at its price', async () => {
    world.spot = { 'm.xlarge': 0.4 }
    await night({ fleet: spotAgents() })
    await refuse('m.xlarge')
    const ran = await night({ fleet: spotAgents(), refresh: false })
    const told = nightOf(ran)
    expect(told.plan).toMatchObject({ usdPerHour: { nodes: 0.4 }, nodeGroups: [{ capacityType: 'spot' }] })
    expect(told.decision.savingUsdPerHour).toBeCloseTo(4 - told.plan.usdPerHour.total, 9)
    const stored = (await store.nights.lastOf(fleetName))!
    expect(verifyPlan(stored.problem, stored.plan)).toMatchObject({ holds: true, recomputed: { usdPerHour: { nodes: 0.4 } } })
  })

  it('leaves a bound that holds at true prices, and says why the gap is wide', async () => {
    world.spot = { 'm.xlarge': 0.8 }
    await night({ fleet: spotAgents() })
    await refuse('m.xlarge')
    const { plan, notes } = nightOf(await night({ fleet: spotAgents(), refresh: false }))
    expect(plan).toMatchObject({ status: 'feasible', usdPerHour: { nodes: 1 } })
    expect(plan.lowerBoundUsdPerHour).toBeCloseTo(1 / 1.5, 9)
    expect(notes).toContainEqual(expect.stringContaining('counted as dearer while this plan was sought'))
    later(6)
    const next = nightOf(await night({ fleet: spotAgents(), refresh: false }))
    expect([next.plan.status, next.plan.usdPerHour.nodes]).toEqual(['optimal', 0.8])
    expect(next.notes).not.toContainEqual(expect.stringContaining('counted as dearer'))
  })

  it('is no change of its price, neither that night nor the next', async () => {
    world.spot = { 'm.xlarge': 0.4 }
    await night({ fleet: spotAgents() })
    await refuse('m.xlarge')
    const refused = await night({ fleet: spotAgents(), refresh: false })
    expect(nightOf(refused).priceChanges?.offers).toEqual([])
    expect(rowsOf(refused, 'cost-by-cloud.csv')[0]).toMatchObject({ nodesUsdPerHour: '0.4' })
    later(12)
    const next = nightOf(await night({ fleet: spotAgents() }))
    expect(next.priceChanges).toMatchObject({ offers: [], lastPlan: { thenUsdPerHour: expect.closeTo(0.4, 9), nowUsdPerHour: 0.4 } })
    expect(textOf(next)).toContain('no price of a machine in use changed')
  })

  it('is taken no more where something else is cheaper', async () => {
    world.spot = { 'm.xlarge': 0.8 }
    await night({ fleet: spotAgents() })
    await refuse('m.xlarge')
    expect(nightOf(await night({ fleet: spotAgents(), refresh: false })).plan.nodeGroups).toMatchObject([{ capacityType: 'on-demand' }])
  })

  it('is told with how often it is lost, and that this is assumed', async () => {
    world.spot = { 'm.xlarge': 0.4 }
    const ran = await night({ fleet: spotAgents() })
    await refuse('m.xlarge')
    const [row] = rowsOf(await night({ fleet: spotAgents(), refresh: false }), 'spot-offers.csv')
    expect(rowsOf(ran, 'spot-offers.csv')).toMatchObject([
      { interruptionOrigin: 'assumed', interruptionsPerHour: '0.001', refusedAt: '', nodes: '1' },
    ])
    expect(row).toMatchObject({ usdPerHour: '0.4', countedUsdPerHour: '0.6', surchargeUsdPerHour: '0.2', source: 'aws-ec2-spot, one zone' })
  })

  it('was seen long enough: then what was seen counts', async () => {
    world.spot = { 'm.xlarge': 0.4 }
    const kind = { ...world.place, zone: '', instanceType: 'm.xlarge' }
    await store.spotEvents.record({ kind: 'ran', ...kind, nodeHours: 730 })
    const [row] = rowsOf(await night({ fleet: spotAgents() }), 'spot-offers.csv')
    expect(row).toMatchObject({ interruptionOrigin: 'observed', interruptionsPerHour: '0.0005' })
  })
})
