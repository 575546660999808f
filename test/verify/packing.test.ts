import { aCluster, anAgent, anOffer, aProblem } from '../builders.ts'
import { describeRules, on, pods, type RuleCase } from './rule-cases.ts'

describeRules([
  ...(
    [
      ['cpu', { cpu: 1, memoryGiB: 0 }, 4],
      ['memoryGiB', { cpu: 0, memoryGiB: 4 }, 16],
      ['gpu', { cpu: 0, memoryGiB: 0, gpu: 1 }, 2],
      ['pods', { cpu: 0, memoryGiB: 0 }, 5],
    ] as const
  ).map(([what, requests, most]): RuleCase => {
    const fits = what === 'gpu' ? 2 : what === 'pods' ? 5 : 4
    const offer = anOffer({ allocatable: { cpu: 4, memoryGiB: 16, gpu: 2, pods: 5 } })
    const load = what === 'memoryGiB' ? 20 : fits + 1
    return {
      rule: `a node holds no more ${what} than it can give`,
      problem: aProblem({
        clusters: [aCluster({ offers: [offer] })],
        agents: [anAgent({ requests, replicas: fits, maxReplicas: fits + 1 })],
      }),
      kept: on({ pods: pods(fits) }),
      broken: on({ pods: pods(fits + 1) }),
      violation: {
        constraint: 'packing',
        cluster: 'dublin',
        detail: `each of 1 × m.xlarge (on-demand) in dublin would hold ${load} ${what} and can give ${most}`,
      },
    }
  }),
  ...(
    [
      ['arch', { arch: 'arm64' }, {}, 'it runs on amd64, not on arm64'],
      [
        'GPU model',
        { gpuModel: 'T4', allocatable: { cpu: 4, memoryGiB: 16, gpu: 1, pods: 9 } },
        { gpuModels: ['L4'], requests: { cpu: 1, memoryGiB: 1, gpu: 1 } },
        'its GPU is T4, not L4',
      ],
      ['type', {}, { instanceTypes: ['good'] }, 'it runs on good only'],
      ['taint', { taints: ['gpu', 'team-b'] }, { tolerates: ['gpu'] }, 'it does not tolerate the taint team-b'],
    ] as const
  ).map(([what, odd, agent, reason]): RuleCase => {
    const good = anOffer({ instanceType: 'good', gpuModel: 'L4', taints: ['gpu'], allocatable: { cpu: 4, memoryGiB: 16, gpu: 1, pods: 9 } })
    const bad = anOffer({ instanceType: 'odd', ...(odd as object) })
    return {
      rule: `an agent stands only on nodes whose ${what} it accepts`,
      problem: aProblem({
        clusters: [aCluster({ offers: [good, bad] })],
        agents: [anAgent({ tolerates: ['gpu'], ...(agent as object) })],
      }),
      kept: on({ instanceType: 'good' }),
      broken: on({ instanceType: 'odd' }),
      violation: {
        constraint: 'packing',
        agent: 'support',
        cluster: 'dublin',
        detail: `support does not accept 1 × odd (on-demand) in dublin: ${reason}`,
      },
    }
  }),
  {
    rule: 'at most maxPerNode of an agent share a node',
    problem: aProblem({ agents: [anAgent({ replicas: 2, maxPerNode: 1 })] }),
    kept: on({ count: 2 }),
    broken: on({ pods: pods(2) }),
    violation: {
      constraint: 'packing',
      agent: 'support',
      cluster: 'dublin',
      detail: 'each of 1 × m.xlarge (on-demand) in dublin holds 2 pods of support and at most 1 may share a node',
    },
  },
])
