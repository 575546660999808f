import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fleet } from '../../src/domain/fleet.ts'
import { NO_COST, type Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import type { Step } from '../../src/domain/step.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { storedPricesContract } from './prices/stored-prices.ts'

/** An empty database of one kind: where it is, a way to it past the store (while no store has it open), and its removal. */
export interface EmptyDatabase {
  readonly location: string
  sql(statement: string): Promise<void>
  remove(): Promise<void>
}

export const NOON = '2026-07-20T12:00:00.000Z'
const PROBLEM: Problem = { schema: 'placement-problem/v1', asOf: '2026-07-20T00:00:00Z', horizonHours: 24, clusters: [], agents: [] }
const PLAN: Plan = {
  schema: 'placement-plan/v1',
  status: 'optimal',
  usdPerHour: { ...NO_COST, total: 12.5, nodes: 12.5 },
  lowerBoundUsdPerHour: 12.4,
  gap: 0.008,
  placements: [{ agent: 'support', cluster: 'aws-eu', capacityType: 'spot', replicas: 4 }],
  nodeGroups: [],
  flows: [],
}
const FLEET: Fleet = {
  name: 'demo',
  simulated: true,
  readAt: NOON,
  horizonHours: 24,
  headroom: 0.05,
  operators: [],
  clusters: [],
  agents: [],
  quotas: [],
  egress: [],
  limits: {},
}
const NODES = { cluster: 'aws-eu', instanceType: 'm7i.xlarge', capacityType: 'spot' } as const
const START: Step = { kind: 'start-nodes', ...NODES, from: 0, to: 2 }
const GROW: Step = { kind: 'grow', agent: 'support', cluster: 'aws-eu', capacityType: 'spot', from: 0, to: 4, layout: [] }
const STOP: Step = { kind: 'stop-nodes', ...NODES, from: 2, to: 0 }
const SCALE_UP = { actor: 'mia', action: 'scale', subject: 'aws-eu/support', old: { replicas: 2 }, new: { replicas: 4 }, reason: 'cheaper' }

/** What every store must do, wherever it keeps its rows. */
export function storeContract(kind: string, emptyDatabase: () => Promise<EmptyDatabase>): void {
  describe(`a store on ${kind}`, () => {
    let database: EmptyDatabase
    let store: Store
    let clock: number
    const now = (): Date => new Date(clock)

    beforeEach(async () => {
      clock = Date.parse(NOON)
      database = await emptyDatabase()
      store = await openStore(database.location, { now })
    })
    afterEach(async () => {
      await store.close()
      await database.remove()
    })

    it('keeps a run with its start, its end and what it decided, over a restart', async () => {
      const { id } = await store.runs.start('nightly')
      clock += 90_000
      await store.runs.finish(id, { status: 'succeeded', decision: 'moves 4 replicas, saves 3 USD/h' })
      await store.close()
      store = await openStore(database.location, { now })
      expect(await store.runs.find(id)).toEqual({
        id,
        kind: 'nightly',
        status: 'succeeded',
        startedAt: NOON,
        endedAt: '2026-07-20T12:01:30.000Z',
        decision: 'moves 4 replicas, saves 3 USD/h',
      })
    })

    it('lists the latest run first, also among those of one instant', async () => {
      const ids = []
      for (let i = 0; i < 3; i++) ids.push((await store.runs.start('nightly')).id)
      clock -= 1000
      const earlier = await store.runs.start('nightly')
      expect((await store.runs.list()).map(({ id }) => id)).toEqual([...ids.reverse(), earlier.id])
      expect(await store.runs.list(2)).toHaveLength(2)
    })

    it('ends a run once, and only one that began', async () => {
      const { id } = await store.runs.start('nightly')
      await store.runs.finish(id, { status: 'failed', error: 'no prices' })
      await expect(store.runs.finish(id, { status: 'succeeded' })).rejects.toThrow(/is not going on/)
      await expect(store.runs.finish(randomUUID(), { status: 'succeeded' })).rejects.toThrow(/is not going on/)
      expect(await store.runs.find(id)).toMatchObject({ status: 'failed', error: 'no prices' })
    })

    it('gives back a problem and its plan as they were saved, and the figures without either', async () => {
      const { id } = await store.runs.start('nightly')
      await store.problems.save(id, PROBLEM)
      await store.plans.save(id, PLAN, 15)
      expect(await store.problems.find(id)).toEqual(PROBLEM)
      expect(await store.plans.find(id)).toEqual(PLAN)
      const figures = { status: 'optimal', todayUsdPerHour: 15, usdPerHour: 12.5, lowerBoundUsdPerHour: 12.4, gap: 0.008 }
      expect(await store.plans.figures()).toEqual([{ runId: id, ...figures }])
    })

    it('gives back the last night of a fleet that has ended with a plan, and none of another fleet', async () => {
      const night = async (fleet: string, plan: Plan) => {
        const { id } = await store.runs.start('nightly')
        await store.problems.save(id, PROBLEM)
        await store.nights.save(id, { fleet, surcharges: new Map([['aws-eu|m7i.xlarge|spot', 0.02]]) })
        await store.plans.save(id, plan)
        clock += 60_000
        return id
      }
      const first = await night('demo', PLAN)
      const without = await night('demo', { ...PLAN, status: 'unknown' })
      const other = await night('other', PLAN)
      expect(await store.nights.lastOf('demo')).toBeUndefined()
      for (const id of [first, without, other]) await store.runs.finish(id, { status: 'succeeded' })
      await night('demo', PLAN)
      expect(await store.nights.lastOf('demo')).toEqual({
        runId: first,
        at: NOON,
        problem: PROBLEM,
        plan: PLAN,
        surcharges: new Map([['aws-eu|m7i.xlarge|spot', 0.02]]),
      })
    })

    it('says nothing of the cost where no plan was found, and nothing of a run that it does not know', async () => {
      const { id } = await store.runs.start('nightly')
      await store.problems.save(id, PROBLEM)
      await store.plans.save(id, { ...PLAN, status: 'infeasible', usdPerHour: NO_COST, lowerBoundUsdPerHour: 0, gap: 0 })
      expect(await store.plans.figures()).toEqual([{ runId: id, status: 'infeasible', lowerBoundUsdPerHour: 0 }])
      expect(await store.plans.find(randomUUID())).toBeUndefined()
      expect(await store.problems.find(randomUUID())).toBeUndefined()
      expect(await store.runs.find(randomUUID())).toBeUndefined()
      expect(await store.simulatedFleets.find('nobody')).toBeUndefined()
    })

    it('takes no plan without its problem, and no second plan of a run', async () => {
      const { id } = await store.runs.start('nightly')
      await expect(store.plans.save(id, PLAN)).rejects.toThrow()
      await store.problems.save(id, PROBLEM)
      await store.plans.save(id, PLAN)
      await expect(store.plans.save(id, { ...PLAN, gap: 0 })).rejects.toThrow()
      expect((await store.plans.find(id))?.gap).toBe(0.008)
    })

    it('keeps the steps in order, with the outcome of those that ended', async () => {
      const { id } = await store.runs.start('nightly')
      await store.steps.save(id, [START, GROW, STOP])
      await store.steps.finish(id, 1, { status: 'done' })
      clock += 1000
      await store.steps.finish(id, 2, { status: 'failed', detail: 'not ready in time' })
      expect(await store.steps.of(id)).toEqual([
        { position: 1, step: START, outcome: { status: 'done', at: NOON } },
        {
          position: 2,
          step: GROW,
          outcome: { status: 'failed', detail: 'not ready in time', at: '2026-07-20T12:00:01.000Z' },
        },
        { position: 3, step: STOP },
      ])
    })

    it('takes one outcome for a step, and none for a step that is not there', async () => {
      const { id } = await store.runs.start('nightly')
      await store.steps.save(id, [GROW])
      await store.steps.finish(id, 1, { status: 'failed' })
      await expect(store.steps.finish(id, 1, { status: 'done' })).rejects.toThrow(/stays as it is/)
      await expect(store.steps.finish(id, 2, { status: 'done' })).rejects.toThrow(/does not exist/)
    })

    it('saves the steps of a plan with no step, and of one with more than fit in a statement', async () => {
      const [still, busy] = [await store.runs.start('nightly'), await store.runs.start('nightly')]
      await store.steps.save(still.id, [])
      await store.steps.save(busy.id, Array(10_001).fill(GROW))
      expect(await store.steps.of(still.id)).toEqual([])
      expect((await store.steps.of(busy.id)).at(-1)).toEqual({ position: 10_001, step: GROW })
    })

    it('tells the latest move of each agent of a fleet since a time, and none that was put back', async () => {
      const first = await store.runs.start('nightly')
      await store.moves.record(
        first.id,
        'demo',
        new Map([
          ['support', 3],
          ['archive', 1],
        ]),
      )
      clock += 3_600_000
      const second = await store.runs.start('nightly')
      await store.moves.record(
        second.id,
        'demo',
        new Map([
          ['support', 2],
          ['retriever', 4],
        ]),
      )
      await store.moves.record(second.id, 'demo', new Map([['retriever', 0]]))
      await store.moves.record(second.id, 'other', new Map([['router', 1]]))
      expect(await store.moves.since('demo', new Date(0))).toEqual([
        { runId: first.id, agent: 'archive', replicas: 1, at: NOON },
        { runId: second.id, agent: 'support', replicas: 2, at: now().toISOString() },
      ])
      expect((await store.moves.since('demo', new Date(NOON))).map(({ agent }) => agent)).toEqual(['support'])
    })

    it('remembers a simulated fleet by name: the last one saved', async () => {
      await store.simulatedFleets.save('demo', { sourceHash: 'aa', fleet: FLEET })
      await store.simulatedFleets.save('other', { sourceHash: 'cc', fleet: FLEET })
      await store.simulatedFleets.save('demo', { sourceHash: 'bb', fleet: { ...FLEET, headroom: 0.1 } })
      expect(await store.simulatedFleets.find('demo')).toEqual({ sourceHash: 'bb', fleet: { ...FLEET, headroom: 0.1 } })
      expect((await store.simulatedFleets.find('other'))?.sourceHash).toBe('cc')
    })

    it('keeps the last state of each cluster, and never an older one in its place', async () => {
      const state = (cluster: string, minute: number, nodes: number) => ({ cluster, readAt: `2026-07-20T12:0${minute}:00.000Z`, nodes })
      for (const one of [state('aws-eu', 1, 3), state('azure-eu', 2, 7), state('aws-eu', 5, 4), state('aws-eu', 4, 0)])
        await store.clusterStates.save(one)
      expect(await store.clusterStates.last('aws-eu')).toEqual(state('aws-eu', 5, 4))
      expect(await store.clusterStates.last('azure-eu')).toEqual(state('azure-eu', 2, 7))
      expect(await store.clusterStates.last('gcp-eu')).toBeUndefined()
    })

    it('saves a fleet and the audit of its change together, or neither', async () => {
      const broken = store.transaction(async ({ simulatedFleets, audit }) => {
        await simulatedFleets.save('demo', { sourceHash: 'aa', fleet: FLEET })
        await audit.append(SCALE_UP)
        throw new Error('power cut')
      })
      await expect(broken).rejects.toThrow('power cut')
      expect(await store.simulatedFleets.find('demo')).toBeUndefined()
      expect(await store.audit.list()).toEqual([])

      await store.transaction(async ({ simulatedFleets, audit }) => {
        await simulatedFleets.save('demo', { sourceHash: 'aa', fleet: FLEET })
        await audit.append(SCALE_UP)
      })
      expect(await store.simulatedFleets.find('demo')).toBeDefined()
      expect(await store.audit.list()).toHaveLength(1)
    })

    it('gives back an audit entry with who, what, old, new, why and when', async () => {
      const { id } = await store.runs.start('nightly')
      await store.audit.append({ ...SCALE_UP, runId: id })
      await store.audit.append({ actor: 'mia', action: 'create', subject: 'cluster/x', reason: 'by hand, "quoted"\n\u{1F600}' })
      const [scaled, created] = await store.audit.list()
      expect(scaled).toMatchObject({ ...SCALE_UP, runId: id, position: 1, at: NOON })
      expect(created).not.toHaveProperty('old')
      expect(created?.previousHash).toBe(scaled?.hash)
      expect((await store.audit.list({ runId: id })).map(({ position }) => position)).toEqual([1])
      expect((await store.audit.list({ after: 1 })).map(({ position }) => position)).toEqual([2])
      expect(await store.audit.verify()).toBeUndefined()
    })

    it('appends from many sides at once without a gap or a fork in the trail', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, i) => store.audit.append({ ...SCALE_UP, new: { replicas: i } })))
      expect((await store.audit.list()).map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
      expect(await store.audit.verify()).toBeUndefined()
    })

    it('checks a trail that is longer than what it reads at once', async () => {
      await store.transaction(async ({ audit }) => {
        for (let i = 0; i < 1001; i++) await audit.append(SCALE_UP)
      })
      expect(await store.audit.verify()).toBeUndefined()
      await tamper(`update ballast.audit set reason = 'x' where position = 1001`)
      expect(await store.audit.verify()).toEqual({ position: 1001, why: 'entry 1001 was changed after it was written' })
    })

    it('refuses to change or remove what stands in the audit trail', async () => {
      await store.audit.append(SCALE_UP)
      await store.close()
      for (const change of ['update ballast.audit set actor = $$eve$$', 'delete from ballast.audit', 'truncate ballast.audit']) {
        await expect(database.sql(change)).rejects.toThrow(/append-only/)
      }
      store = await openStore(database.location, { now })
    })

    it.each([
      ['an actor', `update ballast.audit set actor = 'eve' where position = 2`, 'entry 2 was changed after it was written'],
      ['a value', `update ballast.audit set new_value = '{"replicas":5}' where position = 2`, 'entry 2 was changed after it was written'],
      ['the time', `update ballast.audit set at = at + interval '1 hour' where position = 2`, 'entry 2 was changed after it was written'],
      ['a removal', `delete from ballast.audit where position = 2`, 'entry 2 is missing: the next one is 3'],
      ['a seam', `update ballast.audit set previous_hash = 'x' where position = 2`, 'entry 2 does not follow the one before it'],
    ])('tells the first broken link of a trail that was tampered with: %s', async (_what, change, why) => {
      for (let i = 0; i < 3; i++) await store.audit.append(SCALE_UP)
      await tamper(change)
      expect(await store.audit.verify()).toEqual({ position: 2, why })
    })

    it('opens again without migrating twice', async () => {
      await store.close()
      store = await openStore(database.location, { now })
      expect(await store.runs.list()).toEqual([])
    })

    it('refuses a database that a newer version wrote, and leaves it alone', async () => {
      await store.close()
      await database.sql(`insert into ballast.migrations values ('9999-future', '2030-01-01T00:00:00Z')`)
      await expect(openStore(database.location, { now })).rejects.toThrow(/newer version of Ballast \(it has 9999-future\)/)
      await database.sql(`delete from ballast.migrations where name = '9999-future'`)
      store = await openStore(database.location, { now })
    })

    it('may be closed twice', async () => {
      await store.close()
      await store.close()
    })

    async function tamper(change: string): Promise<void> {
      await store.close()
      await database.sql('alter table ballast.audit disable trigger all')
      await database.sql(change)
      store = await openStore(database.location, { now })
    }
  })
  storedPricesContract(kind, emptyDatabase)
}
