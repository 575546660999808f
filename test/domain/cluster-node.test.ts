import { describe, expect, it } from 'vitest'
import { groupsOf, nodesOf } from '../../src/domain/cluster-node.ts'
import { nodeLimits } from '../../src/domain/node-limits.ts'
import { roomFor } from '../../src/domain/node-room.ts'
import type { Agent, Offer, Problem } from '../../src/domain/problem.ts'
import { aCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../builders.ts'

const group = { cluster: 'dublin', instanceType: 'm.xlarge', capacityType: 'on-demand', count: 1, pods: [] } as const
const holding = (replicas: number) => nodesOf([{ ...group, pods: [{ agent: 'support', replicas }] }])[0]

describe('nodes and groups of nodes', () => {
  it('the same nodes are the same groups in whatever order they come', () => {
    const one = {
      ...group,
      pods: [
        { agent: 'a', replicas: 1 },
        { agent: 'b', replicas: 2 },
      ],
    }
    const same = {
      ...group,
      pods: [
        { agent: 'b', replicas: 2 },
        { agent: 'a', replicas: 1 },
      ],
    }
    expect(groupsOf(nodesOf([one, group, same]))).toEqual(groupsOf(nodesOf([group, { ...one, count: 2 }])))
  })
})

function roomOf(agent: Partial<Agent>, offer: Partial<Offer> = {}, replicas = 0) {
  const problem = aProblem({ clusters: [aCluster({ offers: [anOffer(offer)] })], agents: [anAgent(agent)] })
  return roomFor(problem)(holding(replicas), 'support')
}

describe('the room on a node', () => {
  it('is what the scarcest resource leaves', () => {
    expect(roomOf({})).toBe(4)
    expect(roomOf({ requests: { cpu: 1, memoryGiB: 8 } })).toBe(2)
    expect(roomOf({}, { allocatable: { cpu: 4, memoryGiB: 16, gpu: 0, pods: 3 } }, 1)).toBe(2)
  })

  it('ten pods of a tenth fill one vCPU exactly', () => {
    expect(roomOf({ requests: { cpu: 0.1, memoryGiB: 0 } }, { allocatable: { cpu: 1, memoryGiB: 1, gpu: 0, pods: 50 } })).toBe(10)
  })

  it('ends at the most that may share a node', () => {
    expect(roomOf({ maxPerNode: 2 }, {}, 1)).toBe(1)
  })

  it('is none on a machine that the agent does not accept, and on one that is overfull', () => {
    expect(roomOf({}, { arch: 'arm64' })).toBe(0)
    expect(roomOf({}, {}, 5)).toBe(0)
  })
})

describe('limits on nodes', () => {
  const against = (part: Partial<Problem>, standing: number, spot = false) => {
    const offers = [anOffer(), aSpotOffer()]
    const problem = aProblem({ clusters: [aCluster({ offers })], ...part })
    return nodeLimits(problem)(nodesOf([{ ...group, count: standing }]), { ...group, capacityType: spot ? 'spot' : 'on-demand' })
  }
  const limited = (limits: object) => ({ clusters: [aCluster({ offers: [anOffer(), aSpotOffer()], limits })] })

  it('a cluster’s limits on nodes and vCPUs count what stands already', () => {
    expect(against(limited({ nodes: 2 }), 1)).toEqual([])
    expect(against(limited({ nodes: 2 }), 2)).toEqual(['dublin may have 2 nodes and would have 3'])
    expect(against(limited({ vcpu: 8 }), 2)).toEqual(['dublin may have 8 vCPU and would have 12'])
  })

  it('a limit on spot does not hinder on-demand nodes', () => {
    expect(against(limited({ spotVcpu: 0 }), 1)).toEqual([])
    expect(against(limited({ spotVcpu: 0 }), 1, true)).toEqual(['dublin may have 0 spot vCPU and would have 4'])
  })

  it('a quota counts the offers that match all of its selectors', () => {
    const quota = { id: 'shared', clusters: ['dublin'], capacityTypes: ['on-demand' as const], nodes: 1 }
    expect(against({ quotas: [quota] }, 1, true)).toEqual([])
    expect(against({ quotas: [quota] }, 1)).toEqual(['quota shared may have 1 nodes and would have 2'])
  })

  it('an offer may be limited to so many nodes', () => {
    const offers = { clusters: [aCluster({ offers: [anOffer({ maxNodes: 1 })] })] }
    expect(against(offers, 1)).toEqual(['m.xlarge on-demand in dublin may have 1 nodes and would have 2'])
  })
})
