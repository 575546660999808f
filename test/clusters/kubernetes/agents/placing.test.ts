import { describe, expect, it } from 'vitest'
import type { ClusterSnapshot, NodeRequirement, PodTemplate } from '../../../../src/clusters/kubernetes/snapshot.ts'
import { aNodePool } from '../capacity/snapshots.ts'
import { AMSTERDAM, aClusterWith, aDeployment, aMachineNode, errors, only, read as readBy, warnings } from './fleet-of-agents.ts'

const read = (clusters: readonly ClusterSnapshot[]) =>
  readBy(clusters, { policies: { any: { spot: { maxShare: 1 } } }, defaultPolicies: { desk: 'any' } })

const inDublin = (template: Partial<PodTemplate>, on: string[] = [], part: Partial<ClusterSnapshot> = {}) =>
  read([aClusterWith([{ deployment: aDeployment({ template }), on }], part)])
const selecting = (nodeSelector: Record<string, string>, on: string[] = [], part: Partial<ClusterSnapshot> = {}) =>
  inDublin({ nodeSelector }, on, part)
const requiring = (...requirements: NodeRequirement[]) => inDublin({ nodeAffinity: [requirements] })
const one = (key: string, operator: string, ...values: string[]): NodeRequirement => ({ key, operator, values })
const rules = (result: ReturnType<typeof read>) => {
  const { arch, gpuModels, instanceTypes } = only(result)
  return { ...(arch && { arch }), ...(gpuModels && { gpuModels }), ...(instanceTypes && { instanceTypes }) }
}
const capacity = (result: ReturnType<typeof read>) =>
  only(result).deployments!.map(({ capacityType, isBound }) => (isBound ? capacityType : 'either'))

describe('a spec that asks for nodes', () => {
  it('of nothing takes every machine of amd64', () => {
    expect(rules(inDublin({}))).toEqual({})
    expect(capacity(inDublin({}))).toEqual(['either'])
  })

  it('of a type takes that machine', () => {
    expect(rules(selecting({ 'node.kubernetes.io/instance-type': 'm7i.2xlarge' }))).toEqual({ instanceTypes: ['m7i.2xlarge'] })
  })

  it('of an architecture takes that, and of both takes both', () => {
    expect(rules(selecting({ 'kubernetes.io/arch': 'arm64' }))).toEqual({ arch: ['arm64'] })
    expect(rules(selecting({ 'kubernetes.io/arch': 'amd64' }))).toEqual({ arch: ['amd64'] })
    expect(rules(requiring(one('kubernetes.io/arch', 'In', 'amd64', 'arm64')))).toEqual({ arch: ['amd64', 'arm64'] })
  })

  it('of nothing takes arm64 too where it runs on that today', () => {
    const nodes = [aMachineNode('one'), aMachineNode('arm', 'm7g.xlarge', { 'kubernetes.io/arch': 'arm64' })]
    expect(rules(inDublin({}, ['one', 'arm'], { nodes }))).toEqual({ arch: ['amd64', 'arm64'] })
  })

  it('of a family, of a size, or of none of some takes those machines', () => {
    expect(rules(selecting({ 'karpenter.k8s.aws/instance-family': 'm7i' }))).toEqual({ instanceTypes: ['m7i.2xlarge', 'm7i.xlarge'] })
    expect(rules(requiring(one('karpenter.k8s.aws/instance-cpu', 'Gt', '4')))).toEqual({ instanceTypes: ['m7i.2xlarge'] })
    expect(rules(requiring(one('node.kubernetes.io/instance-type', 'NotIn', 'm7i.xlarge')))).toEqual({
      instanceTypes: ['g5.xlarge', 'm7i.2xlarge'],
    })
  })

  it('by terms of which one must hold takes what any of them takes', () => {
    const result = inDublin({
      nodeAffinity: [[one('karpenter.k8s.aws/instance-size', 'In', '2xlarge')], [one('karpenter.k8s.aws/instance-gpu-count', 'Exists')]],
    })
    expect(rules(result)).toEqual({ instanceTypes: ['g5.xlarge', 'm7i.2xlarge'] })
  })

  it('of a GPU model takes that model', () => {
    const requests = { cpu: 1, memoryGiB: 4, gpu: 1 }
    expect(rules(inDublin({ requests, nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-A10G' } }))).toEqual({ gpuModels: ['A10G'] })
    expect(only(inDublin({ requests })).requests.gpu).toBe(1)
  })

  it('of a GPU model that is nowhere stays as it stands', () => {
    const result = inDublin({ requests: { cpu: 1, memoryGiB: 4, gpu: 1 }, nodeSelector: { 'nvidia.com/gpu.product': 'Tesla-T4' } })
    expect(errors(result)).toMatchObject([expect.stringMatching(/nvidia.com\/gpu.product, and no node that the cluster may have is such/)])
    expect(only(result).policy.pin).toBe('today')
  })

  it.each([
    ['karpenter.sh/capacity-type', 'spot', 'spot'],
    ['karpenter.sh/capacity-type', 'on-demand', 'on-demand'],
    ['eks.amazonaws.com/capacityType', 'SPOT', 'spot'],
    ['kubernetes.azure.com/scalesetpriority', 'spot', 'spot'],
    ['kubernetes.azure.com/scalesetpriority', 'regular', 'on-demand'],
    ['cloud.google.com/gke-spot', 'true', 'spot'],
    ['cloud.google.com/gke-provisioning', 'standard', 'on-demand'],
  ])('by %s %s is for %s', (key, value, expected) => {
    const result = selecting({ [key]: value })
    expect(capacity(result)).toEqual([expected])
    expect(rules(result)).toEqual({})
  })

  it('of no spot nodes of GKE is for on-demand ones', () => {
    expect(capacity(requiring(one('cloud.google.com/gke-provisioning', 'NotIn', 'spot', 'preemptible')))).toEqual(['on-demand'])
  })

  it('of Linux asks for nothing more, and of Windows is more than a plan can say', () => {
    expect(rules(selecting({ 'kubernetes.io/os': 'linux' }))).toEqual({})
    expect(only(selecting({ 'kubernetes.io/os': 'windows' }))).toMatchObject({ policy: { pin: 'today' } })
    expect(errors(selecting({ 'kubernetes.io/os': 'windows' }))).toEqual([])
  })

  it('in the region and all zones of its cluster asks for nothing more', () => {
    expect(rules(selecting({ 'topology.kubernetes.io/region': 'eu-west-1' }))).toEqual({})
    expect(rules(requiring(one('topology.kubernetes.io/zone', 'In', 'eu-west-1a', 'eu-west-1b', 'eu-west-1c')))).toEqual({})
  })

  it('in another region is impossible', () => {
    expect(errors(selecting({ 'topology.kubernetes.io/region': 'us-east-1' }))).toMatchObject([
      expect.stringMatching(/topology.kubernetes.io\/region, and no node that the cluster may have is such/),
    ])
  })

  it('in one zone is more than a plan can say', () => {
    const result = selecting({ 'topology.kubernetes.io/zone': 'eu-west-1a' })
    expect(errors(result)).toEqual([])
    expect(warnings(result)).toMatchObject([
      expect.stringMatching(/topology.kubernetes.io\/zone, which tell apart nodes of the same machine/),
    ])
    expect(only(result)).toMatchObject({ policy: { pin: 'today' }, pinnedBecause: [expect.stringMatching(/zone/)] })
  })

  it('of a pool takes the machines of which all nodes are of it', () => {
    const pool = (name: string) => ({ 'eks.amazonaws.com/nodegroup': name })
    const nodes = [aMachineNode('one', 'm7i.xlarge', pool('small')), aMachineNode('two', 'm7i.2xlarge', pool('large'))]
    const result = selecting(pool('large'), ['two'], { nodes })
    expect(rules(result)).toEqual({ instanceTypes: ['m7i.2xlarge'] })
    expect(capacity(result)).toEqual(['on-demand'])
  })

  it('of a pool that shares its machines with another stays as it stands', () => {
    const pool = (name: string) => ({ 'eks.amazonaws.com/nodegroup': name })
    const nodes = [aMachineNode('one', 'm7i.xlarge', pool('desk')), aMachineNode('two', 'm7i.xlarge', pool('bureau'))]
    expect(only(selecting(pool('desk'), ['one'], { nodes })).policy.pin).toBe('today')
  })

  it('of a NodePool takes what it alone may start', () => {
    const nodePools = [
      aNodePool({
        name: 'large',
        requirements: [one('karpenter.k8s.aws/instance-size', 'In', '2xlarge')],
        templateLabels: { team: 'desk' },
      }),
      aNodePool({ name: 'rest', requirements: [one('karpenter.k8s.aws/instance-size', 'NotIn', '2xlarge')] }),
    ]
    expect(rules(selecting({ 'karpenter.sh/nodepool': 'large' }, [], { nodePools }))).toEqual({ instanceTypes: ['m7i.2xlarge'] })
    expect(rules(selecting({ team: 'desk' }, [], { nodePools }))).toEqual({ instanceTypes: ['m7i.2xlarge'] })
  })

  it('of a label that all nodes bear takes the machines that they are', () => {
    const nodes = [aMachineNode('one', 'm7i.xlarge', { disk: 'fast' }), aMachineNode('two', 'm7i.xlarge', { disk: 'fast' })]
    expect(rules(selecting({ disk: 'fast' }, ['one'], { nodes }))).toEqual({ instanceTypes: ['m7i.xlarge'] })
  })

  it('of one machine in one cluster takes any in a cluster of another cloud', () => {
    const clusters = [
      aClusterWith([aDeployment({ template: { nodeSelector: { 'node.kubernetes.io/instance-type': 'm7i.2xlarge' } } })]),
      aClusterWith([aDeployment()], { cluster: 'amsterdam', nodes: [] }),
    ]
    expect(rules(read(clusters))).toEqual({ instanceTypes: ['Standard_D4s_v5', 'Standard_NC4as_T4_v3', 'm7i.2xlarge'] })
  })

  it('of other machines in another cluster of the same cloud stays as it stands', () => {
    const clusters = [
      aClusterWith([aDeployment({ template: { nodeSelector: { 'node.kubernetes.io/instance-type': 'm7i.2xlarge' } } })]),
      aClusterWith([aDeployment()], { cluster: 'virginia', nodes: [] }),
    ]
    const result = read(clusters)
    expect(warnings(result)).toMatchObject([expect.stringMatching(/take different machines of one provider/)])
    expect(only(result).policy.pin).toBe('today')
  })

  it('that none of its pods stands on any more stays as it stands', () => {
    const result = selecting({ 'node.kubernetes.io/instance-type': 'm7i.2xlarge' }, ['one'])
    expect(only(result)).toMatchObject({ policy: { pin: 'today' }, demand: { replicas: 1 } })
  })
})

describe('tolerations', () => {
  const dedicated = { key: 'dedicated', value: 'desk', effect: 'NoSchedule' }
  const tainted = [{ ...aMachineNode('one'), taints: [dedicated] }]
  const spotTaint = 'kubernetes.azure.com/scalesetpriority=spot:NoSchedule'

  it('are those of the taints that nodes bear', () => {
    const tolerations = [{ key: 'dedicated', operator: 'Exists' }]
    expect(only(inDublin({ tolerations }, [], { nodes: tainted })).tolerates).toEqual(['dedicated=desk:NoSchedule'])
    expect(only(inDublin({}, [], { nodes: tainted })).tolerates).toBeUndefined()
    expect(only(inDublin({ tolerations: [{ operator: 'Exists' }] }, [], { nodes: tainted })).tolerates).toEqual([
      'dedicated=desk:NoSchedule',
      'gpu',
    ])
  })

  it('count where every Deployment has them, as far as its cluster has the taint', () => {
    const tolerant = aDeployment({ template: { tolerations: [{ key: 'dedicated', operator: 'Exists' }] } })
    const inVirginia = (taints: typeof tainted) => aClusterWith([aDeployment()], { cluster: 'virginia', nodes: taints })
    expect(only(read([aClusterWith([tolerant], { nodes: tainted }), inVirginia([])])).tolerates).toEqual(['dedicated=desk:NoSchedule'])
    expect(only(read([aClusterWith([tolerant], { nodes: tainted }), inVirginia(tainted)])).tolerates).toBeUndefined()
  })

  it('of Azure’s spot nodes are known before there is one', () => {
    const tolerations = [{ key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' }]
    const inAzure = (template: Partial<PodTemplate>) =>
      read([aClusterWith([aDeployment({ template })], { cluster: AMSTERDAM.id, nodes: [] })])
    expect(only(inAzure({ tolerations })).tolerates).toEqual([spotTaint])
    expect(capacity(inAzure({ tolerations }))).toEqual(['either'])
    expect(capacity(inAzure({}))).toEqual(['on-demand'])
  })

  it('of a GPU node that are missing are told, unless its pods stand all the same', () => {
    const taints = [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }]
    const node = aMachineNode('one', 'g5.xlarge')
    const nodes = [{ ...node, taints, capacity: { ...node.capacity, gpu: 1 } }]
    const requests = { cpu: 1, memoryGiB: 4, gpu: 1 }
    expect(warnings(inDublin({ requests }, [], { nodes }))).toMatchObject([
      expect.stringMatching(/does not tolerate a taint of the nodes that have them/),
    ])
    expect(warnings(inDublin({ requests }, ['one'], { nodes }))).toEqual([])
    expect(warnings(inDublin({ requests, tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] }, [], { nodes }))).toEqual([])
  })

  it('that are missing for what a spec selects are a contradiction', () => {
    const nodeSelector = { 'kubernetes.azure.com/scalesetpriority': 'spot' }
    const result = read([aClusterWith([aDeployment({ template: { nodeSelector } })], { cluster: AMSTERDAM.id, nodes: [] })])
    expect(errors(result)).toMatchObject([
      expect.stringMatching(/it is for spot nodes, but does not tolerate their taint kubernetes.azure.com/),
    ])
  })
})

describe('what a Deployment is for', () => {
  const labelled = (value: string, template: Partial<PodTemplate> = {}, on: string[] = []) =>
    read([
      aClusterWith([
        { deployment: aDeployment({ labels: { 'ballast.dev/agent': 'support', 'ballast.dev/capacity-type': value }, template }), on },
      ]),
    ])

  it('is what its label says where its spec says nothing', () => {
    expect(capacity(labelled('on-demand'))).toEqual(['on-demand'])
  })

  it('is contradicted by another spec, and by no word', () => {
    expect(errors(labelled('on-demand', { nodeSelector: { 'karpenter.sh/capacity-type': 'spot' } }))).toMatchObject([
      expect.stringMatching(/says on-demand, but its spec asks for spot nodes/),
    ])
    expect(errors(labelled('preemptible'))).toMatchObject([expect.stringMatching(/is "preemptible" \(write spot or on-demand\)/)])
  })

  it('is told where its pods stand elsewhere', () => {
    const nodes = [aMachineNode('one', 'm7i.xlarge', { 'karpenter.sh/capacity-type': 'spot' })]
    const deployment = aDeployment({ labels: { 'ballast.dev/agent': 'support', 'ballast.dev/capacity-type': 'on-demand' } })
    expect(warnings(read([aClusterWith([{ deployment, on: ['one', 'one'] }], { nodes })]))[0]).toMatch(
      /2 of its 2 pods stand on other nodes than on-demand ones/,
    )
  })

  it('is on demand beside another that is bound to spot', () => {
    const spot = aDeployment({ name: 'support-spot', replicas: 0, template: { nodeSelector: { 'karpenter.sh/capacity-type': 'spot' } } })
    const result = read([aClusterWith([aDeployment(), spot])])
    expect(only(result).deployments).toMatchObject([
      { name: 'support', capacityType: 'on-demand', isBound: true },
      { name: 'support-spot', capacityType: 'spot', isBound: true },
    ])
    expect(errors(result)).toEqual([])
  })
})
