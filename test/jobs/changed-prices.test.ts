import { describe, expect, it } from 'vitest'
import type { Problem } from '../../src/domain/problem.ts'
import { changedPrices } from '../../src/jobs/changed-prices.ts'
import type { PastNight } from '../../src/store/nights.ts'
import { aCluster, anOffer, aProblem, aSpotOffer } from '../builders.ts'
import { asPlan, TOGETHER } from '../reports/a-night.ts'

const AT = '2026-07-19T02:00:00.000Z'

/** Dublin sells an m.xlarge at these prices, on demand and as spot. */
const sells = (onDemand: number, spot: number): Problem =>
  aProblem({ clusters: [aCluster({ offers: [anOffer({ usdPerHour: onDemand }), aSpotOffer({ usdPerHour: spot })] })] })
const nodes = (capacityType: 'on-demand' | 'spot', count: number, instanceType = 'm.xlarge') => ({
  ...{ cluster: 'dublin', instanceType, capacityType, count },
  pods: [],
})

const lastNight = (part: Partial<PastNight> & { readonly nodeGroups?: PastNight['plan']['nodeGroups'] } = {}): PastNight => {
  const { nodeGroups = [nodes('on-demand', 2)], ...rest } = part
  return { runId: '1', at: AT, problem: sells(1, 0.3), plan: { ...asPlan(TOGETHER), nodeGroups }, surcharges: new Map(), ...rest }
}

const tonight = (problem: Problem, part: object = {}) => ({ problem, today: [], after: [], ...part })

describe('prices that changed since the last night', () => {
  it('are those of offers with nodes today, by tonight’s plan or by the last one', () => {
    const night = tonight(sells(1.2, 0.2), { today: [nodes('on-demand', 1), nodes('on-demand', 2)], after: [nodes('spot', 4)] })
    expect(changedPrices(lastNight(), night)).toEqual({
      since: { runId: '1', at: AT },
      offers: [
        { ...offer('spot'), oldUsdPerHour: 0.3, newUsdPerHour: 0.2, nodes: 4, todayNodes: 0, lastPlanNodes: 0 },
        { ...offer('on-demand'), oldUsdPerHour: 1, newUsdPerHour: 1.2, nodes: 0, todayNodes: 3, lastPlanNodes: 2 },
      ],
      lastPlan: { thenUsdPerHour: 2, nowUsdPerHour: 2.4 },
    })
    expect(changedPrices(lastNight({ nodeGroups: [] }), tonight(sells(9, 9))).offers).toEqual([])
  })

  it('are none where only rounding differs', () => {
    expect(
      changedPrices(lastNight({ problem: sells(0.1 + 0.2, 1) }), tonight(sells(0.3, 1), { after: [nodes('on-demand', 1)] })).offers,
    ).toEqual([])
  })

  it('that were not known before, or are no longer, have one side alone, and are never told as 0', () => {
    const larger = aProblem({ clusters: [aCluster({ offers: [anOffer({ instanceType: 'm.2xlarge', usdPerHour: 2 })] })] })
    const changes = changedPrices(lastNight(), tonight(larger, { after: [nodes('on-demand', 1, 'm.2xlarge')] }))
    expect(changes.offers).toEqual([
      { ...offer('on-demand'), instanceType: 'm.2xlarge', newUsdPerHour: 2, nodes: 1, todayNodes: 0, lastPlanNodes: 0 },
      { ...offer('on-demand'), oldUsdPerHour: 1, nodes: 0, todayNodes: 0, lastPlanNodes: 2 },
    ])
    expect(changes.lastPlan).toEqual({ thenUsdPerHour: 2 })
  })
})

const offer = (capacityType: 'on-demand' | 'spot') => ({ cluster: 'dublin', instanceType: 'm.xlarge', capacityType })
