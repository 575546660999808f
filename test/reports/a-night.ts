import type { Plan } from '../../src/domain/plan.ts'
import { planCost } from '../../src/domain/plan-cost.ts'
import type { Problem } from '../../src/domain/problem.ts'
import type { Arrangement, Findings } from '../../src/reports/findings.ts'
import { aCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../builders.ts'

/** Two clouds; a support agent that sends 10 GiB/h to a retriever. Crossing clouds costs 5 cents a GiB. */
export const TWO_CLOUDS: Problem = aProblem({
  clusters: [
    aCluster({ offers: [anOffer(), aSpotOffer({ interruptionsPerHour: 0.1 })], currentNodes: [], nodeStartUsd: 12 }),
    aCluster({ id: 'berlin', provider: 'gcp', region: 'europe-west10', tags: ['DE', 'EU', 'EEA'], offers: [anOffer({ usdPerHour: 2 })] }),
  ],
  egress: { defaultUsdPerGiB: 0.05 },
  agents: [
    anAgent({ replicas: 2, restartUsd: 0.5, traffic: [{ to: 'retriever', gibPerHour: 10 }] }),
    anAgent({ id: 'retriever', requests: { cpu: 2, memoryGiB: 1 } }),
  ],
})

/** Support on one spot node in Dublin, the retriever on one node in Berlin. */
export const APART: Arrangement = arrangement(TWO_CLOUDS, {
  placements: [
    { agent: 'support', cluster: 'dublin', capacityType: 'spot', replicas: 2 },
    { agent: 'retriever', cluster: 'berlin', capacityType: 'on-demand', replicas: 1 },
  ],
  nodeGroups: [
    { cluster: 'dublin', instanceType: 'm.xlarge', capacityType: 'spot', count: 1, pods: [{ agent: 'support', replicas: 2 }] },
    { cluster: 'berlin', instanceType: 'm.xlarge', capacityType: 'on-demand', count: 1, pods: [{ agent: 'retriever', replicas: 1 }] },
  ],
  flows: [{ fromAgent: 'support', toAgent: 'retriever', fromCluster: 'dublin', toCluster: 'berlin', gibPerHour: 10 }],
})

/** Both on one node in Berlin. */
export const TOGETHER: Arrangement = arrangement(TWO_CLOUDS, {
  placements: [
    { agent: 'support', cluster: 'berlin', capacityType: 'on-demand', replicas: 2 },
    { agent: 'retriever', cluster: 'berlin', capacityType: 'on-demand', replicas: 1 },
  ],
  nodeGroups: [
    {
      cluster: 'berlin',
      instanceType: 'm.xlarge',
      capacityType: 'on-demand',
      count: 1,
      pods: [
        { agent: 'support', replicas: 2 },
        { agent: 'retriever', replicas: 1 },
      ],
    },
  ],
  flows: [{ fromAgent: 'support', toAgent: 'retriever', fromCluster: 'berlin', toCluster: 'berlin', gibPerHour: 10 }],
})

export function arrangement(problem: Problem, parts: Omit<Arrangement, 'usdPerHour'>): Arrangement {
  return { ...parts, usdPerHour: planCost(problem, parts) }
}

export function asPlan(of: Arrangement): Plan {
  return { schema: 'placement-plan/v1', status: 'optimal', lowerBoundUsdPerHour: of.usdPerHour.total, gap: 0, ...of }
}

/** A night that brings both together; the prices are the bundled ones. */
export function aNight(part: Partial<Findings> = {}): Findings {
  const prices = { asOf: '2026-07-01', sentence: 'Prices are those that come with Ballast, from 2026-07-01.' }
  return { problem: TWO_CLOUDS, today: APART, plan: asPlan(TOGETHER), strategies: [], preferences: [], steps: [], prices, ...part }
}
