import { describe, expect, it } from 'vitest'
import { deploymentOf } from '../../../../../src/clusters/kubernetes/read/project/deployment.ts'
import { namedObject, ownedObject } from '../../../../../src/clusters/kubernetes/read/project/metadata.ts'
import { nodeOf } from '../../../../../src/clusters/kubernetes/read/project/node.ts'
import { podOf } from '../../../../../src/clusters/kubernetes/read/project/pod.ts'

const metadata = { name: 'a', namespace: 'support', uid: 'u-1' }

describe('any object', () => {
  it('keeps its annotations, but not the copy of itself with the values of its environment', () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"env":"secret"}', 'ballast.dev/paused': 'true' }
    expect(namedObject({ metadata: { ...metadata, annotations } })).toEqual({
      ...metadata,
      labels: {},
      annotations: { 'ballast.dev/paused': 'true' },
    })
  })

  it('may have null where it has nothing', () => {
    const empty = { labels: null, annotations: null, ownerReferences: null }
    expect(ownedObject({ metadata: { ...metadata, ...empty } })).toEqual({ ...metadata, labels: {}, annotations: {}, owners: [] })
  })

  it('names its owners, and which of them controls it', () => {
    const ownerReferences = [
      { kind: 'ReplicaSet', name: 'r', uid: 'u-2', controller: true },
      { kind: 'Job', name: 'j', uid: 'u-3' },
    ]
    expect(
      ownedObject({ metadata: { ...metadata, ownerReferences } }).owners.map(({ name, isController }) => [name, isController]),
    ).toEqual([
      ['r', true],
      ['j', false],
    ])
  })
})

describe('a node', () => {
  it('tells what it is, what it can bear, and whether it is ready', () => {
    const node = nodeOf({
      metadata: { name: 'n', creationTimestamp: '2026-07-20T12:00:00Z' },
      spec: { providerID: 'aws:///eu-west-1a/i-1', unschedulable: true, taints: [{ key: 'gpu', effect: 'NoSchedule' }] },
      status: {
        capacity: {
          cpu: '16',
          memory: '64Gi',
          pods: '234',
          'nvidia.com/gpu': '4',
          'vpc.amazonaws.com/pod-eni': '2',
          'ephemeral-storage': '50Gi',
          'attachable-volumes-aws-ebs': '25',
        },
        allocatable: { cpu: '15890m', memory: '65011712Ki', pods: '234', 'nvidia.com/gpu': '3' },
        conditions: [
          { type: 'DiskPressure', status: 'False' },
          { type: 'Ready', status: 'True' },
        ],
      },
    })
    expect(node).toMatchObject({
      name: 'n',
      namespace: '',
      providerId: 'aws:///eu-west-1a/i-1',
      isUnschedulable: true,
      isReady: true,
      createdAt: '2026-07-20T12:00:00Z',
    })
    expect(node.taints).toEqual([{ key: 'gpu', value: '', effect: 'NoSchedule' }])
    expect(node.capacity).toEqual({
      cpu: 16,
      memoryGiB: 64,
      gpu: 4,
      pods: 234,
      devices: { 'nvidia.com/gpu': 4, 'vpc.amazonaws.com/pod-eni': 2 },
    })
    expect(node.allocatable).toEqual({ cpu: 15.89, memoryGiB: 62, gpu: 3, pods: 234, devices: { 'nvidia.com/gpu': 3 } })
  })

  it('is not ready where its kubelet is silent, or has not spoken yet', () => {
    expect(nodeOf({ metadata, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }).isReady).toBe(false)
    expect(nodeOf({ metadata }).isReady).toBe(false)
  })
})

describe('a pod', () => {
  it('tells where it stands, since when, and how it fares', () => {
    const pod = podOf({
      metadata: { ...metadata, deletionTimestamp: '2026-07-20T13:00:00Z' },
      spec: { nodeName: 'n' },
      status: {
        phase: 'Running',
        startTime: '2026-07-20T12:00:00Z',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [
          { name: 'x', restartCount: 2 },
          { name: 'y', restartCount: 1 },
        ],
      },
    })
    expect(pod).toMatchObject({
      node: 'n',
      phase: 'Running',
      isReady: true,
      isDeleted: true,
      startedAt: '2026-07-20T12:00:00Z',
      restarts: 3,
    })
    expect(pod).not.toHaveProperty('lastOutOfMemoryAt')
  })

  it('waits for a node where it has none', () => {
    expect(podOf({ metadata, spec: {}, status: { phase: 'Pending' } })).toMatchObject({
      node: '',
      phase: 'Pending',
      isReady: false,
      isDeleted: false,
    })
  })

  it('remembers when one of its containers last ran out of memory', () => {
    const ended = (reason: string, minute: number): object => ({ terminated: { reason, finishedAt: `2026-07-20T12:0${minute}:00Z` } })
    const containerStatuses = [
      { name: 'x', lastState: ended('OOMKilled', 3), state: ended('Error', 9) },
      { name: 'y', state: ended('OOMKilled', 5), lastState: ended('OOMKilled', 1) },
      { name: 'z', lastState: ended('Error', 8) },
    ]
    expect(podOf({ metadata, status: { containerStatuses } }).lastOutOfMemoryAt).toBe('2026-07-20T12:05:00Z')
    expect(podOf({ metadata, status: { initContainerStatuses: containerStatuses.slice(0, 1) } }).lastOutOfMemoryAt).toBe(
      '2026-07-20T12:03:00Z',
    )
  })
})

describe('a Deployment', () => {
  it('tells its replicas, and has one where it does not say', () => {
    expect(deploymentOf({ metadata, spec: { replicas: 0 }, status: { readyReplicas: 2 } })).toMatchObject({ replicas: 0, readyReplicas: 2 })
    expect(deploymentOf({ metadata })).toMatchObject({ replicas: 1, readyReplicas: 0, isPaused: false })
  })

  it('tells whether its controller has seen its last change, and whether it is held', () => {
    const deployment = { metadata: { ...metadata, generation: 5 }, spec: { paused: true }, status: { observedGeneration: 4 } }
    expect(deploymentOf(deployment)).toMatchObject({ generation: 5, observedGeneration: 4, isPaused: true })
  })

  it('tells whether labels alone select its pods', () => {
    const selector = { matchLabels: { app: 'a' } }
    expect(deploymentOf({ metadata, spec: { selector } })).toMatchObject({ selector: { app: 'a' }, hasPlainSelector: true })
    const expressive = { ...selector, matchExpressions: [{ key: 'x', operator: 'Exists' }] }
    expect(deploymentOf({ metadata, spec: { selector: expressive } })).toMatchObject({ selector: { app: 'a' }, hasPlainSelector: false })
  })

  it('tells who wrote it, through what, and who owns its replicas', () => {
    const managedFields = [
      { manager: 'argocd-controller', operation: 'Apply', time: '2026-07-20T12:00:00Z', fieldsV1: { 'f:spec': { 'f:template': {} } } },
      { manager: 'kube-controller-manager', operation: 'Update', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
      { manager: 'old' },
    ]
    expect(deploymentOf({ metadata: { ...metadata, managedFields } }).managers).toEqual([
      { manager: 'argocd-controller', operation: 'Apply', subresource: '', time: '2026-07-20T12:00:00Z', ownsReplicas: false },
      { manager: 'kube-controller-manager', operation: 'Update', subresource: 'scale', ownsReplicas: true },
      { manager: 'old', operation: '', subresource: '', ownsReplicas: false },
    ])
  })
})
