import { aCluster, anAgent, aProblem } from '../builders.ts'
import { cork, describeRules, on, virginia } from './rule-cases.ts'

describeRules([
  {
    rule: 'an agent runs at least its replicas',
    problem: aProblem({ agents: [anAgent({ replicas: 2 })] }),
    kept: on({ count: 2 }),
    broken: on({}),
    violation: { constraint: 'demand', agent: 'support', detail: 'support runs 1 replicas and needs 2' },
  },
  {
    rule: 'an agent runs at most its maxReplicas',
    problem: aProblem({ agents: [anAgent({ maxReplicas: 2 })] }),
    kept: on({ count: 2 }),
    broken: on({ count: 3 }),
    violation: { constraint: 'demand', agent: 'support', detail: 'support runs 3 replicas and needs 1 to 2' },
  },
  {
    rule: 'an agent without demand runs nowhere, whatever its maxReplicas',
    problem: aProblem({ agents: [anAgent({ replicas: 0, maxReplicas: 2 })] }),
    kept: on(),
    broken: on({}),
    violation: { constraint: 'demand', agent: 'support', detail: 'support runs 1 replicas and needs 0' },
  },
  {
    rule: 'an agent stays where one of its tags is borne',
    problem: aProblem({ clusters: [aCluster(), virginia], agents: [anAgent({ placement: { anyTag: ['EU', 'CH'] } })] }),
    kept: on({}),
    broken: on({ cluster: 'virginia' }),
    violation: {
      constraint: 'eligibility',
      agent: 'support',
      cluster: 'virginia',
      detail: 'support may not run in virginia: it bears none of the tags EU, CH',
    },
  },
  {
    rule: 'an agent keeps out of a tag that it refuses',
    problem: aProblem({ clusters: [aCluster(), virginia], agents: [anAgent({ placement: { noTag: ['US'] } })] }),
    kept: on({}),
    broken: on({ cluster: 'virginia' }),
    violation: { constraint: 'eligibility', agent: 'support', cluster: 'virginia', detail: 'support may not run in virginia: it bears US' },
  },
  {
    rule: 'an agent stays in the clusters that it names',
    problem: aProblem({ clusters: [aCluster(), cork], agents: [anAgent({ placement: { clusters: ['dublin'] } })] }),
    kept: on({}),
    broken: on({ cluster: 'cork' }),
    violation: {
      constraint: 'eligibility',
      agent: 'support',
      cluster: 'cork',
      detail: 'support may not run in cork: it is not among the clusters that the agent names',
    },
  },
  {
    rule: 'an agent stays within its latency',
    problem: aProblem({
      clusters: [aCluster(), cork],
      agents: [anAgent({ latency: { maxMs: 20, msByCluster: { dublin: 20, cork: 21 } } })],
    }),
    kept: on({}),
    broken: on({ cluster: 'cork' }),
    violation: {
      constraint: 'eligibility',
      agent: 'support',
      cluster: 'cork',
      detail: 'support may not run in cork: it is 21 ms away and at most 20 ms are allowed',
    },
  },
  {
    rule: 'a cluster of unknown latency is too far',
    problem: aProblem({ clusters: [aCluster(), cork], agents: [anAgent({ latency: { maxMs: 20, msByCluster: { dublin: 9 } } })] }),
    kept: on({}),
    broken: on({ cluster: 'cork' }),
    violation: {
      constraint: 'eligibility',
      agent: 'support',
      cluster: 'cork',
      detail: 'support may not run in cork: its latency is not known, so it counts as too far',
    },
  },
])
