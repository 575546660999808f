import { aCluster, anAgent, aProblem } from '../builders.ts'
import { cork, describeRules, on, pods, spotGroup, withSpot } from './rule-cases.ts'

describeRules([
  {
    rule: 'an agent moves no more replicas than it allows',
    problem: aProblem({
      clusters: [aCluster(), cork],
      agents: [anAgent({ replicas: 2, move: { maxReplicas: 1 }, current: [{ cluster: 'cork', capacityType: 'on-demand', replicas: 2 }] })],
    }),
    kept: on({}, { cluster: 'cork' }),
    broken: on({ count: 2 }),
    violation: { constraint: 'moves', agent: 'support', detail: 'support would move 2 replicas and may move 1' },
  },
  {
    rule: 'what an agent grows by is no move, what goes from on-demand to spot is one',
    problem: aProblem({
      clusters: [withSpot],
      agents: [
        anAgent({
          replicas: 3,
          spot: { maxShare: 1 },
          move: { maxReplicas: 0 },
          current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 2 }],
        }),
      ],
    }),
    kept: on({ count: 2 }, spotGroup),
    broken: on({}, { ...spotGroup, count: 2 }),
    violation: { constraint: 'moves', agent: 'support', detail: 'support would move 1 replicas and may move 0' },
  },
  {
    rule: 'all agents together move no more replicas than is allowed over all',
    problem: aProblem({
      clusters: [aCluster(), cork],
      limits: { maxMovedReplicas: 1 },
      agents: ['support', 'sales'].map((id) => anAgent({ id, current: [{ cluster: 'cork', capacityType: 'on-demand', replicas: 1 }] })),
    }),
    kept: on({}, { cluster: 'cork', pods: pods(1, 'sales') }),
    broken: on({}, { pods: pods(1, 'sales') }),
    violation: { constraint: 'moves', detail: '2 replicas would move in all and 1 may' },
  },
  {
    rule: 'the plan stays within the budget',
    problem: aProblem({ agents: [anAgent({ replicas: 2 })], limits: { usdPerHour: 1 } }),
    kept: on({ pods: pods(2) }),
    broken: on({ count: 2 }),
    violation: { constraint: 'budget', detail: 'the plan costs 2 USD/h and the budget is 1' },
  },
])
