import { aCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../builders.ts'
import { berlin, cork, describeRules, on, type RuleCase, spotGroup, virginia, withSpot } from './rule-cases.ts'

describeRules([
  ...(
    [
      ['clusters', 'cork', 'dublin'],
      ['regions', 'virginia', 'cork'],
      ['clouds', 'berlin', 'virginia'],
    ] as const
  ).map(
    ([kind, apart, together]): RuleCase => ({
      rule: `an agent spreads over as many ${kind} as it asks for, and never over more than it has replicas`,
      problem: aProblem({
        clusters: [aCluster(), cork, virginia, berlin],
        agents: [anAgent({ replicas: 2, spread: { [kind]: 3 } })],
      }),
      kept: on({}, { cluster: apart }),
      broken: on({}, { cluster: together }),
      violation: { constraint: 'spread', agent: 'support', detail: `support runs in 1 ${kind} and needs at least 2` },
    }),
  ),
  {
    rule: 'no more than its share of an agent runs on spot',
    problem: aProblem({ clusters: [withSpot], agents: [anAgent({ replicas: 3, spot: { maxShare: 0.6 } })] }),
    kept: on({ count: 2 }, spotGroup),
    broken: on({}, { ...spotGroup, count: 2 }),
    violation: { constraint: 'spot', agent: 'support', detail: 'support runs 2 replicas on spot and may run 1' },
  },
  {
    rule: 'an agent that says nothing of spot runs on none',
    problem: aProblem({ clusters: [withSpot] }),
    kept: on({}),
    broken: on(spotGroup),
    violation: { constraint: 'spot', agent: 'support', detail: 'support runs 1 replicas on spot and may run 0' },
  },
  {
    rule: 'the base of an agent runs on on-demand, as far as it has replicas',
    problem: aProblem({ clusters: [withSpot], agents: [anAgent({ spot: { maxShare: 1, onDemandBase: 2 } })] }),
    kept: on({}),
    broken: on(spotGroup),
    violation: { constraint: 'spot', agent: 'support', detail: 'support runs 0 replicas on on-demand and needs at least 1' },
  },
  {
    rule: 'reserved nodes count as on-demand',
    problem: aProblem({
      clusters: [aCluster({ offers: [anOffer({ capacityType: 'reserved', usdPerHour: 0, maxNodes: 1 }), aSpotOffer()] })],
      agents: [anAgent({ spot: { maxShare: 1, onDemandBase: 1 } })],
    }),
    kept: on({ capacityType: 'reserved' }),
    broken: on(spotGroup),
    violation: { constraint: 'spot', agent: 'support', detail: 'support runs 0 replicas on on-demand and needs at least 1' },
  },
])
