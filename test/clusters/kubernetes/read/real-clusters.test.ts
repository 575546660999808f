import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Connection, connect } from '../../../../src/clusters/kubernetes/read/connection.ts'
import { inClusterAccess } from '../../../../src/clusters/kubernetes/read/in-cluster.ts'
import { LISTS } from '../../../../src/clusters/kubernetes/read/lists.ts'
import { readList } from '../../../../src/clusters/kubernetes/read/read-list.ts'
import { readSnapshot } from '../../../../src/clusters/kubernetes/read/read-snapshot.ts'
import { readSnapshots } from '../../../../src/clusters/kubernetes/read/read-snapshots.ts'
import { missingRights } from '../../../../src/clusters/kubernetes/read/rights.ts'
import { talkTo } from '../../../../src/clusters/kubernetes/read/talk.ts'
import type { ClusterSnapshot } from '../../../../src/clusters/kubernetes/snapshot.ts'
import { apply, configFor, controlPlanes, define, describeOnControlPlanes, hasDefinitions, namespace, remove } from '../control-planes.ts'
import { forgetAllVersions, whileHanging } from './real-faults.ts'
import { autoscaler, budget, custom, deployment, karpenter, READER, RULES, reader, SPACE } from './real-objects.ts'

const now = () => new Date()
const { signal } = new AbortController()

const folder = mkdtempSync(join(tmpdir(), 'ballast-real-clusters-'))

describeOnControlPlanes('real API servers', ({ kubeconfig, apiServerProcess }) => {
  const connection = (context: string): Connection => connect({ id: context, context, kubeconfig }, { environment: process.env })
  const read = (context: string): Promise<ClusterSnapshot> => readSnapshot(connection(context), { now, signal })
  /** As the user who has that ClusterRole and nothing else. */
  const asReader = (): Connection => {
    const {
      users: [user],
      ...rest
    } = JSON.parse(configFor('aws-eu').exportConfig())
    const file = join(folder, 'as-reader')
    writeFileSync(file, JSON.stringify({ ...rest, users: [{ ...user, user: { ...user.user, as: READER } }] }))
    return connect({ id: 'aws-eu', context: 'aws-eu', kubeconfig: file }, { environment: {} })
  }
  const inSpace = <Named extends { readonly namespace: string }>(all: readonly Named[]): Named[] =>
    all.filter((one) => one.namespace === SPACE)

  beforeAll(async () => {
    await apply('aws-eu', namespace(SPACE), deployment, budget, autoscaler, ...reader)
    if (hasDefinitions) {
      await define('aws-eu', 'crd-keda-scaledobjects.yaml', 'crd-karpenter-nodepools.yaml', 'crd-karpenter-nodeclaims.yaml')
      await apply('aws-eu', ...custom)
    }
    await vi.waitUntil(async () => inSpace((await read('aws-eu')).pods).filter(({ isReady }) => isReady).length === 3, { timeout: 30_000 })
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    if (controlPlanes) await remove('aws-eu', ...reader, ...karpenter, namespace(SPACE))
  })

  it('tell their version, and their nodes with zones, machines and what these can bear', async () => {
    const { version, nodes, findings } = await read('azure-eu')
    expect(version).toMatch(/^v1\.\d+/)
    const [node] = nodes
    expect(node).toMatchObject({ isReady: true, providerId: expect.stringMatching(/^azure:\/\//), capacity: { gpu: 0, pods: 110 } })
    expect(node?.labels).toMatchObject({ 'topology.kubernetes.io/region': 'westeurope' })
    expect(node!.allocatable.cpu).toBeLessThan(node!.capacity.cpu)
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('tell a Deployment, its ReplicaSet and its pods, which belong together', async () => {
    const { deployments, replicaSets, pods } = await read('aws-eu')
    const [found] = inSpace(deployments)
    expect(found).toMatchObject({ name: 'agent', replicas: 3, readyReplicas: 3, selector: { app: 'agent' }, hasPlainSelector: true })
    expect(found?.template).toMatchObject({
      requests: { cpu: 0.3, memoryGiB: 0.25, gpu: 0 },
      apartBy: ['kubernetes.io/hostname'],
      boundVolumes: ['host path /tmp'],
    })
    expect(found?.managers).toContainEqual(expect.objectContaining({ manager: 'ballast-tests', operation: 'Apply', ownsReplicas: true }))
    const [owned] = inSpace(replicaSets)
    expect(owned?.owners).toMatchObject([{ kind: 'Deployment', uid: found?.uid, isController: true }])
    expect(new Set(inSpace(pods).flatMap(({ owners }) => owners.map(({ uid }) => uid)))).toEqual(new Set([owned?.uid]))
    expect(inSpace(pods).every(({ node, requests }) => node !== '' && requests.cpu === 0.3)).toBe(true)
  })

  it('tell budgets and autoscalers in the versions that they serve', async () => {
    const { disruptionBudgets, autoscalers, lists } = await read('aws-eu')
    expect(inSpace(disruptionBudgets)).toMatchObject([{ name: 'agent', selector: { app: 'agent' }, minAvailable: '2' }])
    expect(inSpace(autoscalers)).toMatchObject([
      { name: 'agent', target: { kind: 'Deployment', name: 'agent' }, minReplicas: 3, maxReplicas: 3 },
    ])
    const served = lists.map(({ resource, groupVersion }) => `${resource} ${groupVersion}`)
    expect(served.filter((one) => /^poddisruptionbudgets policy\/v1(beta1)?$/.test(one))).toHaveLength(1)
  })

  it('tell what pods use, where the metrics API is served', async () => {
    await expect.poll(async () => inSpace((await read('aws-eu')).usage).length, { timeout: 30_000 }).toBe(3)
    const [usage] = inSpace((await read('aws-eu')).usage)
    expect(usage).toMatchObject({ cpu: expect.any(Number), memoryGiB: expect.any(Number), at: expect.stringMatching(/^\d{4}-/) })
    expect(usage!.windowSeconds).toBeGreaterThan(0)
  })

  it('give who has the ClusterRole of deploy/rbac all that reading needs, KEDA and Karpenter included', async () => {
    await vi.waitUntil(async () => (await missingRights(asReader(), signal)).length === 0, { timeout: 20_000 })
    const { nodes, lists, findings } = await readSnapshot(asReader(), { now, signal })
    expect([nodes.length > 0, findings]).toEqual([true, []])
    if (hasDefinitions)
      expect(lists.map(({ resource }) => resource)).toEqual(expect.arrayContaining(['scaledobjects', 'nodepools', 'nodeclaims']))
  })

  it('are asked for no right beyond those of the ClusterRole, and it grants none beyond what is asked', () => {
    const granted = RULES.flatMap(({ apiGroups, resources, verbs }) => resources.map((resource) => `${verbs} ${apiGroups}/${resource}`))
    expect(granted.toSorted()).toEqual(
      Object.values(LISTS)
        .map(({ group, resource }) => `list ${group}/${resource}`)
        .toSorted(),
    )
  })

  it.skipIf(!hasDefinitions)('tell what KEDA scales and what Karpenter may start, as their own definitions have it', async () => {
    const { scaledObjects, nodePools, nodeClaims } = await read('aws-eu')
    expect(inSpace(scaledObjects)).toMatchObject([
      { target: { kind: 'Deployment', name: 'agent' }, minReplicas: 1, maxReplicas: 8, isPaused: true },
    ])
    expect(nodePools.find(({ name }) => name === SPACE)).toMatchObject({
      requirements: [{ key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot', 'on-demand'] }],
      ...{ taints: [{ key: 'team', value: 'a', effect: 'NoSchedule' }], templateLabels: { team: 'a' }, weight: 7 },
      limits: { cpu: 100, memoryGiB: 400 },
    })
    expect(nodeClaims.find(({ name }) => name === SPACE)?.labels).toEqual({ 'karpenter.sh/nodepool': SPACE })
  })

  it('name the rights that a viewer lacks, and are not read without nodes', async () => {
    const [first, ...others] = await missingRights(connection('aws-eu-viewer'), signal)
    const rule = '{apiGroups: [""], resources: [nodes], verbs: [list]}'
    expect(first).toMatchObject({ severity: 'error', subject: 'right list nodes', remedy: expect.stringContaining(rule) })
    expect(others.every(({ severity }) => severity === 'warning')).toBe(true)
    await expect(read('aws-eu-viewer')).rejects.toMatchObject({ failure: 'forbidden', what: 'it lacks the right to list nodes' })
  })

  it('are read as far as a user with less rights may: the rest is told', async () => {
    const { nodes, deployments, disruptionBudgets, findings } = await read('aws-eu-scaler')
    expect([nodes.length > 0, inSpace(deployments).length, disruptionBudgets.length]).toEqual([true, 1, 0])
    expect(findings.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['right list daemonsets', 'right list poddisruptionbudgets', 'right list horizontalpodautoscalers']),
    )
  })

  it('give whole lists, however small the pages', async () => {
    const small = await readSnapshot(connection('aws-eu'), { now, signal, pageSize: 1 })
    expect(inSpace(small.pods)).toHaveLength(3)
    expect(new Set(small.nodes.map(({ name }) => name)).size).toBe(small.nodes.length)
    expect(small.nodes.length).toBe((await read('aws-eu')).nodes.length)
  })

  it('may forget a list half-way (410), which is then begun anew', async () => {
    const real = connection('aws-eu')
    let questions = 0
    const forgetful: Connection = {
      ...real,
      async ask(question) {
        if (questions++ === 1) await forgetAllVersions(join(dirname(kubeconfig), 'run', 'aws-eu', 'pki'))
        return real.ask(question)
      },
    }
    const path = '/api/v1/nodes'
    const { objects } = await readList(forgetful, { path, isMetadataEnough: false, limit: 2, signal }, () => undefined)
    const { objects: really } = await readList(real, { path, isMetadataEnough: false, limit: 500, signal }, () => undefined)
    expect(objects).toBe(really)
    expect(questions).toBe(2 + Math.ceil(really / 2))
  })

  it('that hang do not hold up the others: such a cluster gives its last state', async () => {
    const last = await read('azure-eu')
    const lastStates = { save: async () => undefined, last: async (cluster: string) => (cluster === 'azure-eu' ? last : undefined) }
    const { snapshots } = await whileHanging(apiServerProcess('azure-eu'), () =>
      readSnapshots([connection('azure-eu'), connection('aws-eu')], { atOnce: 2, deadlineSeconds: 3, now, lastStates }),
    )
    expect(snapshots.map(({ cluster, stale }) => [cluster, stale])).toEqual([
      ['azure-eu', { since: last.readAt, because: 'no answer in time to GET /version' }],
      ['aws-eu', undefined],
    ])
  })

  it('are reached from within by the service account of a pod', async () => {
    const config = configFor('aws-eu-viewer')
    const { server = '', caData = '' } = config.getCurrentCluster() ?? {}
    const { hostname, port } = new URL(server)
    writeFileSync(join(folder, 'ca.crt'), Buffer.from(caData, 'base64'))
    writeFileSync(join(folder, 'token'), config.getCurrentUser()?.token ?? '')
    const surroundings = { environment: { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port } }
    const talk = talkTo('here', inClusterAccess('here', surroundings, folder), surroundings)
    expect(await talk.ask({ path: '/api/v1/pods?limit=1', signal })).toMatchObject({ kind: 'PodList' })
    talk.close()
  })

  it('that are not trusted are not spoken to', async () => {
    const config = configFor('aws-eu')
    const server = config.getCurrentCluster()?.server
    const untrusting = { clusters: [{ name: 'c', cluster: { server } }], users: [{ name: 'u', user: { token: 'secret' } }] }
    const file = join(folder, 'untrusting')
    writeFileSync(file, JSON.stringify({ ...untrusting, contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }] }))
    const untrusted = connect({ id: 'x', context: 'x', kubeconfig: file }, { environment: {} })
    await expect(untrusted.ask({ path: '/version', signal })).rejects.toMatchObject({
      failure: 'untrusted',
      remedy: expect.stringContaining('certificate-authority-data'),
    })
  })
})
