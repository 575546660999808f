import { describe, expect, it } from 'vitest'
import { autoscalerOf } from '../../../../../src/clusters/kubernetes/read/project/autoscaler.ts'
import { disruptionBudgetOf } from '../../../../../src/clusters/kubernetes/read/project/disruption-budget.ts'
import { nodePoolOf } from '../../../../../src/clusters/kubernetes/read/project/node-pool.ts'
import { scaledObjectOf } from '../../../../../src/clusters/kubernetes/read/project/scaled-object.ts'
import { usageOf } from '../../../../../src/clusters/kubernetes/read/project/usage.ts'
import { issuesOf } from '../../../../issues-of.ts'

const metadata = { name: 'a', namespace: 'support', uid: 'u-1' }

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
