import { describe, expect, it } from 'vitest'
import { leastMoves } from '../../../src/plan/preferences/ties.ts'
import { verifyPlan } from '../../../src/verify/verify.ts'
import { exactly } from '../../oracle/exactly.ts'
import { inDublin, type Prices, places, standing, twoPlaces } from './two-places.ts'

/** Three replicas in Dublin today, all of them in Berlin by the plan. */
async function calmed(prices: Prices, { equalCostShare = 0.001, agent = inDublin('support', 3) } = {}) {
  const problem = twoPlaces(prices, [agent])
  const [today, plan] = [standing(problem, { support: [3, 0] }), standing(problem, { support: [0, 3] })]
  return leastMoves({ problem, plan, others: [today], equalCostShare }, verifyPlan, exactly())
}

describe('among plans that cost as much', () => {
  it('today’s places are kept', async () => {
    expect(places(await calmed({ support: [1, 1] }))).toEqual({ 'support in dublin': 3 })
  })

  it('a hair counts as nothing, and what is more does not', async () => {
    expect(places(await calmed({ support: [1.0005, 1] }))).toEqual({ 'support in dublin': 3 })
    expect(places(await calmed({ support: [1.01, 1] }))).toEqual({ 'support in berlin': 3 })
  })

  it('where nothing counts as equal, the plan stays as it is', async () => {
    expect(places(await calmed({ support: [1, 1] }, { equalCostShare: 0 }))).toEqual({ 'support in berlin': 3 })
  })

  it('a rule comes first, and then as few move as it allows', async () => {
    const agent = inDublin('support', 3, { spread: { clusters: 2 } })
    expect(places(await calmed({ support: [1, 1] }, { agent }))).toEqual({ 'support in dublin': 2, 'support in berlin': 1 })
  })

  it('a node that runs is kept where another of the same price would have to be started', async () => {
    const problem = twoPlaces({ support: [1, 2], other: [1, 2] }, [inDublin('support', 1, { instanceTypes: ['support', 'other'] })])
    const today = standing(problem, { support: [1, 0] })
    const plan = { ...today, nodeGroups: [{ ...today.nodeGroups[0]!, instanceType: 'other' }] }
    const calm = await leastMoves({ problem, plan, others: [], equalCostShare: 0.001 }, verifyPlan, exactly())
    expect(calm.nodeGroups).toMatchObject([{ instanceType: 'support' }])
  })

  it('the bound that was proved is kept', async () => {
    const problem = twoPlaces({ support: [1, 1] }, [inDublin('support', 3)])
    const plan = { ...standing(problem, { support: [0, 3] }), lowerBoundUsdPerHour: 2.9 }
    const calm = await leastMoves(
      { problem, plan, others: [standing(problem, { support: [3, 0] })], equalCostShare: 0.001 },
      verifyPlan,
      exactly(),
    )
    expect(calm.lowerBoundUsdPerHour).toBe(2.9)
  })
})
