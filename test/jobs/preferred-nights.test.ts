import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import type { Fleet } from '../../src/domain/fleet.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { agent, allInDublin, exact, LARGE_AND_SMALL, largeAndSmall, type Prices, places, told } from './dublin-and-virginia.ts'
import { nightsInAStore } from './nights-in-a-store.ts'
import { nightOf } from './run-night.ts'

const nights = nightsInAStore()

describe('a night without preferences', () => {
  it('is the cheapest plan, and every preference costs nothing', async () => {
    const night = nightOf(await nights.run(largeAndSmall(), LARGE_AND_SMALL))
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
    const night = nightOf(await nights.run(largeAndSmall(), LARGE_AND_SMALL, half))
    expect(places(night)).toEqual({ 'large in virginia': 1, 'small in dublin': 1 })
    expect(told(night, 'balance of moves')).toMatchObject({
      agents: [{ agent: 'small', replicasHeldBack: 1, why: 'moving it saves 0.100 USD/h, and 2.750 is asked for' }],
      cost: exact(0.1),
    })
    expect(night.plan).toMatchObject({ usdPerHour: { total: 3 }, lowerBoundUsdPerHour: expect.closeTo(2.9) })
  })

  it('asks of an agent what its own policy says', async () => {
    const fleet = largeAndSmall({}, { policy: { minimumSavingPerDisruption: 0.01 } })
    expect(places(nightOf(await nights.run(fleet, LARGE_AND_SMALL, half)))).toEqual({ 'large in virginia': 1, 'small in virginia': 1 })
  })

  it('leaves an agent alone that a rule moves', async () => {
    const fleet = largeAndSmall({}, { policy: { placement: { anyTag: ['US'] } } })
    expect(places(nightOf(await nights.run(fleet, LARGE_AND_SMALL, half)))).toEqual({ 'large in virginia': 1, 'small in virginia': 1 })
  })
})

describe('the time that an agent dwells', () => {
  const dwell = { preferences: { dwellHours: 36 }, apply: true }
  const fleet = () => allInDublin([agent('support', 2)])

  it('what was moved last night stays tonight, though it were cheaper elsewhere, and that is told with its cost', async () => {
    await nights.run(fleet(), { support: [2, 1] }, dwell)
    nights.later(24)
    const night = nightOf(await nights.run(fleet(), { support: [1, 2] }, dwell))
    expect(places(night)).toEqual({ 'support in virginia': 2 })
    expect(night.steps).toEqual([])
    expect(told(night, 'dwell time')).toMatchObject({
      agents: [{ agent: 'support', replicasHeldBack: 2, why: 'moved 24 h ago, and stays for 36 h' }],
      cost: exact(2),
    })
  })

  it('moves again once the time is over, or sooner where its policy says so', async () => {
    await nights.run(fleet(), { support: [2, 1] }, dwell)
    nights.later(37)
    expect(places(nightOf(await nights.run(fleet(), { support: [1, 2] }, dwell)))).toEqual({ 'support in dublin': 2 })
    nights.later(24)
    const nimble = { ...fleet(), agents: [agent('support', 2, { policy: { minimumDwellHours: 12 } })] }
    await nights.run(nimble, { support: [2, 1] }, dwell, '-nimble')
    nights.later(24)
    expect(places(nightOf(await nights.run(nimble, { support: [1, 2] }, dwell, '-nimble')))).toEqual({ 'support in dublin': 2 })
  })

  it('is counted for this fleet alone, and only from moves that were made', async () => {
    await nights.run(fleet(), { support: [2, 1] }, dwell)
    expect(await nights.store.moves.since(nights.name, new Date(0))).toMatchObject([
      { agent: 'support', replicas: 2, at: nights.clock.toISOString() },
    ])
    await nights.run(fleet(), { support: [2, 1] }, { preferences: { dwellHours: 36 } }, '-other')
    expect(await nights.store.moves.since(`${nights.name}-other`, new Date(0))).toEqual([])
  })

  it('a simulated fleet that starts again from its changed file has been moved by nobody', async () => {
    await nights.run(fleet(), { support: [2, 1] }, dwell)
    const again = await nights.run(fleet(), { support: [2, 1] }, { preferences: { dwellHours: 36 }, sourceHash: 'two' })
    expect(places(nightOf(again))).toEqual({ 'support in virginia': 2 })
  })

  it('ends at once where a rule forbids today’s place', async () => {
    const inVirginia = { capacityType: 'on-demand' as const, cluster: 'virginia', replicas: 2 }
    await nights.store.runs.start('nightly').then(({ id }) => nights.store.moves.record(id, nights.name, new Map([['support', 2]])))
    const banned: Fleet = { ...allInDublin([agent('support', 2, { policy: { placement: { anyTag: ['US'] } } })]), simulated: false }
    const night = nightOf(await nights.run(banned, { support: [1, 2] }, { preferences: { dwellHours: 36 } }))
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
    const prices: Prices[] = [{ support: [1, 1] }, { support: [1.0005, 1] }, { support: [1, 1.0005] }, { support: [1.0005, 1] }]
    for (const tonight of prices) {
      const night = nightOf(await nights.run(fleet, tonight, ties))
      expect(places(night)).toEqual({ 'support in dublin': 2 })
      expect(night.steps).toEqual([])
      nights.later(24)
    }
  })

  it('an agent that moves for nothing stays, beside one that moves for much, and the hair is told', async () => {
    const fleet = allInDublin([agent('large', 1), agent('support', 2)])
    const night = nightOf(await nights.run(fleet, { large: [10, 2], support: [1.0005, 1] }, { preferences: { equalCostShare: 0.001 } }))
    expect(places(night)).toEqual({ 'large in virginia': 1, 'support in dublin': 2 })
    expect(told(night, 'ties stay')).toMatchObject({ agents: [{ agent: 'support', replicasHeldBack: 2 }], cost: exact(0.001) })
  })
})

describe('the thresholds', () => {
  it('tell what staying forgoes', async () => {
    const thresholds = { leastSavingShare: 0.05, leastSavingUsdPerMonth: 100 }
    const night = nightOf(await nights.run(allInDublin([agent('small', 1)]), { small: [1, 0.9] }, { thresholds }))
    expect(night.decision.kind).toBe('stay')
    expect(told(night, 'thresholds')).toMatchObject({ agents: [{ agent: 'small', replicasHeldBack: 1 }], cost: exact(0.1) })
  })

  it('where a rule moves one agent, still hold back what another would save too little by', async () => {
    const fleet = allInDublin([agent('large', 1, { policy: { placement: { anyTag: ['US'] } } }), agent('small', 1)])
    const thresholds = { leastSavingShare: 0.05, leastSavingUsdPerMonth: 100 }
    const night = nightOf(await nights.run(fleet, LARGE_AND_SMALL, { thresholds }))
    expect(places(night)).toEqual({ 'large in virginia': 1, 'small in dublin': 1 })
    expect(told(night, 'thresholds')).toMatchObject({ agents: [{ agent: 'small', replicasHeldBack: 1 }], cost: exact(0.1) })
  })
})

describe('what is preferred', () => {
  it('never breaks a rule of the problem, and is told in the text of the report and as CSV', async () => {
    const run = await nights.run(largeAndSmall({ policy: { pin: 'today' } }), LARGE_AND_SMALL, {
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
      await nights.run(largeAndSmall({ policy: { pin: 'today' } }), LARGE_AND_SMALL, { preferences: { leastSavingPerDisruption: 0.5 } }),
    )
    const costs = night.preferences.reduce((sum, { cost }) => sum + cost.usdPerHour, 0)
    expect(costs).toBeCloseTo(night.plan.usdPerHour.total - night.plan.lowerBoundUsdPerHour)
  })

  it('is no part of the problem: the contract knows none of it', async () => {
    const fleet = largeAndSmall({ policy: { pin: 'today', minimumDwellHours: 9, minimumSavingPerDisruption: 9 } })
    const { problem } = nightOf(await nights.run(fleet, LARGE_AND_SMALL))
    expect(problem.agents[0]).not.toHaveProperty('pin')
    expect(problem.agents[0]?.move).toBeUndefined()
  })
})
