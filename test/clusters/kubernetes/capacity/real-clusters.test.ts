import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { allocatable } from '../../../../src/catalogue/allocatable.ts'
import { agentOfPods } from '../../../../src/clusters/kubernetes/agents/agent-of-pods.ts'
import { connect } from '../../../../src/clusters/kubernetes/read/connection.ts'
import { readSnapshot } from '../../../../src/clusters/kubernetes/read/read-snapshot.ts'
import type { ClusterSnapshot } from '../../../../src/clusters/kubernetes/snapshot.ts'
import { loadBundledCatalogue } from '../../../../src/prices/bundled/catalogue.ts'
import { aFleetAgent } from '../../../builders.ts'
import { apply, controlPlanes, describeOnControlPlanes, namespace, remove } from '../control-planes.ts'
import { planned } from './planned.ts'

const SPACE = 'ballast-capacity'
const CLUSTERS = ['aws-eu', 'azure-eu'] as const
const catalogue = loadBundledCatalogue()

const asking = (cpu: string, memory: string) => ({
  containers: [{ name: 'main', image: 'none', resources: { requests: { cpu, memory } } }],
})
const workload = (kind: string, name: string, spec: object, pod: object, labels = {}) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: SPACE, labels },
  spec: { ...spec, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: pod } },
})
const objects = [
  workload('DaemonSet', 'watcher', {}, asking('50m', '64Mi')),
  workload('Deployment', 'proxy', { replicas: 2 }, asking('100m', '128Mi')),
  workload('Deployment', 'support', { replicas: 3 }, asking('200m', '256Mi'), { 'ballast.dev/agent': 'support' }),
]

describeOnControlPlanes('real API servers, what they have', ({ kubeconfig }) => {
  /** Only what stands in this namespace, since others test here too. */
  async function read(context: string): Promise<ClusterSnapshot> {
    const connection = connect({ id: context, context, kubeconfig }, { environment: process.env })
    const snapshot = await readSnapshot(connection, { now: () => new Date(), signal: AbortSignal.timeout(20_000) })
    return { ...snapshot, pods: snapshot.pods.filter((pod) => pod.namespace === SPACE), nodePools: [] }
  }

  async function plannedIn(cluster: string) {
    const snapshot = await read(cluster)
    const agents = agentOfPods([snapshot]).get(cluster)!
    const support = aFleetAgent({
      demand: { replicas: 3 },
      requests: { cpu: 0.2, memoryGiB: 0.25, gpu: 0 },
      policy: { spot: { maxShare: 1 } },
    })
    const world = { catalogue, allocatable, headroom: 0.05, agentOfPod: ({ uid }: { uid: string }) => agents.get(uid) }
    return planned(snapshot, [support], { described: { id: cluster }, world })
  }

  beforeAll(async () => {
    for (const cluster of CLUSTERS) {
      await apply(cluster, namespace(SPACE), ...objects)
      await vi.waitUntil(async () => (await read(cluster)).pods.filter(({ isReady }) => isReady).length >= 5 + 6, {
        timeout: 30_000,
        interval: 500,
      })
    }
  }, 90_000)
  afterAll(async () => {
    if (controlPlanes) for (const cluster of CLUSTERS) await remove(cluster, namespace(SPACE))
  })

  it('is a cluster of AWS in Dublin, with spot and on-demand nodes in three zones', async () => {
    const { capacity } = await plannedIn('aws-eu')
    expect(capacity.cluster).toMatchObject({
      provider: 'aws',
      region: 'eu-west-1',
      zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
      daemonSets: { cpu: 0.05, memoryGiB: 1 / 16, pods: 1 },
    })
    expect(capacity.cluster!.growsFrom.capacityTypes).toEqual(['on-demand', 'spot'])
    expect(capacity.cluster!.measured).toContainEqual({
      instanceType: 'm7i.large',
      allocatable: { cpu: 1.87, memoryGiB: expect.closeTo(8 * 0.93 - 1 / 16, 2), gpu: 0, pods: 109 },
    })
    expect(capacity.findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('is a cluster of Azure in the Netherlands, whose zones bear the name of the region', async () => {
    const { capacity } = await plannedIn('azure-eu')
    expect(capacity.cluster).toMatchObject({
      provider: 'azure',
      region: 'westeurope',
      zones: ['westeurope-1', 'westeurope-2', 'westeurope-3'],
      maxPodsPerNode: 110,
    })
  })

  it.each(CLUSTERS)('is in %s a today that keeps every rule, with agents and others where they stand', async (cluster) => {
    const { capacity, fleet, broken } = await plannedIn(cluster)
    expect(broken).toEqual([])
    expect(capacity.workloads).toMatchObject([{ kind: 'Deployment', name: 'proxy', pods: 2, requests: { cpu: 0.2, memoryGiB: 0.25 } }])
    const pods = fleet.clusters[0]!.nodes.flatMap(({ count, pods: own }) => own.map((pod) => ({ ...pod, replicas: pod.replicas * count })))
    const standing = (is: (agent: string) => boolean) =>
      pods.filter(({ agent }) => is(agent)).reduce((sum, { replicas }) => sum + replicas, 0)
    expect(standing((agent) => agent === 'support')).toBe(3)
    expect(standing((agent) => agent.endsWith('/1'))).toBeGreaterThan(0)
  })
})
