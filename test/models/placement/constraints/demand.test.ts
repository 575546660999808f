import { anAgent, anOffer, aProblem } from '../../../builders.ts'
import { optima } from '../../known-optimum.ts'
import { dublin, iowa, problemOf } from '../../places.ts'

const smallNode = anOffer({ instanceType: 'm.small', usdPerHour: 0.3, vcpu: 1, allocatable: { cpu: 1, memoryGiB: 4, gpu: 0, pods: 100 } })
const smallAndLarge = [dublin({ offers: [anOffer(), smallNode] })]

optima([
  {
    fact: 'eight one-vCPU replicas take two four-vCPU nodes, the cheapest way',
    problem: problemOf(anAgent({ replicas: 8 }), smallAndLarge),
    usdPerHour: 2,
  },
  {
    fact: 'the ninth takes a small node of its own',
    problem: problemOf(anAgent({ replicas: 9 }), smallAndLarge),
    usdPerHour: 2.3,
  },
  {
    fact: 'an agent of which none is wanted costs nothing',
    problem: problemOf(anAgent({ replicas: 0, maxReplicas: 3 })),
    usdPerHour: 0,
  },
  {
    fact: 'more replicas than wanted are allowed, and not bought without need',
    problem: problemOf(anAgent({ replicas: 4, maxReplicas: 9 })),
    usdPerHour: 1,
  },
  {
    fact: 'agents share a node: three vCPU of one and one of the other',
    problem: aProblem({ agents: [anAgent({ replicas: 3 }), anAgent({ id: 'retriever' })] }),
    usdPerHour: 1,
  },
  {
    fact: 'a replica more than all clusters hold has no plan',
    problem: problemOf(anAgent({ replicas: 9 }), [dublin({ limits: { nodes: 1 } }), iowa({ limits: { nodes: 1 } })]),
    usdPerHour: 'infeasible',
  },
  {
    fact: 'as many replicas as all clusters hold have one',
    problem: problemOf(anAgent({ replicas: 8 }), [dublin({ limits: { nodes: 1 } }), iowa({ limits: { nodes: 1 } })]),
    usdPerHour: 3,
  },
])
