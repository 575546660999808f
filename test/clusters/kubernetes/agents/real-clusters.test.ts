import { existsSync, readFileSync } from 'node:fs'
import { type KubernetesObject, KubernetesObjectApi, PatchStrategy } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { ClusterFacts } from '../../../../src/clusters/kubernetes/agents/agents-config.ts'
import { type AgentsRead, agentsOf } from '../../../../src/clusters/kubernetes/agents/agents-of.ts'
import { connect } from '../../../../src/clusters/kubernetes/read/connection.ts'
import { deploymentOf } from '../../../../src/clusters/kubernetes/read/project/deployment.ts'
import { readSnapshot } from '../../../../src/clusters/kubernetes/read/read-snapshot.ts'
import type { ClusterSnapshot } from '../../../../src/clusters/kubernetes/snapshot.ts'
import type { FleetAgent } from '../../../../src/domain/fleet.ts'
import { apply, configFor, controlPlanes, define, describeOnControlPlanes, remove } from '../control-planes.ts'
import { aClusterWith, read as readFakes, told } from './fleet-of-agents.ts'

const SPACE = 'ballast-agents'
const KEDA = '../shared/wire/kubernetes/crd-keda-scaledobjects.yaml'
const RECORDED = '../shared/wire/kubernetes/deployment-user-profile.yaml'

const machine = (instanceType: string) => ({ instanceType, arch: 'amd64' as const, vcpu: 4, memoryGiB: 16, gpu: 0, gpuModel: '' })
const FACTS: ClusterFacts[] = [
  {
    ...{ id: 'aws-eu', provider: 'aws', region: 'eu-west-1', tags: ['EU'] },
    zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    machines: ['m7i.large', 'm7i.xlarge', 'c7i.2xlarge'].map(machine),
  },
  {
    ...{ id: 'azure-eu', provider: 'azure', region: 'westeurope', tags: ['EU'] },
    zones: ['westeurope-1', 'westeurope-2', 'westeurope-3'],
    machines: ['Standard_D2s_v5', 'Standard_D4s_v5', 'Standard_F8s_v2'].map(machine),
  },
]
const POLICIES = { eu: { placement: { anyTag: ['EU'] }, survive: [{ loss: 'cloud' as const, keep: 0.5 }] } }

describeOnControlPlanes('agents of real API servers', ({ kubeconfig }) => {
  const snapshot = async (context: string): Promise<ClusterSnapshot> => {
    const { signal } = new AbortController()
    const all = await readSnapshot(connect({ id: context, context, kubeconfig }, { environment: {} }), { now: () => new Date(), signal })
    return { ...all, deployments: all.deployments.filter(({ namespace }) => namespace === SPACE) }
  }
  const read = async (): Promise<AgentsRead> =>
    agentsOf(await Promise.all(['aws-eu', 'azure-eu'].map(snapshot)), { policies: POLICIES, defaultPolicies: {}, clusters: FACTS })
  const agent = ({ agents }: AgentsRead, name: string): FleetAgent => agents.find(({ id }) => id === name)!
  const podsOf = ({ agentOfPod }: AgentsRead, name: string): number =>
    [...agentOfPod.get('aws-eu')!.values()].filter((one) => one === name).length

  beforeAll(async () => {
    for (const context of ['aws-eu', 'azure-eu']) await apply(context, SPACE_OBJECT)
    await apply('aws-eu', support(4), sibling('chat', 2), sibling('mail', 1), keepsDrive, budget, autoscaler)
    await apply('azure-eu', support(0))
    await applyAs('argocd-controller', 'aws-eu', fromGit)
    if (existsSync(KEDA)) await define('aws-eu', 'crd-keda-scaledobjects.yaml')
    if (existsSync(KEDA)) await apply('aws-eu', scaledObject)
    await vi.waitFor(async () => expect((await read()).agentOfPod.get('aws-eu')!.size).toBe(4 + 2 + 1 + 1 + 1), {
      timeout: 60_000,
      interval: 500,
    })
  }, 90_000)
  afterAll(async () => {
    if (controlPlanes) for (const context of ['aws-eu', 'azure-eu']) await remove(context, SPACE_OBJECT)
  })

  it('are the Deployments that opted in, of both clusters, under the policy of their Namespace', async () => {
    const result = await read()
    expect(result.agents.map(({ id }) => id)).toEqual(['chat', 'drive', 'git', 'mail', 'support'])
    expect(agent(result, 'support')).toMatchObject({
      policyNames: ['eu'],
      policy: { ...POLICIES.eu, maxPerNode: 4 },
      demand: { replicas: 4 },
      requests: { cpu: 0.1, memoryGiB: 0.125, gpu: 0 },
      instanceTypes: ['Standard_D2s_v5', 'Standard_D4s_v5', 'Standard_F8s_v2', 'm7i.large', 'm7i.xlarge'],
    })
  })

  it('have what can be scaled in each, and what is kept of it while a node is drained', async () => {
    const support = agent(await read(), 'support')
    expect(support.deployments).toMatchObject([
      { cluster: 'aws-eu', namespace: SPACE, name: 'support', capacityType: 'on-demand', isBound: true, replicas: 4, control: 'replicas' },
      { cluster: 'azure-eu', namespace: SPACE, name: 'support', replicas: 0, owner: { kind: 'none' } },
    ])
    expect(support.deployments![0]!.disruptionBudget).toEqual({ name: 'support', minAvailable: 2 })
  })

  it('count their own pods, though siblings select the same labels', async () => {
    const result = await read()
    expect([podsOf(result, 'chat'), podsOf(result, 'mail'), podsOf(result, 'support')]).toEqual([2, 1, 4])
  })

  it('tell the autoscaler that owns their replicas, in the version that is served', async () => {
    const result = await read()
    expect(agent(result, 'chat').deployments).toMatchObject([
      { owner: { kind: 'autoscaler', name: 'chat', minReplicas: 2, maxReplicas: 2 }, control: 'bounds' },
    ])
  })

  it('tell Git by who wrote their replicas last', async () => {
    const result = await read()
    expect(agent(result, 'git').deployments).toMatchObject([{ owner: { kind: 'argo-cd', name: 'desk' }, control: 'advice' }])
    expect(told(result)).toContainEqual(
      expect.stringMatching(/Deployment ballast-agents\/git: Argo CD \(desk\) writes its replicas from Git/),
    )
  })

  it('with a claim stay as they stand', async () => {
    const result = await read()
    expect(agent(result, 'drive')).toMatchObject({
      policy: { pin: 'today' },
      pinnedBecause: expect.arrayContaining(['its pods hold volumes that stay where they are: claim files']),
    })
  })

  it('must be in two clouds to survive the loss of one', async () => {
    const errors = told(await read()).filter((line) => line.startsWith('error') && line.includes('agent chat'))
    expect(errors).toMatchObject([expect.stringMatching(/there is no Deployment to scale in azure-eu: create one with 0 replicas/)])
  })

  it.skipIf(!existsSync(KEDA))('tell the ScaledObject of KEDA (skipped without ../shared)', async () => {
    expect(agent(await read(), 'mail').deployments).toMatchObject([
      { owner: { kind: 'keda', name: 'mail', minReplicas: 1, maxReplicas: 20, isPaused: false }, control: 'bounds' },
    ])
  })
})

it.skipIf(!existsSync(RECORDED))('a recorded Deployment of 5 GPUs is read as one (skipped without ../shared)', () => {
  const [document] = parseAllDocuments(readFileSync(RECORDED, 'utf8'))
  const recorded = deploymentOf(document!.toJS())
  const deployment = { ...recorded, labels: { 'ballast.dev/agent': 'profiles' } }
  const result = readFakes([aClusterWith([deployment])])
  expect(result.agents).toMatchObject([
    { id: 'profiles', demand: { replicas: 1 }, requests: { cpu: 3, memoryGiB: 5, gpu: 5 }, deployments: [{ namespace: 'default' }] },
  ])
})

const SPACE_OBJECT = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SPACE, annotations: { 'ballast.dev/policy': 'eu' } } }

interface Named {
  readonly name: string
  readonly labels?: Record<string, string>
}

function deployment({ name, labels = {} }: Named, replicas: number, selector: Record<string, string>, spec: object): object {
  const resources = { requests: { cpu: '100m', memory: '128Mi' } }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: SPACE, labels: { 'ballast.dev/agent': name, ...labels } },
    spec: {
      replicas,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: { ...selector, app: name } },
        spec: { containers: [{ name, image: name, resources }], ...spec },
      },
    },
  }
}

/** On demand, on two of the three machines of AWS, at most four a node. */
function support(replicas: number): object {
  const types = { key: 'node.kubernetes.io/instance-type', operator: 'NotIn', values: ['c7i.2xlarge'] }
  const topologySpreadConstraints = [
    {
      ...{ maxSkew: 4, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule' },
      labelSelector: { matchLabels: { app: 'support' } },
    },
  ]
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [types] }] } }
  return deployment(
    { name: 'support' },
    replicas,
    { app: 'support' },
    {
      ...{ nodeSelector: { 'karpenter.sh/capacity-type': 'on-demand' }, affinity: { nodeAffinity }, topologySpreadConstraints },
    },
  )
}

const sibling = (name: string, replicas: number): object => deployment({ name }, replicas, { tier: 'desk' }, {})
const keepsDrive = deployment(
  { name: 'drive' },
  1,
  { app: 'drive' },
  {
    volumes: [{ name: 'files', persistentVolumeClaim: { claimName: 'files' } }],
  },
)
const fromGit = deployment({ name: 'git', labels: { 'argocd.argoproj.io/instance': 'desk' } }, 1, { app: 'git' }, {})

const budget = {
  apiVersion: 'policy/v1beta1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'support', namespace: SPACE },
  spec: { minAvailable: '50%', selector: { matchLabels: { app: 'support' } } },
}
const target = (name: string) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name })
const autoscaler = {
  apiVersion: 'autoscaling/v2beta2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'chat', namespace: SPACE },
  spec: { scaleTargetRef: target('chat'), minReplicas: 2, maxReplicas: 2 },
}
const scaledObject = {
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name: 'mail', namespace: SPACE },
  spec: { scaleTargetRef: { name: 'mail' }, minReplicaCount: 1, maxReplicaCount: 20, triggers: [{ type: 'cron', metadata: {} }] },
}

/** Written by a field manager of that name, as a tool does. */
async function applyAs(manager: string, context: string, object: object): Promise<void> {
  const api = KubernetesObjectApi.makeApiClient(configFor(context))
  await api.patch(object as KubernetesObject, undefined, undefined, manager, true, PatchStrategy.ServerSideApply)
}
