import { describe, expect, it } from 'vitest'
import type { Problem } from '../../src/domain/problem.ts'
import { carriedBound } from '../../src/optimise/carried-bound.ts'
import { aCluster, anAgent, anOffer, aProblem } from '../builders.ts'
import { aPlan } from '../verify/plans.ts'

const cork = aCluster({ id: 'cork', offers: [anOffer({ usdPerHour: 2 })] })
const problem = aProblem({
  clusters: [aCluster({ limits: { nodes: 5 } }), cork],
  agents: [anAgent({ replicas: 4, spread: { clusters: 1 } })],
})
const node = { cluster: 'dublin', instanceType: 'm.xlarge', capacityType: 'on-demand', count: 1 } as const
const plan = { ...aPlan(problem, [{ ...node, pods: [{ agent: 'support', replicas: 4 }] }]), lowerBoundUsdPerHour: 0.9 }
const [dublin] = problem.clusters
const [support] = problem.agents
const carried = (part: Partial<Problem>) => carriedBound({ problem, plan }, { ...problem, ...part })

describe('a bound still holds where', () => {
  it.each<[string, Partial<Problem>]>([
    ['nothing changed', {}],
    ['only the prices were read later', { asOf: '2026-08-01T00:00:00Z' }],
    ['a price rose', { clusters: [aCluster({ limits: { nodes: 5 }, offers: [anOffer({ usdPerHour: 1.2 })] }), cork] }],
    ['an offer is gone', { clusters: [dublin, { ...cork, offers: [] }] }],
    ['a cluster is gone', { clusters: [dublin] }],
    ['a limit became tighter', { clusters: [{ ...dublin, limits: { nodes: 3 } }, cork] }],
    ['a budget was set', { limits: { usdPerHour: 3 } }],
    ['an agent has to survive more', { agents: [{ ...support, survive: [{ loss: 'node', keep: 0.5 }] }] }],
    ['an agent may no longer stand everywhere', { agents: [{ ...support, placement: { anyTag: ['EU'] } }] }],
  ])('%s', (_, part) => expect(carried(part)).toBe(0.9))
})

describe('a bound says nothing where', () => {
  it.each<[string, Partial<Problem>]>([
    ['a price fell', { clusters: [aCluster({ limits: { nodes: 5 }, offers: [anOffer({ usdPerHour: 0.9 })] }), cork] }],
    ['a machine gives more', { clusters: [aCluster({ limits: { nodes: 5 }, offers: [anOffer({ vcpu: 8 })] }), cork] }],
    ['there is another offer', { clusters: [{ ...dublin, offers: [anOffer(), anOffer({ instanceType: 'n.large' })] }, cork] }],
    ['there is another cluster', { clusters: [dublin, cork, aCluster({ id: 'galway' })] }],
    ['a limit gave way', { clusters: [{ ...dublin, limits: { nodes: 6 } }, cork] }],
    ['a limit is gone', { clusters: [{ ...dublin, limits: {} }, cork] }],
    ['fewer replicas are wanted', { agents: [{ ...support, replicas: 3 }] }],
    ['a rule is gone', { agents: [anAgent({ replicas: 4 })] }],
    ['an agent is gone', { agents: [] }],
    ['one-off costs are spread over longer', { horizonHours: 48 }],
  ])('%s', (_, part) => expect(carried(part)).toBe(0))
})
