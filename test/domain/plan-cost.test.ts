import { describe, expect, it } from 'vitest'
import { movedReplicas, planCost } from '../../src/domain/plan-cost.ts'
import type { Agent, Offer, Problem } from '../../src/domain/problem.ts'

const offer = (capacityType: Offer['capacityType'], usdPerHour: number): Offer => ({
  instanceType: 'small',
  capacityType,
  usdPerHour,
  vcpu: 2,
  allocatable: { cpu: 2, memoryGiB: 4, gpu: 0, pods: 10 },
  arch: 'amd64',
  gpuModel: '',
  interruptionsPerHour: capacityType === 'spot' ? 0.1 : 0,
})
const agent: Agent = {
  id: 'a',
  replicas: 4,
  requests: { cpu: 1, memoryGiB: 1 },
  restartUsd: 0.5,
  move: { usdPerReplica: 2 },
  traffic: [{ to: 'internet', gibPerHour: 10 }],
  current: [{ cluster: 'x', capacityType: 'on-demand', replicas: 4 }],
}
const problem: Problem = {
  schema: 'placement-problem/v1',
  asOf: '2026-01-01T00:00:00Z',
  horizonHours: 10,
  egress: { defaultUsdPerGiB: 0.1 },
  clusters: [
    {
      id: 'x',
      provider: 'p',
      region: 'r',
      zones: ['z'],
      tags: [],
      nodeStartUsd: 0.3,
      currentNodes: [{ instanceType: 'small', capacityType: 'on-demand', count: 2 }],
      offers: [offer('on-demand', 1), offer('spot', 0.25)],
    },
  ],
  agents: [agent],
}
const group = (capacityType: Offer['capacityType'], count: number) => ({
  cluster: 'x',
  instanceType: 'small',
  capacityType,
  count,
  pods: [{ agent: 'a', replicas: 2 }],
})

describe('what a plan costs', () => {
  it('nodes, egress, interruption, moves and node starts add up as the contract says', () => {
    const cost = planCost(problem, {
      placements: [
        { agent: 'a', cluster: 'x', capacityType: 'on-demand', replicas: 2 },
        { agent: 'a', cluster: 'x', capacityType: 'spot', replicas: 2 },
      ],
      nodeGroups: [group('on-demand', 1), group('spot', 1)],
      flows: [{ fromAgent: 'a', toAgent: 'internet', fromCluster: 'x', toCluster: 'internet', gibPerHour: 10 }],
    })
    expect(cost.nodes).toBeCloseTo(1.25)
    expect(cost.egress).toBeCloseTo(1)
    expect(cost.interruption).toBeCloseTo(0.1)
    expect(cost.moves).toBeCloseTo((2 * 2 + 1 * 0.3) / 10)
    expect(cost.total).toBeCloseTo(2.78)
  })

  it('a node group that no offer describes is an unknown price, not a free one', () => {
    const unknown = { ...group('on-demand', 1), instanceType: 'other' }
    expect(() => planCost(problem, { placements: [], nodeGroups: [unknown], flows: [] })).toThrow(/price is unknown/)
  })
})

describe('moved replicas', () => {
  it('a replica more where the agent as a whole grows is not a move', () => {
    expect(movedReplicas(agent, [{ agent: 'a', cluster: 'x', capacityType: 'on-demand', replicas: 5 }])).toBe(0)
  })

  it('from on-demand to spot in the same cluster is a move', () => {
    expect(movedReplicas(agent, [{ agent: 'a', cluster: 'x', capacityType: 'spot', replicas: 4 }])).toBe(4)
  })

  it('an agent of which today is not known moves nothing', () => {
    const { current: _, ...unknown } = agent
    expect(movedReplicas(unknown, [{ agent: 'a', cluster: 'y', capacityType: 'spot', replicas: 4 }])).toBe(0)
  })
})
