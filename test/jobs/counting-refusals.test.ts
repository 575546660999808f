import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { countingRefusals } from '../../src/jobs/counting-refusals.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { aCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../builders.ts'
import { exactly } from '../oracle/exactly.ts'

const LIMITS = { gap: 0.01, timeLimitSeconds: 1 }
const REFUSED = new Map([['dublin|m.xlarge|spot', 0.4]])

/** One replica that may stand on spot; a node costs 1 USD/h on demand. */
const sells = (spotUsdPerHour: number, part: Partial<Problem> = {}): Problem =>
  aProblem({
    clusters: [aCluster({ offers: [anOffer(), aSpotOffer({ usdPerHour: spotUsdPerHour })] })],
    agents: [anAgent({ replicas: 1, spot: { maxShare: 1 } })],
    ...part,
  })
const solve = (problem: Problem, surcharges = REFUSED) => countingRefusals(exactly(), surcharges)(problem, LIMITS)
const bought = ({ nodeGroups }: Plan) => nodeGroups.map(({ capacityType }) => capacityType)

describe('a solve while a spot offer could not be had', () => {
  it('turns from it where something else is cheaper so counted, and costs at true prices', async () => {
    const plan = await solve(sells(0.8))
    expect([bought(plan), plan.usdPerHour.nodes]).toEqual([['on-demand'], 1])
    expect(verifyPlan(sells(0.8), plan).holds).toBe(true)
  })

  it('never states a bound above what the cheapest plan costs at true prices', async () => {
    const [plan, cheapest] = [await solve(sells(0.8)), await exactly()(sells(0.8))]
    expect(plan).toMatchObject({ status: 'feasible', lowerBoundUsdPerHour: expect.closeTo(1 / 1.5, 9) })
    expect(plan.lowerBoundUsdPerHour).toBeLessThanOrEqual(cheapest.usdPerHour.total)
  })

  it('does not spend a budget on what is no price', async () => {
    const plan = await solve(sells(0.8, { limits: { usdPerHour: 0.9 } }))
    expect([bought(plan), plan.usdPerHour.nodes]).toEqual([['spot'], 0.8])
  })

  it('of a problem without that offer is as it always is', async () => {
    expect(await solve(sells(0.8), new Map([['elsewhere|m.xlarge|spot', 9]]))).toEqual(await exactly()(sells(0.8)))
  })
})
