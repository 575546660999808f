import { describe, expect, it } from 'vitest'
import { nodePoolOf } from '../../../../src/clusters/kubernetes/capacity/node-pool-of.ts'
import { nodesOfSnapshot } from '../../../../src/clusters/kubernetes/capacity/nodes-of-snapshot.ts'
import { standingNodes } from '../../../../src/clusters/kubernetes/capacity/standing-nodes.ts'
import type { ClusterSnapshot } from '../../../../src/clusters/kubernetes/snapshot.ts'
import type { Finding } from '../../../../src/domain/finding.ts'
import { aBystander, aDaemon, aNode, aPod, aReplica, aSnapshot } from './snapshots.ts'

const agentOfPod = ({ labels }: { labels: Readonly<Record<string, string>> }) => labels.agent

function read(part: Partial<ClusterSnapshot>) {
  const findings: Finding[] = []
  return { nodes: standingNodes(aSnapshot(part), agentOfPod, findings), findings }
}

const told = (findings: readonly Finding[]) => findings.map(({ severity, subject, message }) => `${severity}: ${subject}: ${message}`)

describe('how a node is bought', () => {
  const bought = (labels: Record<string, string>) =>
    read({ nodes: [aNode({ labels, without: labels['karpenter.sh/capacity-type'] ? [] : ['karpenter.sh/capacity-type'] })] })
  it.each([
    [{ 'karpenter.sh/capacity-type': 'spot' }, 'spot'],
    [{ 'karpenter.sh/capacity-type': 'reserved' }, 'on-demand'],
    [{ 'eks.amazonaws.com/capacityType': 'SPOT' }, 'spot'],
    [{ 'eks.amazonaws.com/capacityType': 'ON_DEMAND' }, 'on-demand'],
    [{ 'kubernetes.azure.com/scalesetpriority': 'spot' }, 'spot'],
    [{ 'kubernetes.azure.com/agentpool': 'system' }, 'on-demand'],
    [{ 'cloud.google.com/gke-spot': 'true' }, 'spot'],
    [{ 'cloud.google.com/gke-preemptible': 'true' }, 'spot'],
    [{ 'cloud.google.com/gke-provisioning': 'standard' }, 'on-demand'],
    [{ 'cluster.x-k8s.io/interruptible': '' }, 'spot'],
  ])('is read from %o', (labels, capacityType) => {
    const { nodes, findings } = bought(labels as Record<string, string>)
    expect(nodes[0]?.capacityType).toBe(capacityType)
    expect(findings).toEqual([])
  })

  it('is on demand where nothing says it, with a note', () => {
    const { nodes, findings } = bought({})
    expect(nodes[0]?.capacityType).toBe('on-demand')
    expect(told(findings)).toEqual(['note: node node-1: no label says how it is bought: counted as on demand'])
  })

  it('is spot where labels contradict each other, with a warning', () => {
    const { nodes, findings } = bought({ 'karpenter.sh/capacity-type': 'on-demand', 'eks.amazonaws.com/capacityType': 'SPOT' })
    expect(nodes[0]?.capacityType).toBe('spot')
    expect(told(findings)[0]).toContain(
      'contradict each other on how it is bought (karpenter.sh/capacity-type: on-demand, eks.amazonaws.com/capacityType: SPOT)',
    )
  })
})

describe('nodes that no agent can stand on', () => {
  it.each([
    ['Windows', aNode({ labels: { 'kubernetes.io/os': 'windows' } }), 'it runs windows'],
    ['a virtual kubelet', aNode({ labels: { type: 'virtual-kubelet' } }), 'it is virtual: its pods are billed one by one'],
    ['Fargate', aNode({ labels: { 'eks.amazonaws.com/compute-type': 'fargate' } }), 'it is of Fargate: its pods are billed one by one'],
    [
      'the control plane',
      aNode({
        labels: { 'node-role.kubernetes.io/control-plane': '' },
        taints: [{ key: 'node-role.kubernetes.io/control-plane', value: '', effect: 'NoSchedule' }],
      }),
      'it is of the control plane',
    ],
    ['a machine without a name', aNode({ without: ['node.kubernetes.io/instance-type'] }), 'no label says of which machine type it is'],
  ])('are left out and told: %s', (_, node, reason) => {
    const { nodes, findings } = read({ nodes: [node], pods: [aReplica('node-1')] })
    expect(nodes).toEqual([])
    expect(told(findings)[0]).toMatch(`node node-1: left out, with the pods there: ${reason}`)
  })

  it('are told together, the first by name', () => {
    const windows = (name: string) => aNode({ name, labels: { 'kubernetes.io/os': 'windows' } })
    expect(told(read({ nodes: ['a', 'b', 'c', 'd', 'e'].map(windows) }).findings)).toEqual([
      'note: 5 nodes: a, b, c and 2 more: left out, with the pods there: it runs windows',
    ])
  })
})

describe('a node that takes no pods', () => {
  const cordoned = aNode({ isUnschedulable: true })

  it('counts with what stands there', () => {
    const { nodes, findings } = read({ nodes: [cordoned], pods: [aReplica('node-1')] })
    expect(nodes).toMatchObject([{ takesPods: false, agents: new Map([['support', 1]]) }])
    expect(told(findings)[0]).toContain('note: node node-1: cordoned or about to be removed: counted with what stands there')
  })

  it('is left out where only its own pods stand there', () => {
    const { nodes, findings } = read({ nodes: [cordoned], pods: [aDaemon('node-1', 0.1, 0.1)] })
    expect(nodes).toEqual([])
    expect(told(findings)[0]).toContain('on its way in or out')
  })

  it('is a warning where it is not ready', () => {
    const { findings } = read({ nodes: [aNode({ isReady: false })], pods: [aReplica('node-1')] })
    expect(told(findings)[0]).toContain('warning: node node-1: not ready')
  })

  it('is one that Karpenter or the autoscaler is about to remove', () => {
    const taints = ['karpenter.sh/disrupted', 'ToBeDeletedByClusterAutoscaler'].map((key) => ({ key, value: '', effect: 'NoSchedule' }))
    const { nodes } = read({ nodes: taints.map((taint) => aNode({ taints: [taint] })), pods: [aReplica('node-1')] })
    expect(nodes.map(({ takesPods }) => takesPods)).toEqual([false, false])
  })
})

describe("today's nodes", () => {
  it('hold the agents by zone; pods that wait, have ended or are ending stand nowhere', () => {
    const nodes = [aNode(), aNode({ name: 'node-2', labels: { 'topology.kubernetes.io/zone': 'eu-west-1b' } })]
    const pods = [
      aReplica('node-1'),
      aReplica('node-1'),
      aReplica('node-2'),
      aReplica(''),
      { ...aReplica('node-2'), phase: 'Succeeded' },
      { ...aReplica('node-2'), isDeleted: true },
      aBystander('node-2'),
      aDaemon('node-2', 1, 1),
    ]
    expect(nodesOfSnapshot(aSnapshot({ nodes, pods }), agentOfPod)).toEqual([
      {
        cluster: 'dublin',
        instanceType: 'm.xlarge',
        capacityType: 'on-demand',
        zone: 'eu-west-1a',
        count: 1,
        pods: [{ agent: 'support', replicas: 2 }],
      },
      {
        cluster: 'dublin',
        instanceType: 'm.xlarge',
        capacityType: 'on-demand',
        zone: 'eu-west-1b',
        count: 1,
        pods: [{ agent: 'support', replicas: 1 }],
      },
    ])
  })

  it('count static pods with the DaemonSets', () => {
    const mirror = aPod({ annotations: { 'kubernetes.io/config.mirror': 'x' } })
    const { nodes } = read({ pods: [mirror, aDaemon('node-1', 0.5, 1)] })
    expect(nodes[0]?.taken).toMatchObject({ byNode: { cpu: 1.5, memoryGiB: 5, pods: 2 }, byBystanders: { cpu: 0, pods: 0 } })
  })
})

describe("a node's pool", () => {
  it.each([
    [{ 'karpenter.sh/nodepool': 'general' }, { kind: 'NodePool', name: 'general' }],
    [{ 'eks.amazonaws.com/nodegroup': 'workers' }, { kind: 'node group', name: 'workers' }],
    [{ agentpool: 'system' }, { kind: 'node pool', name: 'system' }],
    [{ 'cloud.google.com/gke-nodepool': 'default-pool' }, { kind: 'node pool', name: 'default-pool' }],
  ])('is named by %o', (labels, pool) => expect(nodePoolOf(aNode({ labels: labels as Record<string, string> }))).toEqual(pool))

  it('is its owner where Cluster API wrote one', () => {
    const annotations = { 'cluster.x-k8s.io/owner-kind': 'MachineSet', 'cluster.x-k8s.io/owner-name': 'workers-abc' }
    expect(nodePoolOf(aNode({ annotations }))).toEqual({ kind: 'MachineSet', name: 'workers-abc' })
  })
})
