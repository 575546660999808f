import { describe, expect, it } from 'vitest'
import { clusterOf } from '../../../../src/clusters/kubernetes/capacity/cluster-of.ts'
import type { NodePoolObject } from '../../../../src/clusters/kubernetes/snapshot.ts'
import { aMachine } from '../../../builders.ts'
import { aNode, aNodePool, aSnapshot, aWorld } from './snapshots.ts'

const machines = [aMachine(), aMachine({ instanceType: 'r.xlarge' }), aMachine({ instanceType: 'g.xlarge', gpu: 1, gpuModel: 'T4' })]
const pool = (name: string, limits: NodePoolObject['limits'], ...types: string[]) =>
  aNodePool({ name, limits, requirements: [{ key: 'node.kubernetes.io/instance-type', operator: 'In', values: types }] })
const node = (name: string, nodePool?: string, instanceType = 'm.xlarge') =>
  aNode({ name, labels: { 'node.kubernetes.io/instance-type': instanceType, ...(nodePool && { 'karpenter.sh/nodepool': nodePool }) } })

function limited(nodePools: NodePoolObject[], nodes = [node('a')]) {
  const { quotas, findings } = clusterOf(aSnapshot({ nodes, nodePools }), { id: 'dublin' }, aWorld({ machines }))
  return {
    quotas,
    told: findings.filter(({ subject }) => subject.startsWith('NodePool')).map(({ severity, message }) => `${severity}: ${message}`),
  }
}

const ALL = ['on-demand', 'reserved', 'spot']

describe("a NodePool's limits", () => {
  it('are a quota on the machines that it may start', () => {
    expect(limited([pool('big', { cpu: 100, gpu: 4, nodes: 10 }, 'r.xlarge', 'g.xlarge')]).quotas).toEqual([
      {
        id: 'NodePool big of dublin',
        clusters: ['dublin'],
        instanceTypes: ['g.xlarge', 'r.xlarge'],
        capacityTypes: ALL,
        nodes: 10,
        vcpu: 100,
        gpu: 4,
      },
    ])
  })

  it('are none where it has none', () => expect(limited([pool('free', {}, 'r.xlarge')]).quotas).toEqual([]))

  it('leave room for nodes of the same machine that it did not start', () => {
    expect(limited([pool('own', { cpu: 8 }, 'm.xlarge')], [node('a', 'own'), node('other')]).quotas).toMatchObject([{ vcpu: 12 }])
  })

  it('hold together where pools may start the same machines, and not at all where one of these has none', () => {
    const shared = [
      pool('one', { cpu: 8 }, 'm.xlarge', 'r.xlarge'),
      pool('two', { cpu: 4, nodes: 3 }, 'r.xlarge'),
      pool('gpus', { gpu: 2 }, 'g.xlarge'),
    ]
    expect(limited(shared, [node('a')]).quotas).toEqual([
      {
        id: 'NodePools one, two of dublin',
        clusters: ['dublin'],
        instanceTypes: ['m.xlarge', 'r.xlarge'],
        capacityTypes: ALL,
        vcpu: 8 + 4 + 4,
      },
      { id: 'NodePool gpus of dublin', clusters: ['dublin'], instanceTypes: ['g.xlarge'], capacityTypes: ALL, gpu: 2 },
    ])
    expect(limited([pool('one', { cpu: 8 }, 'm.xlarge'), pool('free', {}, 'm.xlarge')]).quotas).toEqual([])
  })

  it('let it keep what it has beyond them, and warn', () => {
    const { quotas, told } = limited([pool('full', { cpu: 4 }, 'm.xlarge')], [node('a', 'full'), node('b', 'full')])
    expect(quotas).toMatchObject([{ vcpu: 8 }])
    expect(told).toEqual(['warning: its nodes have 8 vCPU, and its limit is 4: it may keep what it has and not grow'])
  })

  it('count nodes that it started of machines that it would not start now', () => {
    expect(limited([pool('old', { nodes: 5 }, 'r.xlarge')], [node('a', 'old')]).quotas).toMatchObject([
      { instanceTypes: ['m.xlarge', 'r.xlarge'], nodes: 5 },
    ])
  })

  it('on memory are told, since no quota can hold them', () => {
    expect(limited([pool('memory', { memoryGiB: 64 }, 'm.xlarge')]).told).toEqual([
      'warning: its limit on memory, 64 GiB, is not held by plans: Karpenter will refuse what exceeds it',
    ])
  })
})
