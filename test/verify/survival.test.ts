import { aCluster, anAgent, aProblem } from '../builders.ts'
import { berlin, cork, describeRules, on, pods, type RuleCase, spotGroup, virginia, withSpot } from './rule-cases.ts'

describeRules([
  ...(
    [
      ['cloud', 'berlin', 'virginia', 'the loss of the cloud aws'],
      ['region', 'virginia', 'cork', 'the loss of the region aws/eu-west-1'],
      ['cluster', 'cork', 'dublin', 'the loss of the cluster dublin'],
    ] as const
  ).map(
    ([loss, apart, together, lost]): RuleCase => ({
      rule: `enough replicas survive the loss of a ${loss}`,
      problem: aProblem({
        clusters: [aCluster(), cork, virginia, berlin],
        agents: [anAgent({ replicas: 2, survive: [{ loss, keep: 0.5 }] })],
      }),
      kept: on({}, { cluster: apart }),
      broken: on({}, { cluster: together }),
      violation: {
        constraint: 'survive',
        agent: 'support',
        detail: `${lost} would leave support 0 replicas and it keeps at least 1 of 2`,
      },
    }),
  ),
  {
    rule: 'enough replicas survive the loss of a zone, which two clusters of one region share',
    problem: aProblem({ clusters: [aCluster(), cork], agents: [anAgent({ replicas: 2, survive: [{ loss: 'zone', keep: 0.5 }] })] }),
    kept: on({ zone: 'a' }, { cluster: 'cork', zone: 'b' }),
    broken: on({ zone: 'a' }, { cluster: 'cork', zone: 'a' }),
    violation: {
      constraint: 'survive',
      agent: 'support',
      detail: 'the loss of the zone aws/eu-west-1/a would leave support 0 replicas and it keeps at least 1 of 2',
    },
  },
  {
    rule: 'nodes that name no zone are lost with every zone of their cluster',
    problem: aProblem({ clusters: [aCluster(), cork], agents: [anAgent({ replicas: 2, survive: [{ loss: 'zone', keep: 0.5 }] })] }),
    kept: on({ zone: 'a' }, { zone: 'c' }),
    broken: on({ zone: 'a' }, { cluster: 'cork' }),
    violation: {
      constraint: 'survive',
      agent: 'support',
      detail: 'the loss of the zone aws/eu-west-1/a would leave support 0 replicas and it keeps at least 1 of 2',
    },
  },
  {
    rule: 'enough replicas survive the loss of a node',
    problem: aProblem({ agents: [anAgent({ replicas: 3, survive: [{ loss: 'node', keep: 0.3 }] })] }),
    kept: on({ pods: pods(2) }, {}),
    broken: on({ pods: pods(3) }),
    violation: {
      constraint: 'survive',
      agent: 'support',
      detail: 'the loss of the node dublin/m.xlarge/on-demand would leave support 0 replicas and it keeps at least 1 of 3',
    },
  },
  {
    rule: 'enough replicas survive the loss of all spot of a region',
    problem: aProblem({
      clusters: [withSpot],
      agents: [anAgent({ replicas: 2, spot: { maxShare: 1 }, survive: [{ loss: 'spot', keep: 0.5 }] })],
    }),
    kept: on({}, spotGroup),
    broken: on({ ...spotGroup, count: 2 }),
    violation: {
      constraint: 'survive',
      agent: 'support',
      detail: 'the loss of the spot aws/eu-west-1 would leave support 0 replicas and it keeps at least 1 of 2',
    },
  },
])
