import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Problem } from '../../src/domain/problem.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { aCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../builders.ts'
import { tinyProblem } from './arbitrary-problem.ts'
import { cheapestPlanByBruteForce } from './cheapest-plan.ts'

const cork = aCluster({ id: 'cork' })
const large = anOffer({ instanceType: 'm.2xlarge', vcpu: 8, usdPerHour: 1.5, allocatable: { cpu: 8, memoryGiB: 32, gpu: 0, pods: 100 } })
const withSpot = aCluster({ offers: [anOffer(), aSpotOffer({ interruptionsPerHour: 0.1 })] })
const usdPerHour = (problem: Problem) => {
  const found = cheapestPlanByBruteForce(problem)
  return found === 'infeasible' ? found : Number(found.usdPerHour.toFixed(9))
}

/** An agent in either cluster, and one that it calls, which fills a node of the dearer cluster. */
function chatty(gibPerHour: number): Problem {
  return aProblem({
    clusters: [aCluster(), aCluster({ id: 'cork', offers: [anOffer({ usdPerHour: 2 })] })],
    egress: { defaultUsdPerGiB: 0.5 },
    agents: [
      anAgent({ traffic: [{ to: 'retriever', gibPerHour }] }),
      anAgent({ id: 'retriever', requests: { cpu: 4, memoryGiB: 4 }, placement: { clusters: ['cork'] } }),
    ],
  })
}

const cases: [fact: string, problem: Problem, cost: number | 'infeasible'][] = [
  ['eight one-vCPU replicas take two four-vCPU nodes', aProblem({ agents: [anAgent({ replicas: 8 })] }), 2],
  [
    'six take one of eight vCPUs',
    aProblem({ clusters: [aCluster({ offers: [anOffer(), large] })], agents: [anAgent({ replicas: 6 })] }),
    1.5,
  ],
  ['two agents share a node', aProblem({ agents: [anAgent({ replicas: 2 }), anAgent({ id: 'sales', replicas: 2 })] }), 1],
  ['nothing costs nothing', aProblem({ agents: [anAgent({ replicas: 0 })] }), 0],
  ['no agents at all cost nothing', aProblem({ agents: [] }), 0],
  [
    'a replica too big for every machine fits nowhere',
    aProblem({ agents: [anAgent({ requests: { cpu: 5, memoryGiB: 1 } })] }),
    'infeasible',
  ],
  ['anti-affinity takes a node each', aProblem({ agents: [anAgent({ replicas: 3, maxPerNode: 1 })] }), 3],
  [
    'half that survives a node takes two nodes',
    aProblem({ agents: [anAgent({ replicas: 2, survive: [{ loss: 'node', keep: 0.5 }] })] }),
    2,
  ],
  [
    'all that survives a cluster runs twice',
    aProblem({ clusters: [aCluster(), cork], agents: [anAgent({ maxReplicas: 2, survive: [{ loss: 'cluster', keep: 1 }] })] }),
    2,
  ],
  [
    'what may not run twice cannot survive whole',
    aProblem({ clusters: [aCluster(), cork], agents: [anAgent({ survive: [{ loss: 'cluster', keep: 1 }] })] }),
    'infeasible',
  ],
  [
    'clusters of one region share a zone, so that two of them do not make two zones',
    aProblem({
      clusters: [aCluster({ zones: ['a'] }), aCluster({ id: 'cork', zones: ['a'] })],
      agents: [anAgent({ replicas: 2, survive: [{ loss: 'zone', keep: 0.5 }] })],
    }),
    'infeasible',
  ],
  ['two zones take a node each', aProblem({ agents: [anAgent({ replicas: 4, survive: [{ loss: 'zone', keep: 0.5 }] })] }), 2],
  [
    'half of the nodes of a zone may go to the cluster that has another zone',
    aProblem({
      clusters: [aCluster({ zones: ['a'] }), aCluster({ id: 'cork', zones: ['a', 'b'], offers: [anOffer({ usdPerHour: 3 })] })],
      agents: [anAgent({ replicas: 2, survive: [{ loss: 'zone', keep: 0.5 }] })],
    }),
    4,
  ],
  [
    'spot takes its share, and the rest a node on demand',
    aProblem({ clusters: [withSpot], agents: [anAgent({ replicas: 2, spot: { maxShare: 0.5 } })] }),
    1,
  ],
  ['spot alone is cheaper', aProblem({ clusters: [withSpot], agents: [anAgent({ replicas: 2, spot: { maxShare: 1 } })] }), 0.3],
  [
    'but not where its interruptions cost more',
    aProblem({ clusters: [withSpot], agents: [anAgent({ spot: { maxShare: 1 }, restartUsd: 8 })] }),
    1,
  ],
  [
    'one on demand is the base, and spot is then no use',
    aProblem({ clusters: [withSpot], agents: [anAgent({ replicas: 2, spot: { maxShare: 1, onDemandBase: 1 } })] }),
    1,
  ],
  [
    'reserved nodes are used first, as far as they go',
    aProblem({
      clusters: [aCluster({ offers: [anOffer(), anOffer({ capacityType: 'reserved', usdPerHour: 0.1, maxNodes: 1 })] })],
      agents: [anAgent({ replicas: 5 })],
    }),
    1.1,
  ],
  [
    'a quota over two clusters drives the second node into the third',
    aProblem({
      clusters: [aCluster(), cork, aCluster({ id: 'rome', offers: [anOffer({ usdPerHour: 5 })] })],
      quotas: [{ id: 'shared', clusters: ['dublin', 'cork'], nodes: 1 }],
      agents: [anAgent({ replicas: 8 })],
    }),
    6,
  ],
  [
    'a limit on vCPU takes small nodes for large ones',
    aProblem({ clusters: [aCluster({ offers: [anOffer(), { ...large, usdPerHour: 0.5 }], limits: { vcpu: 7 } })] }),
    1,
  ],
  ['a budget below the cheapest plan leaves none', aProblem({ limits: { usdPerHour: 0.99 } }), 'infeasible'],
  ['a budget of the cheapest plan leaves it', aProblem({ limits: { usdPerHour: 1 } }), 1],
  [
    'starting a node costs: today’s dearer one stays',
    aProblem({
      clusters: [
        aCluster({
          offers: [anOffer(), { ...large, usdPerHour: 1.05 }],
          nodeStartUsd: 2.4,
          currentNodes: [{ instanceType: 'm.2xlarge', capacityType: 'on-demand', count: 1 }],
        }),
      ],
    }),
    1.05,
  ],
  [
    'moving costs: an agent stays where it is a little dearer',
    aProblem({
      clusters: [aCluster(), aCluster({ id: 'cork', offers: [anOffer({ usdPerHour: 1.2 })] })],
      agents: [anAgent({ move: { usdPerReplica: 7.2 }, current: [{ cluster: 'cork', capacityType: 'on-demand', replicas: 1 }] })],
    }),
    1.2,
  ],
  [
    'over all agents one may move, and the other stays where it is dear',
    aProblem({
      clusters: [aCluster(), aCluster({ id: 'cork', offers: [anOffer({ usdPerHour: 3 })] })],
      limits: { maxMovedReplicas: 1 },
      agents: ['support', 'sales'].map((id) =>
        anAgent({ id, requests: { cpu: 3, memoryGiB: 1 }, current: [{ cluster: 'cork', capacityType: 'on-demand', replicas: 1 }] }),
      ),
    }),
    4,
  ],
  ['traffic that costs more than the dearer node keeps two agents together', chatty(3), 2 + 2],
  ['traffic that costs less parts them', chatty(1), 2 + 1 + 0.5],
  [
    'traffic to the internet leaves where it is cheap',
    aProblem({
      clusters: [aCluster(), cork],
      egress: { defaultUsdPerGiB: 0.5, pairs: [{ from: 'cork', to: 'internet', usdPerGiB: 0.1 }] },
      agents: [anAgent({ traffic: [{ to: 'internet', gibPerHour: 2 }] })],
    }),
    1.2,
  ],
]

it.each(cases)('%s', (_, problem, cost) => {
  expect(usdPerHour(problem)).toBe(cost)
})

it('every plan that it finds keeps every rule and costs what it says', () => {
  fc.assert(
    fc.property(tinyProblem, (problem) => {
      const found = cheapestPlanByBruteForce(problem)
      if (found === 'infeasible') return
      expect(verifyPlan(problem, found.plan, { largestGap: 1e-9 }).violations).toEqual([])
    }),
    { numRuns: 500, seed: 1 },
  )
})
