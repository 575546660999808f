import { describe, expect, it } from 'vitest'
import { autoscalerOf } from '../../../../../src/clusters/kubernetes/read/project/autoscaler.ts'
import { deploymentOf } from '../../../../../src/clusters/kubernetes/read/project/deployment.ts'
import { disruptionBudgetOf } from '../../../../../src/clusters/kubernetes/read/project/disruption-budget.ts'
import { namedObject, ownedObject } from '../../../../../src/clusters/kubernetes/read/project/metadata.ts'
import { nodeOf } from '../../../../../src/clusters/kubernetes/read/project/node.ts'
import { nodePoolOf } from '../../../../../src/clusters/kubernetes/read/project/node-pool.ts'
import { podOf } from '../../../../../src/clusters/kubernetes/read/project/pod.ts'
import { scaledObjectOf } from '../../../../../src/clusters/kubernetes/read/project/scaled-object.ts'
import { usageOf } from '../../../../../src/clusters/kubernetes/read/project/usage.ts'
import { issuesOf } from '../../../../issues-of.ts'

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

describe('a disruption budget', () => {
  it('tells its bounds as they are written', () => {
    const selector = { matchLabels: { app: 'a' } }
    expect(disruptionBudgetOf({ metadata, spec: { selector, minAvailable: '50%' } }, 'policy/v1')).toMatchObject({
      selector: { app: 'a' },
      minAvailable: '50%',
    })
    const none = disruptionBudgetOf({ metadata, spec: { selector, maxUnavailable: 0 } }, 'policy/v1beta1')
    expect(none).toMatchObject({ maxUnavailable: '0' })
    expect(none).not.toHaveProperty('minAvailable')
  })

  it('with an empty selector means every pod since policy/v1, and none before; without a selector it means none', () => {
    const empty = { metadata, spec: { selector: {}, minAvailable: 1 } }
    expect(disruptionBudgetOf(empty, 'policy/v1')).toMatchObject({ selector: {}, hasPlainSelector: true })
    expect(disruptionBudgetOf(empty, 'policy/v1beta1')).toBeUndefined()
    for (const version of ['policy/v1', 'policy/v1beta1'])
      expect(disruptionBudgetOf({ metadata, spec: { minAvailable: 1 } }, version)).toBeUndefined()
  })
})

describe('who scales', () => {
  it('an autoscaler has at least one replica where it does not say', () => {
    const spec = { scaleTargetRef: { kind: 'Deployment', name: 'a' }, maxReplicas: 9 }
    expect(autoscalerOf({ metadata, spec, status: { currentReplicas: 3, desiredReplicas: 4 } })).toMatchObject({
      ...{ target: { kind: 'Deployment', name: 'a' }, minReplicas: 1, maxReplicas: 9, currentReplicas: 3, desiredReplicas: 4 },
    })
  })

  it('KEDA scales a Deployment between 0 and 100 where it is told nothing else', () => {
    expect(scaledObjectOf({ metadata, spec: { scaleTargetRef: { name: 'a' } } })).toMatchObject({
      ...{ target: { kind: 'Deployment', name: 'a' }, minReplicas: 0, maxReplicas: 100, isPaused: false },
    })
    const spec = { scaleTargetRef: { kind: 'StatefulSet', name: 'a' }, minReplicaCount: 2, maxReplicaCount: 5, idleReplicaCount: 0 }
    expect(scaledObjectOf({ metadata, spec })).toMatchObject({
      target: { kind: 'StatefulSet' },
      minReplicas: 2,
      maxReplicas: 5,
      idleReplicas: 0,
    })
  })

  it.each([
    [{ 'autoscaling.keda.sh/paused': 'true' }, true],
    [{ 'autoscaling.keda.sh/paused': 'yes' }, true],
    [{ 'autoscaling.keda.sh/paused': 'false' }, false],
    [{ 'autoscaling.keda.sh/paused-replicas': '0' }, true],
    [{ 'autoscaling.keda.sh/paused': 'false', 'autoscaling.keda.sh/paused-replicas': '3' }, true],
    [{}, false],
  ])('KEDA is paused by %j: %s', (annotations, isPaused) => {
    expect(scaledObjectOf({ metadata: { ...metadata, annotations } }).isPaused).toBe(isPaused)
  })
})

describe('a NodePool', () => {
  it('tells what it may start, and how much of it', () => {
    const requirement = { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot'] }
    const pool = nodePoolOf({
      metadata: { name: 'spot' },
      spec: {
        limits: { cpu: 1000, memory: '4000Gi', nodes: '50', 'nvidia.com/gpu': '8', 'amd.com/gpu': 2 },
        weight: 10,
        template: {
          metadata: { labels: { team: 'a' } },
          spec: {
            requirements: [requirement, { key: 'gpu', operator: 'Exists' }],
            taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }],
          },
        },
      },
    })
    expect(pool).toMatchObject({ limits: { cpu: 1000, memoryGiB: 4000, nodes: 50, gpu: 10 }, weight: 10, templateLabels: { team: 'a' } })
    expect(pool.requirements).toEqual([requirement, { key: 'gpu', operator: 'Exists', values: [] }])
    expect(pool.taints).toEqual([{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }])
  })

  it('without limits has none, which is not zero', () => {
    expect(nodePoolOf({ metadata }).limits).toEqual({})
    expect(nodePoolOf({ metadata, spec: { limits: { cpu: 0 } } }).limits).toEqual({ cpu: 0 })
  })

  it('with a limit that is no quantity is a mistake that names it', () => {
    expect(issuesOf(() => nodePoolOf({ metadata, spec: { limits: { memory: '4000 GB' } } }))).toMatchObject([
      { message: '"4000 GB" is no quantity' },
    ])
  })
})

describe('what the metrics API says of a pod', () => {
  const metrics = { metadata, timestamp: '2026-07-20T12:00:00Z', window: '20.064s' }
  const container = (cpu?: string, memory?: string): object => ({ usage: { ...(cpu ? { cpu } : {}), ...(memory ? { memory } : {}) } })

  it('is the sum of its containers, in cores and GiB, over a window', () => {
    expect(usageOf({ ...metrics, containers: [container('329087452n', '1048576Ki'), container('66759n', '512Mi')] })).toEqual({
      ...{ name: 'a', namespace: 'support', cpu: 0.329154211, memoryGiB: 1.5, at: '2026-07-20T12:00:00Z', windowSeconds: 20.064 },
    })
  })

  it.each([
    ['1m0s', 60],
    ['30s', 30],
    ['1h2m3.5s', 3723.5],
    ['500ms', 0.5],
  ])('has a window of %s', (window, windowSeconds) => {
    expect(usageOf({ ...metrics, window, containers: [container('1', '1Gi')] })).toMatchObject({ windowSeconds })
  })

  it('is nothing while a container is not measured yet, or the time is not told: unknown is not zero', () => {
    expect(usageOf({ ...metrics, containers: [] })).toBeUndefined()
    expect(usageOf({ ...metrics, containers: [container('1', '1Gi'), container('1')] })).toBeUndefined()
    expect(usageOf({ ...metrics, containers: [container('1', '1Gi'), container()] })).toBeUndefined()
    expect(usageOf({ ...metrics, window: 'soon', containers: [container('1', '1Gi')] })).toBeUndefined()
    expect(usageOf({ metadata, window: '20s', containers: [container('1', '1Gi')] })).toBeUndefined()
  })
})
