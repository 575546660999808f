import type { AgentsConfig, ClusterFacts } from '../../../../src/clusters/kubernetes/agents/agents-config.ts'
import { type AgentsRead, agentsOf } from '../../../../src/clusters/kubernetes/agents/agents-of.ts'
import type {
  ClusterSnapshot,
  DeploymentObject,
  NamedObject,
  NodeObject,
  OwnedObject,
  PodObject,
  PodTemplate,
} from '../../../../src/clusters/kubernetes/snapshot.ts'
import type { MachineShape } from '../../../../src/domain/catalogue.ts'
import type { FleetAgent } from '../../../../src/domain/fleet.ts'
import { aNode, aPod, aSnapshot } from '../capacity/snapshots.ts'

const shape = (instanceType: string, more: Partial<MachineShape> = {}): MachineShape => ({
  instanceType,
  arch: 'amd64',
  vcpu: 4,
  memoryGiB: 16,
  gpu: 0,
  gpuModel: '',
  ...more,
})

/** Four machines of AWS: two sizes of one family, one of arm64, and one with a GPU. */
export const AWS_MACHINES = [
  shape('m7i.xlarge'),
  shape('m7i.2xlarge', { vcpu: 8, memoryGiB: 32 }),
  shape('m7g.xlarge', { arch: 'arm64' }),
  shape('g5.xlarge', { gpu: 1, gpuModel: 'A10G' }),
]
export const AZURE_MACHINES = [shape('Standard_D4s_v5'), shape('Standard_NC4as_T4_v3', { gpu: 1, gpuModel: 'T4' })]

export const DUBLIN: ClusterFacts = {
  id: 'dublin',
  provider: 'aws',
  region: 'eu-west-1',
  zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  tags: ['IE', 'EU', 'operator:US'],
  machines: AWS_MACHINES,
}
export const VIRGINIA: ClusterFacts = { ...DUBLIN, id: 'virginia', region: 'us-east-1', zones: ['us-east-1a'], tags: ['US', 'operator:US'] }
export const AMSTERDAM: ClusterFacts = {
  id: 'amsterdam',
  provider: 'azure',
  region: 'westeurope',
  zones: ['westeurope-1', 'westeurope-2', 'westeurope-3'],
  tags: ['NL', 'EU', 'operator:US'],
  machines: AZURE_MACHINES,
}

/** A pod template of one vCPU and 4 GiB that asks for nothing else. */
export const aTemplate = (part: Partial<PodTemplate> = {}): PodTemplate => ({
  labels: { app: 'support' },
  annotations: {},
  requests: { cpu: 1, memoryGiB: 4, gpu: 0 },
  hasRequests: { cpu: true, memory: true },
  limits: {},
  nodeSelector: {},
  nodeAffinity: [],
  apartBy: [],
  otherAffinity: [],
  tolerations: [],
  topologySpread: [],
  boundVolumes: [],
  ...part,
})

export type DeploymentPart = Partial<Omit<DeploymentObject, 'template'>> & { template?: Partial<PodTemplate> }

/** A Deployment of two replicas that is the agent `support`. */
export function aDeployment({ template, ...part }: DeploymentPart = {}): DeploymentObject {
  const name = part.name ?? 'support'
  return {
    name,
    namespace: 'desk',
    uid: `${part.namespace ?? 'desk'}/${name}`,
    labels: { 'ballast.dev/agent': 'support' },
    annotations: {},
    owners: [],
    generation: 1,
    observedGeneration: 1,
    replicas: 2,
    readyReplicas: part.replicas ?? 2,
    isPaused: false,
    selector: { app: 'support' },
    hasPlainSelector: true,
    managers: [],
    ...part,
    template: aTemplate(template),
  }
}

export const named = (name: string, part: Partial<NamedObject> = {}): NamedObject => ({
  name,
  namespace: '',
  uid: name,
  labels: {},
  annotations: {},
  ...part,
})

/** A ReplicaSet of a Deployment. */
export const aReplicaSet = ({ name, namespace, uid }: DeploymentObject, revision = 1): OwnedObject => ({
  ...named(`${name}-${revision}`, { namespace, uid: `${uid}-${revision}` }),
  owners: [{ kind: 'Deployment', name, uid, isController: true }],
})

/** Pods of a Deployment, one on each of the nodes; '' waits for one. */
export function podsOf(deployment: DeploymentObject, nodes: readonly string[], part: Partial<PodObject> = {}, revision = 1): PodObject[] {
  const set = aReplicaSet(deployment, revision)
  return nodes.map((node, at) =>
    aPod({
      name: `${set.name}-${at}`,
      namespace: deployment.namespace,
      uid: `${set.uid}-${at}`,
      labels: deployment.template.labels,
      owners: [{ kind: 'ReplicaSet', name: set.name, uid: set.uid, isController: true }],
      node,
      phase: node === '' ? 'Pending' : 'Running',
      requests: deployment.template.requests,
      ...part,
    }),
  )
}

/** A node of a machine of AWS, bought so. */
export const aMachineNode = (name: string, instanceType = 'm7i.xlarge', labels: Record<string, string> = {}): NodeObject =>
  aNode({ name, labels: { 'node.kubernetes.io/instance-type': instanceType, ...labels } })

export interface Standing {
  readonly deployment: DeploymentObject
  /** One for each pod; default: none stands. */
  readonly on?: readonly string[]
}

/** A cluster with Deployments, their ReplicaSets and pods, and two on-demand m7i.xlarge nodes `one` and `two`. */
export function aClusterWith(standing: readonly (Standing | DeploymentObject)[], part: Partial<ClusterSnapshot> = {}): ClusterSnapshot {
  const all = standing.map((one): Standing => ('deployment' in one ? one : { deployment: one }))
  return aSnapshot({
    nodes: [aMachineNode('one'), aMachineNode('two')],
    deployments: all.map(({ deployment }) => deployment),
    replicaSets: all.map(({ deployment }) => aReplicaSet(deployment)),
    pods: all.flatMap(({ deployment, on = [] }) => podsOf(deployment, on)),
    ...part,
  })
}

/** Deployments in Dublin, and what agents they are; other clusters are known. */
export function read(clusters: readonly ClusterSnapshot[], config: Partial<AgentsConfig> = {}): AgentsRead {
  return agentsOf(clusters, { policies: {}, defaultPolicies: {}, clusters: [DUBLIN, VIRGINIA, AMSTERDAM], ...config })
}

/** The only agent. */
export function only({ agents }: AgentsRead): FleetAgent {
  if (agents.length !== 1) throw new Error(`there are ${agents.length} agents`)
  return agents[0]!
}

/** Findings in a line each: `error agent support: …`. */
export const told = ({ findings }: AgentsRead): string[] =>
  findings.map(
    ({ severity, cluster, subject, message, remedy }) =>
      `${severity} ${cluster ? `${cluster} ` : ''}${subject}: ${message}${remedy ? ` (${remedy})` : ''}`,
  )

export const errors = (result: AgentsRead): string[] => told(result).filter((line) => line.startsWith('error'))
export const warnings = (result: AgentsRead): string[] => told(result).filter((line) => line.startsWith('warning'))
