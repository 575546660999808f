import { describe, expect, it } from 'vitest'
import { clusterOf } from '../../../../src/clusters/kubernetes/capacity/cluster-of.ts'
import type { DescribedGrowth } from '../../../../src/clusters/kubernetes/capacity/described-cluster.ts'
import { capacityTypesOf, mayStart, untold } from '../../../../src/clusters/kubernetes/capacity/node-pool-requirements.ts'
import type { ClusterSnapshot, NodeRequirement } from '../../../../src/clusters/kubernetes/snapshot.ts'
import type { Machine } from '../../../../src/domain/catalogue.ts'
import { aMachine } from '../../../builders.ts'
import { aNode, aNodePool, aSnapshot, aWorld } from './snapshots.ts'

const requirement = (key: string, operator: string, ...values: string[]): NodeRequirement => ({ key, operator, values })

const m7i = aMachine({ instanceType: 'm7i.xlarge' })
const m7a = aMachine({ instanceType: 'm7a.2xlarge', vcpu: 8, memoryGiB: 32 })
const c6g = aMachine({ instanceType: 'c6g.large', arch: 'arm64', vcpu: 2, memoryGiB: 4 })
const g5 = aMachine({ instanceType: 'g5.xlarge', gpu: 1, gpuModel: 'A10G' })
const d4s = aMachine({ provider: 'azure', instanceType: 'Standard_D4s_v5' })
const f2 = aMachine({ provider: 'azure', instanceType: 'Standard_F2', vcpu: 2, memoryGiB: 4 })
const n2 = aMachine({ provider: 'gcp', instanceType: 'n2-standard-4' })
const all = [m7i, m7a, c6g, g5]

const startable = (requirements: NodeRequirement[], machines: readonly Machine[] = all) =>
  machines.filter((machine) => mayStart(aNodePool({ requirements }), machine, 'on-demand')).map(({ instanceType }) => instanceType)

describe('what a NodePool may start', () => {
  const aws = 'karpenter.k8s.aws/instance-'
  it.each([
    [[], ['m7i.xlarge', 'm7a.2xlarge', 'c6g.large', 'g5.xlarge']],
    [[requirement('node.kubernetes.io/instance-type', 'In', 'g5.xlarge', 'z9.huge')], ['g5.xlarge']],
    [[requirement(`${aws}family`, 'NotIn', 'm7a', 'g5')], ['m7i.xlarge', 'c6g.large']],
    [[requirement(`${aws}category`, 'In', 'm', 'c')], ['m7i.xlarge', 'm7a.2xlarge', 'c6g.large']],
    [[requirement(`${aws}generation`, 'Gt', '6')], ['m7i.xlarge', 'm7a.2xlarge']],
    [[requirement(`${aws}generation`, 'Gte', '6')], ['m7i.xlarge', 'm7a.2xlarge', 'c6g.large']],
    [[requirement(`${aws}cpu`, 'Lt', '4')], ['c6g.large']],
    [[requirement(`${aws}cpu`, 'Lte', '4')], ['m7i.xlarge', 'c6g.large', 'g5.xlarge']],
    [[requirement(`${aws}memory`, 'Gt', '16384')], ['m7a.2xlarge']],
    [[requirement(`${aws}size`, 'In', '2xlarge')], ['m7a.2xlarge']],
    [[requirement(`${aws}gpu-count`, 'Exists')], ['g5.xlarge']],
    [[requirement(`${aws}gpu-count`, 'DoesNotExist')], ['m7i.xlarge', 'm7a.2xlarge', 'c6g.large']],
    [[requirement(`${aws}gpu-name`, 'In', 'a10g')], ['g5.xlarge']],
    [[requirement(`${aws}cpu-manufacturer`, 'In', 'amd')], ['m7a.2xlarge', 'g5.xlarge']],
    [[requirement('eks.amazonaws.com/instance-family', 'In', 'm7i')], ['m7i.xlarge']],
    [[requirement('kubernetes.io/arch', 'In', 'arm64')], ['c6g.large']],
    [[requirement('kubernetes.io/os', 'In', 'windows')], []],
    [[requirement('karpenter.sh/capacity-type', 'In', 'spot')], []],
    [[requirement('team', 'In', 'support')], ['m7i.xlarge', 'm7a.2xlarge', 'c6g.large', 'g5.xlarge']],
    [[requirement(`${aws}category`, 'In', 'm'), requirement(`${aws}cpu`, 'Gt', '4')], ['m7a.2xlarge']],
  ])('is decided by %o', (requirements, types) => expect(startable(requirements as NodeRequirement[])).toEqual(types))

  it('is told of Azure by the parts of a name', () => {
    const on = (key: string, ...values: string[]) => startable([requirement(`karpenter.azure.com/sku-${key}`, 'In', ...values)], [d4s, f2])
    expect(on('family', 'D')).toEqual(['Standard_D4s_v5'])
    expect(on('version', '1')).toEqual(['Standard_F2'])
    expect(on('storage-premium-capable', 'true')).toEqual(['Standard_D4s_v5'])
    expect(on('name', 'Standard_F2')).toEqual(['Standard_F2'])
  })

  it('is told of Google by the family, with its shape or without', () => {
    const on = (operator: string, family: string) => startable([requirement('karpenter.k8s.gcp/instance-family', operator, family)], [n2])
    expect([on('In', 'n2'), on('In', 'n2-standard'), on('In', 'n4'), on('NotIn', 'n2')]).toEqual([
      ['n2-standard-4'],
      ['n2-standard-4'],
      [],
      [],
    ])
  })

  it('is both ways of buying unless it says one', () => {
    expect(capacityTypesOf(aNodePool())).toEqual(['on-demand', 'spot'])
    expect(capacityTypesOf(aNodePool({ requirements: [requirement('karpenter.sh/capacity-type', 'In', 'spot')] }))).toEqual(['spot'])
  })

  it('tells of keys that nobody here can judge, and not of labels of its user', () => {
    const requirements = [
      requirement(`${aws}local-nvme`, 'Gt', '100'),
      requirement('team', 'In', 'support'),
      requirement(`${aws}cpu`, 'Gt', '1'),
    ]
    expect(untold(aNodePool({ requirements }), all)).toEqual([`${aws}local-nvme`])
  })
})

function grown(snapshot: Partial<ClusterSnapshot>, growsFrom?: DescribedGrowth, machines: Machine[] = [m7i, m7a, c6g]) {
  const described = { id: 'dublin', provider: 'aws', region: 'eu-west-1', ...(growsFrom && { growsFrom }) }
  const { cluster, findings } = clusterOf(aSnapshot(snapshot), described, aWorld({ machines }))
  return { growsFrom: cluster?.growsFrom, told: findings.filter(({ subject }) => /growsFrom|NodePool/.test(subject)) }
}

const standing = (instanceType: string, capacityType = 'on-demand') =>
  aNode({ name: instanceType, labels: { 'node.kubernetes.io/instance-type': instanceType, 'karpenter.sh/capacity-type': capacityType } })

describe('what a cluster may grow from', () => {
  const family = (...values: string[]) => requirement('karpenter.k8s.aws/instance-family', 'In', ...values)
  const only = (capacity: string) => requirement('karpenter.sh/capacity-type', 'In', capacity)

  it('is what its NodePools may start, whatever stands there', () => {
    const { growsFrom } = grown({ nodes: [standing('m7a.2xlarge')], nodePools: [aNodePool({ requirements: [family('m7i')] })] })
    expect(growsFrom).toEqual({ instanceTypes: ['m7i.xlarge'], families: [], capacityTypes: ['on-demand', 'spot'] })
  })

  it('tells which machines may be bought which way where NodePools differ in it', () => {
    const nodePools = [
      aNodePool({ name: 'spot', requirements: [family('m7i'), only('spot')] }),
      aNodePool({ name: 'steady', requirements: [family('m7a'), only('on-demand')] }),
    ]
    expect(grown({ nodes: [], nodePools }).growsFrom).toEqual({
      instanceTypes: ['m7a.2xlarge', 'm7i.xlarge'],
      families: [],
      capacityTypes: ['on-demand', 'spot'],
      boughtAs: { 'on-demand': ['m7a.2xlarge'], spot: ['m7i.xlarge'] },
    })
  })

  it('is narrowed by the configuration, never widened beyond what NodePools may start', () => {
    const { growsFrom, told } = grown(
      { nodePools: [aNodePool({ requirements: [family('m7i', 'm7a')] })], nodes: [] },
      { families: ['m7i', 'c6g'], capacityTypes: ['spot'] },
    )
    expect(growsFrom).toEqual({ instanceTypes: ['m7i.xlarge'], families: [], capacityTypes: ['spot'] })
    expect(told).toMatchObject([{ severity: 'warning', message: expect.stringContaining('not counted with: c6g.large') }])
  })

  it('is what stands there where there are no NodePools, each machine as it is bought', () => {
    expect(grown({ nodes: [standing('m7i.xlarge'), standing('m7a.2xlarge', 'spot')] }).growsFrom).toEqual({
      instanceTypes: ['m7a.2xlarge', 'm7i.xlarge'],
      families: [],
      capacityTypes: ['on-demand', 'spot'],
      boughtAs: { 'on-demand': ['m7i.xlarge'], spot: ['m7a.2xlarge'] },
    })
  })

  it("takes the configuration's word for node groups that have no nodes now, and tells so", () => {
    const { growsFrom, told } = grown({ nodes: [standing('m7i.xlarge')] }, { instanceTypes: ['m7a.2xlarge'], capacityTypes: ['on-demand'] })
    expect(growsFrom?.instanceTypes).toEqual(['m7a.2xlarge'])
    expect(told).toMatchObject([
      { severity: 'note', message: expect.stringContaining('names 1 machine of which no node stands there now (m7a.2xlarge)') },
    ])
  })

  it('is narrowed in size and in the way of buying without naming machines', () => {
    const { growsFrom } = grown({ nodes: [standing('m7i.xlarge'), standing('m7a.2xlarge')] }, { maxVcpu: 4 })
    expect(growsFrom?.instanceTypes).toEqual(['m7i.xlarge'])
  })

  it('is the configuration for an empty cluster, and nothing where that does not say', () => {
    expect(grown({ nodes: [] }, { families: ['m7i'] }).growsFrom?.instanceTypes).toEqual(['m7i.xlarge'])
    const { growsFrom, told } = grown({ nodes: [] })
    expect(growsFrom?.instanceTypes).toEqual([])
    expect(told).toMatchObject([{ severity: 'warning', remedy: 'state `growsFrom`' }])
  })

  it('is nothing while a cluster does not answer', () => {
    const stale = { since: '2026-07-20T00:00:00Z', because: 'it is silent' }
    expect(grown({ stale, nodePools: [aNodePool()] }).growsFrom?.instanceTypes).toEqual([])
  })

  it('leaves out what has no price, and warns of a NodePool of which nothing is left', () => {
    const { spot: _, ...withoutSpot } = m7i
    const { growsFrom, told } = grown({ nodes: [], nodePools: [aNodePool({ requirements: [only('spot')] })] }, undefined, [withoutSpot])
    expect(growsFrom?.instanceTypes).toEqual([])
    expect(told).toMatchObject([{ severity: 'warning', subject: 'NodePool default' }])
  })
})
