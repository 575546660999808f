import { aCluster, anAgent, anOffer, aProblem } from '../builders.ts'
import { cork, describeRules, on, pods, type RuleCase, spotGroup, virginia, withSpot } from './rule-cases.ts'

describeRules([
  ...(
    [
      ['nodes', { nodes: 1 }, 'dublin would use 2 nodes of at most 1'],
      ['vCPU', { vcpu: 4 }, 'dublin would use 8 vCPU of at most 4'],
      ['GPUs', { gpu: 1 }, 'dublin would use 2 GPUs of at most 1'],
    ] as const
  ).map(
    ([what, limits, detail]): RuleCase => ({
      rule: `a cluster's ${what} stay within its limit`,
      problem: aProblem({
        clusters: [aCluster({ limits, offers: [anOffer({ allocatable: { cpu: 4, memoryGiB: 16, gpu: 1, pods: 9 } })] })],
        agents: [anAgent({ replicas: 2 })],
      }),
      kept: on({ pods: pods(2) }),
      broken: on({ count: 2 }),
      violation: { constraint: 'quota', cluster: 'dublin', detail },
    }),
  ),
  {
    rule: "a cluster's spot vCPU stay within their limit, which on-demand does not use",
    problem: aProblem({
      clusters: [{ ...withSpot, limits: { spotVcpu: 4 } }],
      agents: [anAgent({ replicas: 2, spot: { maxShare: 1 } })],
    }),
    kept: on(spotGroup, {}),
    broken: on({ ...spotGroup, count: 2 }),
    violation: { constraint: 'quota', cluster: 'dublin', detail: 'dublin would use 8 spot vCPU of at most 4' },
  },
  {
    rule: 'no more nodes of an offer than can be had',
    problem: aProblem({ clusters: [aCluster({ offers: [anOffer({ maxNodes: 1 })] })], agents: [anAgent({ replicas: 2 })] }),
    kept: on({ pods: pods(2) }),
    broken: on({ count: 2 }),
    violation: {
      constraint: 'quota',
      cluster: 'dublin',
      detail: 'dublin would have 2 nodes of m.xlarge (on-demand) and at most 1 can be had',
    },
  },
  {
    rule: 'a quota counts over its clusters together',
    problem: aProblem({
      clusters: [aCluster(), cork, virginia],
      quotas: [{ id: 'ireland', clusters: ['dublin', 'cork'], nodes: 1 }],
      agents: [anAgent({ replicas: 2 })],
    }),
    kept: on({}, { cluster: 'virginia' }),
    broken: on({}, { cluster: 'cork' }),
    violation: { constraint: 'quota', quota: 'ireland', detail: 'the quota ireland would have to give 2 nodes of at most 1' },
  },
  {
    rule: 'a quota counts only its machine types and capacity types',
    problem: aProblem({
      clusters: [withSpot],
      quotas: [{ id: 'spot', instanceTypes: ['m.xlarge'], capacityTypes: ['spot'], vcpu: 4 }],
      agents: [anAgent({ replicas: 2, spot: { maxShare: 1 } })],
    }),
    kept: on(spotGroup, {}),
    broken: on({ ...spotGroup, count: 2 }),
    violation: { constraint: 'quota', quota: 'spot', detail: 'the quota spot would have to give 8 vCPU of at most 4' },
  },
])
