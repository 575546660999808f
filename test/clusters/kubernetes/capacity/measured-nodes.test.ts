import { describe, expect, it } from 'vitest'
import { clusterOf } from '../../../../src/clusters/kubernetes/capacity/cluster-of.ts'
import type { ClusterSnapshot, NodeResources } from '../../../../src/clusters/kubernetes/snapshot.ts'
import type { AllocatableOf } from '../../../../src/domain/node-capacity.ts'
import { UnknownCapacityError } from '../../../../src/domain/node-capacity.ts'
import { aMachine } from '../../../builders.ts'
import { planned } from './planned.ts'
import { aDaemon, aNode, aNodePool, aSnapshot, aWorld, nominal } from './snapshots.ts'

const machines = [aMachine(), aMachine({ instanceType: 'm.2xlarge', vcpu: 8, memoryGiB: 32 })]
const everything = aNodePool()

const offers = (snapshot: Partial<ClusterSnapshot>, world: Parameters<typeof aWorld>[0] = {}, described = {}) =>
  planned(snapshot, [], { world: { machines, ...world }, described }).problem.clusters[0]!.offers
const allocatableOf = (instanceType: string, from: ReturnType<typeof offers>) =>
  from.find((offer) => offer.instanceType === instanceType)?.allocatable

describe('what a node gives to pods', () => {
  const gives = (name: string, allocatable: Partial<NodeResources>) => aNode({ name, allocatable })

  it('is what the least of its type reports, less the most that DaemonSets take of any', () => {
    const nodes = [gives('a', { cpu: 3.9, memoryGiB: 14 }), gives('b', { cpu: 3.8, memoryGiB: 15 })]
    const pods = [aDaemon('a', 0.1, 1), aDaemon('b', 0.2, 0.5), aDaemon('b', 0.1, 0.25)]
    expect(allocatableOf('m.xlarge', offers({ nodes, pods }))).toEqual({ cpu: 3.5, memoryGiB: 13, gpu: 0, pods: 56 })
  })

  it('leaves the head-room free', () => {
    expect(allocatableOf('m.xlarge', offers({ nodes: [gives('a', { cpu: 3.8, memoryGiB: 15 })] }, { headroom: 0.1 }))).toEqual({
      cpu: 3.42,
      memoryGiB: 13.5,
      gpu: 0,
      pods: 58,
    })
  })

  it('is computed for machines that do not stand there, times the worst share that was seen', () => {
    const nodes = [gives('a', { cpu: 3.6, memoryGiB: 12 })]
    const found = offers({ nodes, nodePools: [everything], pods: [aDaemon('a', 1, 2)] })
    expect(allocatableOf('m.2xlarge', found)).toEqual({ cpu: 7 * 0.9, memoryGiB: 30 * 0.75, gpu: 0, pods: 57 })
  })

  it('is never more than computed for machines that do not stand there', () => {
    const { capacity } = planned({ nodes: [gives('a', { cpu: 5, memoryGiB: 20 })], nodePools: [everything] }, [], { world: { machines } })
    expect(capacity.cluster?.measuredShare).toBeUndefined()
  })

  it('does not count what a node reports that has just registered', () => {
    const nodes = [gives('a', {}), gives('new', { cpu: 0, memoryGiB: 0, pods: 0 })]
    expect(allocatableOf('m.xlarge', offers({ nodes }))).toEqual({ cpu: 4, memoryGiB: 16, gpu: 0, pods: 58 })
  })

  it('counts GPUs that some nodes of the type do not report yet', () => {
    const gpus = (name: string, gpu: number) => aNode({ name, allocatable: { gpu }, capacity: { cpu: 4, memoryGiB: 16, gpu, pods: 58 } })
    const found = offers({ nodes: [gpus('a', 2), gpus('b', 0)] }, { machines: [aMachine({ gpu: 2, gpuModel: 'T4' })] })
    expect(allocatableOf('m.xlarge', found)?.gpu).toBe(2)
  })
})

describe('what DaemonSets take', () => {
  it('is measured for new machines on nodes without GPUs', () => {
    const gpu = aNode({
      name: 'g',
      labels: { 'node.kubernetes.io/instance-type': 'g' },
      capacity: { cpu: 4, memoryGiB: 16, gpu: 1, pods: 58 },
    })
    const { cluster } = clusterOf(
      aSnapshot({ nodes: [aNode(), gpu], pods: [aDaemon('node-1', 0.1, 0.5), aDaemon('g', 1, 2)] }),
      { id: 'dublin' },
      aWorld({ machines: [aMachine(), aMachine({ instanceType: 'g', gpu: 1, gpuModel: 'T4' })] }),
    )
    expect(cluster?.daemonSets).toEqual({ cpu: 0.1, memoryGiB: 0.5, pods: 1 })
  })
})

describe('how many pods a node may hold', () => {
  const mostPods = (pods: number, maxPodsPerNode?: number, provider = 'aws') => {
    const described = maxPodsPerNode === undefined ? {} : { maxPodsPerNode }
    const node = aNode({
      allocatable: { pods },
      ...(provider === 'gcp' && { providerId: 'gce://p/europe-west1-b/n', labels: { 'topology.kubernetes.io/region': 'europe-west1' } }),
    })
    const world = aWorld({ machines: provider === 'gcp' ? [aMachine({ provider: 'gcp', region: 'europe-west1' })] : machines })
    return clusterOf(aSnapshot({ nodes: [node] }), { id: 'dublin', ...described }, world).cluster
  }

  it('is left to the machine where its interfaces decide it', () => expect(mostPods(58)?.maxPodsPerNode).toBeUndefined())
  it('is what nodes report where prefixes are assigned', () => expect(mostPods(110)?.maxPodsPerNode).toBe(110))
  it("is the cluster's setting on other clouds", () => expect(mostPods(32, undefined, 'gcp')?.maxPodsPerNode).toBe(32))
  it('is what the configuration says, also for machines that stand there', () => {
    expect(mostPods(58, 20)).toMatchObject({ maxPodsPerNode: 20, measured: [{ allocatable: { pods: 20 } }] })
  })

  it('keeps machines of which nobody knows it out of what may be started, with a note', () => {
    const allocatable: AllocatableOf = (node) => {
      if (node.shape.instanceType === 'm.2xlarge') throw new UnknownCapacityError('unknown')
      return nominal(node)
    }
    const { cluster, findings } = clusterOf(aSnapshot({ nodePools: [everything] }), { id: 'dublin' }, aWorld({ machines, allocatable }))
    expect(cluster?.growsFrom.instanceTypes).toEqual(['m.xlarge'])
    expect(findings.map(({ message }) => message)).toContain(
      'how many pods a node may hold is not known of m.2xlarge: nothing new is planned of them',
    )
  })
})
