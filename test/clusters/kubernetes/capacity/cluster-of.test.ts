import { describe, expect, it } from 'vitest'
import { clusterOf } from '../../../../src/clusters/kubernetes/capacity/cluster-of.ts'
import type { ClusterSnapshot, Taint } from '../../../../src/clusters/kubernetes/snapshot.ts'
import { aFleetAgent, aMachine } from '../../../builders.ts'
import { planned } from './planned.ts'
import { aBystander, aNode, aNodePool, aReplica, aSnapshot, aWorld } from './snapshots.ts'

const dublin = (snapshot: Partial<ClusterSnapshot>, described = {}, world = {}) =>
  clusterOf(aSnapshot(snapshot), { id: 'dublin', ...described }, aWorld(world))
const told = ({ findings }: ReturnType<typeof dublin>) =>
  findings.map(({ severity, subject, message }) => `${severity}: ${subject}: ${message}`)
const typed = (name: string, instanceType: string) => aNode({ name, labels: { 'node.kubernetes.io/instance-type': instanceType } })

describe('a cluster', () => {
  it('is what its nodes show and what its owner says of it', () => {
    const described = { tags: ['prod'], limits: { nodes: 9 }, nodeStartUsd: 0.05, reserved: [] }
    expect(dublin({ pods: [aReplica('node-1')] }, described).cluster).toEqual({
      id: 'dublin',
      provider: 'aws',
      region: 'eu-west-1',
      zones: ['eu-west-1a'],
      ...described,
      growsFrom: { instanceTypes: ['m.xlarge'], families: [], capacityTypes: ['on-demand'] },
      daemonSets: { cpu: 0, memoryGiB: 0, pods: 0 },
      measured: [{ instanceType: 'm.xlarge', allocatable: { cpu: 4, memoryGiB: 16, gpu: 0, pods: 58 } }],
      nodes: [
        {
          cluster: 'dublin',
          instanceType: 'm.xlarge',
          capacityType: 'on-demand',
          zone: 'eu-west-1a',
          count: 1,
          pods: [{ agent: 'support', replicas: 1 }],
        },
      ],
    })
  })

  it('leaves out nodes whose machine or price is unknown, with an error, and plans with the others', () => {
    const { spot: _, ...withoutSpot } = aMachine()
    const spot = aNode({ name: 'c', labels: { 'karpenter.sh/capacity-type': 'spot' } })
    const found = dublin({ nodes: [aNode(), typed('b', 'x.huge'), spot] }, {}, { machines: [withoutSpot] })
    expect(found.cluster?.nodes).toMatchObject([{ instanceType: 'm.xlarge', count: 1 }])
    expect(told(found).filter((line) => line.startsWith('error'))).toEqual([
      'error: node b: the machine type x.huge is not known in aws eu-west-1: left out with all that stands there, agents too',
      'error: node c: no spot price of m.xlarge is known in aws eu-west-1: left out with all that stands there, agents too',
    ])
  })

  it('has so many of its nodes reserved as its owner has paid for, the fullest first', () => {
    const reserved = [{ instanceType: 'm.xlarge', count: 1, usdPerHour: 0.1 }]
    const { cluster } = dublin({ nodes: [aNode({ name: 'empty' }), aNode({ name: 'full' })], pods: [aReplica('full')] }, { reserved })
    expect(cluster?.nodes.map(({ capacityType, pods }) => [capacityType, pods.length])).toEqual([
      ['on-demand', 0],
      ['reserved', 1],
    ])
  })

  it('tells pods that wait for a node: replicas of agents are wanted, others are not planned', () => {
    expect(told(dublin({ pods: [aReplica(''), aReplica(''), aBystander('')] }))).toEqual([
      'warning: agent support: 2 pods wait for a node: wanted, but standing nowhere',
      'note: pods that are no agents: 1 pod waits for a node: a plan does not count with it',
      expect.stringContaining('zones'),
    ])
  })

  it('tells a limit that no plan can keep, for others hold more than it allows', () => {
    const nodes = [aNode({ name: 'a' }), aNode({ name: 'b' }), aNode({ name: 'c' })]
    const pods = [aBystander('a'), aBystander('b')]
    const errors = (limits: object) => told(dublin({ nodes, pods }, { limits })).filter((line) => line.startsWith('error'))
    expect(errors({ nodes: 2, vcpu: 8, spotVcpu: 0, gpu: 0 })).toEqual([])
    expect(errors({ nodes: 2, vcpu: 7 })).toEqual([
      'error: limits.vcpu: the cluster may have 7 vCPU, and pods that are no agents already hold nodes of 8: no plan can keep that',
    ])
  })

  it('shows its node pools', () => {
    const nodes = [aNode({ name: 'a', labels: { 'karpenter.sh/nodepool': 'general' } }), aNode({ name: 'b' })]
    const usual = { nodes: 1, instanceTypes: ['m.xlarge'], capacityTypes: ['on-demand'], zones: ['eu-west-1a'], taints: [] }
    expect(dublin({ nodes }).nodePools).toEqual([{ pool: { kind: 'NodePool', name: 'general' }, ...usual }, usual])
  })
})

describe('taints', () => {
  const spotTaint: Taint = { key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' }
  const dedicated: Taint = { key: 'dedicated', value: 'db', effect: 'NoSchedule' }
  const SPOT = 'kubernetes.azure.com/scalesetpriority=spot:NoSchedule'
  const spot = (name: string, taints: Taint[]) => aNode({ name, taints, labels: { 'karpenter.sh/capacity-type': 'spot' } })

  it('that all nodes of a kind bear keep agents off that do not tolerate them', () => {
    const { problem } = planned({ nodes: [spot('a', [spotTaint]), aNode({ name: 'b' })] })
    expect(problem.clusters[0]!.offers.map(({ capacityType, taints }) => [capacityType, taints])).toEqual([
      ['on-demand', undefined],
      ['spot', [SPOT]],
    ])
  })

  it('are tolerated by the bystanders that stand on them', () => {
    const { capacity, broken } = planned({ nodes: [spot('a', [spotTaint])], pods: [aBystander('a')] })
    expect(capacity.bystanders).toMatchObject([{ tolerates: [SPOT] }])
    expect(broken).toEqual([])
  })

  it('that some nodes of a kind bear are told, and what is left of those with bystanders is not offered', () => {
    const { capacity } = planned({
      nodes: [aNode({ name: 'a', taints: [dedicated] }), aNode({ name: 'b' })],
      pods: [aBystander('a', 1, 4)],
    })
    expect(capacity.cluster?.taints).toBeUndefined()
    expect(capacity.bystanders).toMatchObject([{ requests: { cpu: 4, memoryGiB: 16 } }])
    expect(capacity.findings).toContainEqual(expect.objectContaining({ severity: 'warning', subject: 'node a' }))
  })

  it('of a NodePool are those of the machines that only it may start', () => {
    const machines = [aMachine(), aMachine({ instanceType: 'r.xlarge' })]
    const of = (name: string, taints: Taint[], ...values: string[]) =>
      aNodePool({ name, taints, requirements: [{ key: 'node.kubernetes.io/instance-type', operator: 'In', values }] })
    const nodePools = [of('plain', [], 'm.xlarge'), of('db', [dedicated], 'm.xlarge', 'r.xlarge')]
    const { cluster } = dublin({ nodes: [aNode()], nodePools }, {}, { machines })
    expect(cluster?.taints).toEqual([
      { instanceType: 'r.xlarge', capacityType: 'on-demand', taints: ['dedicated=db:NoSchedule'] },
      { instanceType: 'r.xlarge', capacityType: 'spot', taints: ['dedicated=db:NoSchedule'] },
    ])
  })

  it('of GPU nodes are the one that the contract knows', () => {
    const gpus = { cpu: 4, memoryGiB: 16, gpu: 1, pods: 58 }
    const nvidia: Taint = { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }
    const node = aNode({ taints: [nvidia], allocatable: gpus, capacity: gpus })
    const { problem } = planned({ nodes: [node] }, [], { world: { machines: [aMachine({ gpu: 1, gpuModel: 'T4' })] } })
    expect(problem.clusters[0]!.offers).toMatchObject([{ taints: ['gpu'] }])
  })
})

describe('a machine that a cluster may buy in one way only', () => {
  it('is offered that way, and otherwise no more of than stand there', () => {
    const spotOnly = aNodePool({ requirements: [{ key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot'] }] })
    const machines = [aMachine(), aMachine({ instanceType: 'r.xlarge' })]
    const { problem } = planned({ nodes: [aNode()], nodePools: [spotOnly] }, [aFleetAgent()], { world: { machines } })
    expect(problem.clusters[0]!.offers.map(({ instanceType, capacityType, maxNodes }) => [instanceType, capacityType, maxNodes])).toEqual([
      ['m.xlarge', 'on-demand', 1],
      ['m.xlarge', 'spot', undefined],
      ['r.xlarge', 'spot', undefined],
    ])
  })
})
