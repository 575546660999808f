import { aCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../builders.ts'
import { optima } from '../models/known-optimum.ts'

/** Three small nodes take six vCPUs, as much as the account has; HiGHS 1.15.3 with all of its presolve finds only a large and a small one. */
const threeSmallNodes = aProblem({
  horizonHours: 8,
  clusters: [
    aCluster({
      id: 'dublin',
      zones: ['b'],
      offers: [
        anOffer({ instanceType: 'large', allocatable: { cpu: 3.8, memoryGiB: 7, gpu: 0, pods: 8 }, usdPerHour: 0.28 }),
        anOffer({ instanceType: 'arm', arch: 'arm64', allocatable: { cpu: 3.9, memoryGiB: 7, gpu: 0, pods: 8 }, usdPerHour: 1.72 }),
        anOffer({
          instanceType: 'arm',
          arch: 'arm64',
          capacityType: 'reserved',
          maxNodes: 1,
          allocatable: { cpu: 3.9, memoryGiB: 7, gpu: 0, pods: 8 },
          usdPerHour: 0.044,
        }),
      ],
    }),
    aCluster({
      id: 'virginia',
      region: 'us-east-1',
      zones: ['b'],
      offers: [
        anOffer({ instanceType: 'small', vcpu: 2, allocatable: { cpu: 1.9, memoryGiB: 3, gpu: 0, pods: 3 }, usdPerHour: 0.12 }),
        aSpotOffer({ instanceType: 'large', allocatable: { cpu: 3.8, memoryGiB: 7, gpu: 0, pods: 8 }, usdPerHour: 0.96 }),
      ],
    }),
  ],
  agents: [
    anAgent({
      replicas: 3,
      requests: { cpu: 1.5, memoryGiB: 1 },
      current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 2 }],
    }),
    anAgent({ id: 'retriever', replicas: 1, requests: { cpu: 0, memoryGiB: 2 }, spot: { maxShare: 1 } }),
    anAgent({
      id: 'batch',
      replicas: 1,
      requests: { cpu: 0.25, memoryGiB: 2 },
      arch: ['amd64', 'arm64'],
      spot: { maxShare: 1 },
      traffic: [{ to: 'internet', gibPerHour: 0.75 }],
    }),
  ],
  quotas: [{ id: 'account', nodes: 5, vcpu: 6 }],
  limits: { maxMovedReplicas: 2 },
})

optima([{ fact: 'three small nodes at 12 cents cost less than a large one and a small one', problem: threeSmallNodes, usdPerHour: 0.36 }])
