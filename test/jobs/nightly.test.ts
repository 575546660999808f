import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failFrom } from '../../src/clusters/simulated/faults.ts'
import { simulatedCluster } from '../../src/clusters/simulated/simulated-cluster.ts'
import type { Fleet } from '../../src/domain/fleet.ts'
import type { NightParts, NightSettings } from '../../src/jobs/night-parts.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { aCatalogue, aFleet, aFleetAgent, aFleetCluster, aMachine } from '../builders.ts'
import { firstFit } from './first-fit.ts'
import { nightOf, runNight } from './run-night.ts'

const now = () => new Date('2026-07-20T12:00:00Z')
let folder: string
let store: Store
/** Each test has a fleet of its own name: they share one store. */
let name: string
let tests = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-night-'))
  store = await openStore(join(folder, 'store'), { now })
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

beforeEach(() => {
  tests += 1
  name = `fleet-${tests}`
})

/** Dublin sells m.xlarge at 1 USD/h and m.2xlarge at 4. Support, one vCPU, stands on the large one. */
const CATALOGUE = aCatalogue({
  machines: [
    aMachine({}),
    aMachine({
      instanceType: 'm.2xlarge',
      vcpu: 8,
      memoryGiB: 32,
      onDemand: { ...aMachine().onDemand!, instanceType: 'm.2xlarge', usdPerHour: 4 },
    }),
  ],
})
const DEAR: Fleet = aFleet({
  clusters: [
    aFleetCluster({
      growsFrom: { instanceTypes: [], families: ['m'], capacityTypes: ['on-demand'] },
      nodes: [
        { cluster: 'dublin', instanceType: 'm.2xlarge', capacityType: 'on-demand', count: 1, pods: [{ agent: 'support', replicas: 1 }] },
      ],
    }),
  ],
})

interface Change {
  fleet?: Fleet
  sourceHash?: string
  parts?: Partial<NightParts>
  settings?: Partial<NightSettings>
}

const run = ({ fleet = DEAR, ...change }: Change = {}) =>
  runNight({ store, now, catalogue: CATALOGUE, fleet: { ...fleet, name }, ...change })

describe('the nightly run', () => {
  it('saves three of four dollars an hour by a smaller node', async () => {
    const { decision, plan, steps } = nightOf(await run())
    expect(decision).toMatchObject({ kind: 'move', todayUsdPerHour: 4, afterUsdPerHour: 1, savingUsdPerHour: 3, savingUsdPerMonth: 2190 })
    expect(plan.nodeGroups).toMatchObject([{ instanceType: 'm.xlarge', count: 1 }])
    expect(steps[0]?.text).toMatch(/^Start 1 on-demand node m\.xlarge in dublin/)
  })

  it('writes plan, problem, what it found and every report', async () => {
    const { files } = await run()
    expect([...files.keys()]).toEqual([
      'problem.json',
      'plan.json',
      'night.json',
      'strategies.csv',
      'preferences.csv',
      'cost-by-agent.csv',
      'cost-by-cluster.csv',
      'cost-by-cloud.csv',
      'commitments.csv',
      'price-changes.csv',
      'spot-offers.csv',
      'agents.csv',
      'placements.csv',
      'steps.csv',
    ])
    expect(files.get('strategies.csv')).toMatch(/^today,as it is,4,2920,/m)
  })

  it('stands in the store with its problem, its plan and its steps', async () => {
    const { runId } = nightOf(await run())
    expect(await store.runs.find(runId)).toMatchObject({ kind: 'nightly', status: 'succeeded', decision: expect.stringMatching(/^Move\./) })
    expect((await store.plans.find(runId))?.usdPerHour.total).toBe(1)
    expect((await store.problems.find(runId))?.agents).toHaveLength(1)
    expect((await store.steps.of(runId)).every(({ outcome }) => outcome === undefined)).toBe(true)
  })

  it('changes nothing unless it is told to apply', async () => {
    const { runId } = nightOf(await run())
    expect(await store.simulatedFleets.find(name)).toBeUndefined()
    expect(await store.audit.list({ runId })).toEqual([])
  })

  it('applied once, a second run finds nothing to do, and the plan is what stands', async () => {
    await run({ settings: { apply: true } })
    const { decision, steps, plan, notes } = nightOf(await run({ settings: { apply: true } }))
    expect(decision).toMatchObject({ kind: 'stay', todayUsdPerHour: 1, savingUsdPerHour: 0 })
    expect(steps).toEqual([])
    expect(plan).toMatchObject({ status: 'optimal', gap: 0, usdPerHour: { total: 1, moves: 0 } })
    expect(notes).toContain(`${name} stands as the last --apply left it.`)
  })

  it('each write of an apply is in the audit trail, and each step has its outcome', async () => {
    const { runId } = nightOf(await run({ settings: { apply: true } }))
    const steps = await store.steps.of(runId)
    expect(steps.length).toBeGreaterThan(0)
    expect(steps.every(({ outcome }) => outcome?.status === 'done')).toBe(true)
    const trail = await store.audit.list({ runId })
    expect(trail[0]).toMatchObject({ actor: 'mia', action: 'intended' })
    expect(await store.audit.verify()).toBeUndefined()
  })

  it('what a write did is kept before the next one begins, so that a run that is cut off loses nothing', async () => {
    const kept: boolean[] = []
    const openClusters: NightParts['openClusters'] = (of, problem) => {
      const clusters = simulatedCluster(of, problem)
      const scale = clusters.scale.bind(clusters)
      return Object.assign(clusters, {
        scale: async (...call: Parameters<typeof scale>) => {
          kept.push((await store.simulatedFleets.find(name)) !== undefined)
          await scale(...call)
        },
      })
    }
    await run({ settings: { apply: true }, parts: { openClusters } })
    expect(kept.length).toBeGreaterThan(1)
    expect(kept.slice(1)).not.toContain(false)
  })

  it('a fleet file that was changed after an apply wins again, and that is said', async () => {
    await run({ settings: { apply: true } })
    const { decision, notes } = nightOf(await run({ sourceHash: 'two' }))
    expect(decision.kind).toBe('move')
    expect(notes).toContain(`fleet.yaml was changed since the last --apply: ${name} starts again from the file.`)
  })

  it('a step that fails fails the run, and the fleet is kept as it stands then', async () => {
    const failing = run({ settings: { apply: true }, parts: { openClusters: (of, problem) => simulatedCluster(of, problem, failFrom(2)) } })
    await expect(failing).rejects.toThrow(/step 2 of \d+ failed/)
    const [last] = await store.runs.list()
    expect(last).toMatchObject({ status: 'failed', error: expect.stringMatching(/step 2/) })
    expect(await store.simulatedFleets.find(name)).toBeDefined()
    expect((await store.steps.of(last!.id))[1]?.outcome?.status).toBe('failed')
  })

  it('today stays where the saving is below the thresholds', async () => {
    const thresholds = { leastSavingShare: 0.8, leastSavingUsdPerMonth: 10 }
    const { decision, plan } = nightOf(await run({ settings: { thresholds } }))
    expect(decision).toMatchObject({ kind: 'stay', todayUsdPerHour: 4, afterUsdPerHour: 4 })
    expect(plan).toMatchObject({ status: 'feasible', usdPerHour: { total: 4 }, lowerBoundUsdPerHour: 1, gap: 0.75 })
  })

  it('a real fleet is not acted on with bundled prices, and nothing is solved', async () => {
    const optimise = () => Promise.reject(new Error('it was solved'))
    const real = run({ fleet: { ...DEAR, simulated: false }, settings: { apply: true }, parts: { optimise } })
    await expect(real).rejects.toThrow(/only a simulated fleet may be acted on/)
    expect((await store.runs.list())[0]?.status).toBe('failed')
  })

  it('an infeasible fleet moves nothing, ends its run so, and takes away reports of other nights', async () => {
    const giant = aFleetAgent({ requests: { cpu: 64, memoryGiB: 1, gpu: 0 } })
    const { outcome, files } = await run({ fleet: aFleet({ agents: [giant] }) })
    expect(outcome).toMatchObject({ kind: 'no plan', night: { plan: { status: 'infeasible' } } })
    expect(files.get('plan.json')).toMatch(/"infeasible"/)
    expect(files.get('strategies.csv')).toBeUndefined()
    expect((await store.runs.list())[0]?.status).toBe('infeasible')
  })

  it('a plan that does not pass the verifier is never shown', async () => {
    const optimise: NightParts['optimise'] = async (problem) => ({ ...(await firstFit(problem)), placements: [] })
    await expect(run({ parts: { optimise } })).rejects.toThrow(/breaks its rules and is not shown/)
  })

  it('tells its stages in order', async () => {
    const { stages } = await run()
    expect(stages.slice(0, 4)).toEqual(['reading the catalogue', 'reading the fleet', 'building the problem', 'solving'])
  })
})
