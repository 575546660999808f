/** A small sound problem as a plain document, for tests that break it in one place. */
// biome-ignore lint/suspicious/noExplicitAny: documents are broken on purpose
export type Document = any

export function soundProblem(): Document {
  return {
    schema: 'placement-problem/v1',
    asOf: '2026-07-20T00:00:00Z',
    horizonHours: 24,
    clusters: [
      {
        id: 'dublin',
        provider: 'aws',
        region: 'eu-west-1',
        zones: ['a', 'b'],
        tags: ['EU'],
        limits: { nodes: 9 },
        currentNodes: [{ instanceType: 'm', capacityType: 'on-demand', count: 1 }],
        nodeStartUsd: 0.1,
        offers: [
          {
            instanceType: 'm',
            capacityType: 'on-demand',
            usdPerHour: 1,
            vcpu: 4,
            allocatable: { cpu: 3.9, memoryGiB: 14, gpu: 0, pods: 50 },
            arch: 'amd64',
            gpuModel: '',
          },
          {
            instanceType: 'm',
            capacityType: 'reserved',
            usdPerHour: 0,
            vcpu: 4,
            allocatable: { cpu: 3.9, memoryGiB: 14, gpu: 0, pods: 50 },
            arch: 'amd64',
            gpuModel: '',
            maxNodes: 2,
          },
        ],
      },
    ],
    quotas: [{ id: 'shared', clusters: ['dublin'], nodes: 5 }],
    egress: { defaultUsdPerGiB: 0.1, pairs: [{ from: 'dublin', to: 'internet', usdPerGiB: 0.09 }] },
    agents: [
      {
        id: 'support',
        replicas: 2,
        maxReplicas: 3,
        requests: { cpu: 0.5, memoryGiB: 1 },
        placement: { anyTag: ['EU'], clusters: ['dublin'] },
        latency: { maxMs: 50, msByCluster: { dublin: 10 } },
        survive: [{ loss: 'node', keep: 0.5 }],
        spot: { maxShare: 0.5 },
        traffic: [
          { to: 'retriever', gibPerHour: 1 },
          { to: 'internet', gibPerHour: 1 },
        ],
        current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 2 }],
      },
      { id: 'retriever', replicas: 1, requests: { cpu: 0.5, memoryGiB: 1 } },
    ],
    limits: { usdPerHour: 100 },
  }
}

export const soundPlan = (): Document => ({ schema: 'placement-plan/v1', status: 'unknown' })
