import { describe, expect, it } from 'vitest'
import { readSnapshot } from '../../../../src/clusters/kubernetes/read/read-snapshot.ts'
import { missingRights } from '../../../../src/clusters/kubernetes/read/rights.ts'
import type { ClusterSnapshot } from '../../../../src/clusters/kubernetes/snapshot.ts'
import { type StandIn, type StandInWays, standIn, status } from './stand-in.ts'

const reading = { signal: new AbortController().signal, now: () => new Date('2026-07-20T12:00:00Z') }

const pod = { metadata: { name: 'a', namespace: 'support' }, spec: { containers: [] }, status: { phase: 'Running' } }
const named = (name: string): object => ({ metadata: { name, namespace: 'support' } })
const budget = (name: string): object => ({ ...named(name), spec: { selector: {}, minAvailable: 1 } })
const autoscaler = (name: string): object => ({
  ...named(name),
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'a' }, maxReplicas: 3 },
})

async function snapshotOf(served: Record<string, object[]>, ways?: StandInWays): Promise<ClusterSnapshot> {
  await using server = await standIn(served, ways)
  return await readSnapshot(server.connection('aws-eu'), reading)
}

const versionsIn = ({ lists }: ClusterSnapshot): Record<string, string> =>
  Object.fromEntries(lists.map(({ resource, groupVersion }) => [resource, groupVersion]))

describe('a snapshot', () => {
  it('says which cluster it is of, in which version, read when', async () => {
    const { cluster, version, readAt, stale, pods } = await snapshotOf({ 'v1/pods': [pod] })
    expect({ cluster, version, readAt, stale }).toEqual({
      cluster: 'aws-eu',
      version: 'v1.33.1',
      readAt: '2026-07-20T12:00:00.000Z',
      stale: undefined,
    })
    expect(pods.map(({ name }) => name)).toEqual(['a'])
  })

  it('is made of the newest versions that are served', async () => {
    const snapshot = await snapshotOf({
      'policy/v1/poddisruptionbudgets': [budget('new')],
      'policy/v1beta1/poddisruptionbudgets': [budget('old')],
      'autoscaling/v1/horizontalpodautoscalers': [autoscaler('oldest')],
      'autoscaling/v2/horizontalpodautoscalers': [autoscaler('new')],
      'autoscaling/v2beta2/horizontalpodautoscalers': [autoscaler('old')],
    })
    expect(snapshot.disruptionBudgets.map(({ name }) => name)).toEqual(['new'])
    expect(snapshot.autoscalers.map(({ name }) => name)).toEqual(['new'])
  })

  it('is made of older versions where a cluster serves no other', async () => {
    const snapshot = await snapshotOf({
      'policy/v1beta1/poddisruptionbudgets': [],
      'autoscaling/v1/horizontalpodautoscalers': [],
      'karpenter.sh/v1beta1/nodepools': [],
    })
    expect(versionsIn(snapshot)).toMatchObject({
      poddisruptionbudgets: 'policy/v1beta1',
      horizontalpodautoscalers: 'autoscaling/v1',
      nodepools: 'karpenter.sh/v1beta1',
    })
  })

  it('takes a version that is served without the resource for one that is not', async () => {
    const snapshot = await snapshotOf({ 'policy/v1/podsecuritypolicies': [], 'policy/v1beta1/poddisruptionbudgets': [] })
    expect(versionsIn(snapshot).poddisruptionbudgets).toBe('policy/v1beta1')
  })

  it('of a cluster without KEDA, Karpenter and metrics is empty there, which is no mistake', async () => {
    const { scaledObjects, nodePools, nodeClaims, usage, lists, findings } = await snapshotOf({})
    expect([scaledObjects, nodePools, nodeClaims, usage, findings]).toEqual([[], [], [], [], []])
    expect(lists.map(({ resource }) => resource)).toEqual(['pods', 'nodes', 'deployments', 'replicasets', 'daemonsets', 'namespaces'])
  })

  it('tells pods from what the metrics API says of them', async () => {
    const metrics = {
      ...named('a'),
      timestamp: '2026-07-20T11:59:30Z',
      window: '20s',
      containers: [{ usage: { cpu: '250m', memory: '1Gi' } }],
    }
    const { pods, usage, lists } = await snapshotOf({ 'v1/pods': [pod], 'metrics.k8s.io/v1beta1/pods': [metrics] })
    expect([pods.length, usage.map(({ cpu }) => cpu)]).toEqual([1, [0.25]])
    expect(lists.map(({ resource }) => resource)).toContain('pods.metrics.k8s.io')
  })

  it('says so where the metrics API is named but its service is down', async () => {
    const { usage, findings } = await snapshotOf(
      { 'metrics.k8s.io/v1beta1/pods': [] },
      { instead: ({ url }) => (url.pathname.includes('metrics') ? status(503, 'service unavailable', { 'retry-after': '0' }) : undefined) },
    )
    expect(usage).toEqual([])
    expect(findings).toMatchObject([
      { severity: 'warning', subject: 'API metrics.k8s.io/v1beta1', remedy: expect.stringContaining('apiservices') },
    ])
  })

  it.each(['/apis/metrics.k8s.io/v1beta1', '/apis/metrics.k8s.io/v1beta1/pods'])(
    'does without metrics where %s never answers',
    async (path) => {
      await using server = await standIn(
        { 'v1/pods': [pod], 'metrics.k8s.io/v1beta1/pods': [] },
        { instead: ({ url }) => (url.pathname === path ? () => undefined : undefined) },
      )
      const { pods, usage, findings } = await readSnapshot(server.connection(), { ...reading, patienceSeconds: 0.2 })
      expect([pods.length, usage.length]).toEqual([1, 0])
      expect(findings).toMatchObject([{ severity: 'warning', message: expect.stringContaining('no answer in time') }])
    },
  )

  it('is not had where the API server fails to give a list: who owns replicas is never guessed', async () => {
    const failing = snapshotOf(
      { 'autoscaling/v2/horizontalpodautoscalers': [] },
      { instead: ({ url }) => (url.pathname.endsWith('autoscalers') ? status(500, 'etcd is slow', { 'retry-after': '0' }) : undefined) },
    )
    await expect(failing).rejects.toMatchObject({ failure: 'overloaded', what: expect.stringContaining('etcd is slow') })
  })

  it('holds all pages of a list', async () => {
    await using server = await standIn({ 'v1/pods': [1, 2, 3, 4, 5].map((i) => ({ ...pod, metadata: { name: `pod-${i}` } })) })
    const snapshot = await readSnapshot(server.connection(), { ...reading, pageSize: 2 })
    expect(snapshot.pods.map(({ name }) => name)).toEqual(['pod-1', 'pod-2', 'pod-3', 'pod-4', 'pod-5'])
    expect(snapshot.lists.find(({ resource }) => resource === 'pods')).toMatchObject({ objects: 5, resourceVersion: '7' })
  })

  it('asks only for the metadata of what it keeps no more of', async () => {
    await using server = await standIn()
    await readSnapshot(server.connection(), reading)
    const partial = server.received.filter(({ headers }) => headers.accept?.includes('PartialObjectMetadataList'))
    expect(partial.map(({ url }) => url.pathname.split('/').at(-1)).toSorted()).toEqual(['daemonsets', 'namespaces', 'replicasets'])
  })

  it('leaves out an object that cannot be understood, says which, and keeps the others', async () => {
    const pool = (name: string, cpu: string): object => ({ metadata: { name }, spec: { limits: { cpu } } })
    const { nodePools, findings } = await snapshotOf({ 'karpenter.sh/v1/nodepools': [pool('good', '100'), pool('bad', '100 cores')] })
    expect(nodePools.map(({ name }) => name)).toEqual(['good'])
    expect(findings).toMatchObject([
      { severity: 'warning', subject: 'nodepools bad', message: expect.stringContaining('"100 cores" is no quantity') },
    ])
  })

  it('is not had from a server that serves no Deployments', async () => {
    const apps = { instead: ({ url }: { url: URL }) => (url.pathname === '/apis/apps/v1' ? status(404, 'no') : undefined) }
    await expect(snapshotOf({}, apps)).rejects.toMatchObject({ failure: 'missing', what: '/apis/apps/v1/deployments is not served' })
  })
})

describe('the rights to read a cluster', () => {
  const rightsOf = async (server: StandIn) => missingRights(server.connection('aws-eu'), reading.signal)

  it('are asked of the cluster, for each list that it serves', async () => {
    await using server = await standIn({ 'keda.sh/v1alpha1/scaledobjects': [] })
    expect(await rightsOf(server)).toEqual([])
    const asked = server.received.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body).spec.resourceAttributes)
    expect(asked).toHaveLength(7)
    expect(asked).toContainEqual({ verb: 'list', group: 'keda.sh', resource: 'scaledobjects' })
    expect(server.asked('/api/v1/pods')).toBe(0)
  })

  it('that are missing are told with the rule that grants them', async () => {
    await using server = await standIn({ 'policy/v1/poddisruptionbudgets': [] }, { denied: ['poddisruptionbudgets'] })
    expect(await rightsOf(server)).toEqual([
      {
        severity: 'warning',
        cluster: 'aws-eu',
        subject: 'right list poddisruptionbudgets',
        message: 'it may not list poddisruptionbudgets of policy in all namespaces: how many replicas may be away at once is not known',
        remedy:
          'add to its ClusterRole the rule {apiGroups: ["policy"], resources: [poddisruptionbudgets], verbs: [list]}, or bind that of deploy/rbac/reader.yaml',
      },
    ])
  })

  it('that are missing leave a part empty, and the rest is read', async () => {
    const { deployments, disruptionBudgets, findings } = await snapshotOf(
      { 'apps/v1/deployments': [named('a')], 'policy/v1/poddisruptionbudgets': [budget('a')] },
      { denied: ['poddisruptionbudgets'] },
    )
    expect([deployments.length, disruptionBudgets.length]).toEqual([1, 0])
    expect(findings.map(({ subject }) => subject)).toEqual(['right list poddisruptionbudgets'])
  })

  it.each(['pods', 'nodes', 'deployments', 'replicasets'])('to list %s are indispensable', async (resource) => {
    const error = await snapshotOf({}, { denied: [resource, 'namespaces'] }).catch((one) => one)
    expect(error).toMatchObject({ failure: 'forbidden', what: expect.stringContaining(`list ${resource}`) })
    expect(error.findings.map(({ severity }: { severity: string }) => severity).toSorted()).toEqual(['error', 'warning'])
  })

  it('are found missing by the list itself where the review is refused', async () => {
    const { findings } = await snapshotOf(
      {},
      { instead: ({ url, method }) => (method === 'POST' || url.pathname.endsWith('/daemonsets') ? status(403, 'forbidden') : undefined) },
    )
    expect(findings.map(({ subject }) => subject)).toEqual(['right list daemonsets'])
  })
})
