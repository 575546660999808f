import { describe, expect, it } from 'vitest'
import type { Fleet, FleetAgent } from '../../src/domain/fleet.ts'
import { agent, allInDublin, exact, LARGE_AND_SMALL, largeAndSmall, type Prices, places, told } from './dublin-and-virginia.ts'
import { nightsInAStore } from './nights-in-a-store.ts'
import { nightOf } from './run-night.ts'

const nights = nightsInAStore()

describe('an agent that is pinned', () => {
  const pinned = (policy: FleetAgent['policy'], part: Partial<Fleet> = {}) => ({ ...largeAndSmall({ policy }), ...part })

  it('to today stays, and what that costs is told', async () => {
    const night = nightOf(await nights.run(pinned({ pin: 'today' }), LARGE_AND_SMALL))
    expect(places(night)).toEqual({ 'large in dublin': 1, 'small in virginia': 1 })
    expect(told(night, 'pinned placement')).toMatchObject({
      agents: [{ agent: 'large', replicasHeldBack: 1, isFollowed: true, cost: exact(8) }],
      cost: exact(8),
    })
  })

  it('to places by number stands exactly there, though it has to move for it', async () => {
    const inVirginia = [{ cluster: 'virginia', capacityType: 'on-demand' as const, replicas: 1 }]
    const dearer: Prices = { large: [2, 10], small: [1, 1] }
    const night = nightOf(await nights.run(pinned({ pin: inVirginia }), dearer))
    expect(places(night)).toMatchObject({ 'large in virginia': 1 })
    expect(told(night, 'pinned placement').cost).toEqual(exact(8))
    expect(night.decision.why.join(' ')).toMatch(/large is pinned elsewhere than it stands/)
  })

  it('each of two has the cost of its own pin', async () => {
    const fleet = allInDublin([agent('large', 1, { policy: { pin: 'today' } }), agent('small', 1, { policy: { pin: 'today' } })])
    const { agents, cost } = told(nightOf(await nights.run(fleet, LARGE_AND_SMALL)), 'pinned placement')
    expect(agents).toMatchObject([
      { agent: 'large', cost: exact(8) },
      { agent: 'small', cost: exact(0.1) },
    ])
    expect(cost).toEqual(exact(8.1))
  })

  it('where a rule forbids it, gives way to the rule, and which one is told', async () => {
    const night = nightOf(await nights.run(pinned({ pin: 'today', placement: { anyTag: ['US'] } }), LARGE_AND_SMALL))
    expect(places(night)).toMatchObject({ 'large in virginia': 1 })
    expect(told(night, 'pinned placement').agents).toMatchObject([
      { agent: 'large', isFollowed: false, why: expect.stringMatching(/its pin is not followed, for rules come first: .*dublin/) },
    ])
  })

  it('where all the rules together leave no plan, gives way as well', async () => {
    const budget = { limits: { usdPerHour: 4 } }
    const night = nightOf(await nights.run(pinned({ pin: 'today' }, budget), LARGE_AND_SMALL))
    expect(places(night)).toMatchObject({ 'large in virginia': 1 })
    expect(told(night, 'pinned placement').agents).toMatchObject([{ agent: 'large', isFollowed: false }])
  })
})
