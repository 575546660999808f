import type { CapacityWorld } from '../../../../src/clusters/kubernetes/capacity/described-cluster.ts'
import type {
  ClusterSnapshot,
  NodeObject,
  NodePoolObject,
  NodeResources,
  OwnerReference,
  PodObject,
} from '../../../../src/clusters/kubernetes/snapshot.ts'
import type { Machine } from '../../../../src/domain/catalogue.ts'
import type { AllocatableOf } from '../../../../src/domain/node-capacity.ts'
import { aCatalogue, aMachine, DUBLIN } from '../../../builders.ts'

type Text = Record<string, string>

const whole: NodeResources = { cpu: 4, memoryGiB: 16, gpu: 0, pods: 58 }

/** A ready m.xlarge in Dublin, bought on demand, that gives all of itself to pods. */
export function aNode(
  part: Partial<Omit<NodeObject, 'labels' | 'allocatable'>> & {
    labels?: Text
    without?: string[]
    allocatable?: Partial<NodeResources>
  } = {},
): NodeObject {
  const { labels, without = [], allocatable, ...rest } = part
  const usual: Text = {
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': 'm.xlarge',
    'topology.kubernetes.io/region': 'eu-west-1',
    'topology.kubernetes.io/zone': 'eu-west-1a',
    'karpenter.sh/capacity-type': 'on-demand',
    ...labels,
  }
  return {
    name: 'node-1',
    namespace: '',
    uid: rest.name ?? 'node-1',
    annotations: {},
    labels: Object.fromEntries(Object.entries(usual).filter(([key]) => !without.includes(key))),
    providerId: 'aws:///eu-west-1a/i-1',
    taints: [],
    isUnschedulable: false,
    isReady: true,
    createdAt: '2026-07-20T00:00:00Z',
    capacity: whole,
    ...rest,
    allocatable: { ...whole, ...allocatable },
  }
}

export const owned = (kind: string, name: string): OwnerReference[] => [{ kind, name, uid: `${kind}/${name}`, isController: true }]

/** A running pod of one vCPU and 4 GiB on node-1 that nobody owns. */
export function aPod(part: Partial<PodObject> = {}): PodObject {
  return {
    name: 'pod',
    namespace: 'default',
    uid: 'pod',
    labels: {},
    annotations: {},
    owners: [],
    node: 'node-1',
    phase: 'Running',
    isReady: true,
    isDeleted: false,
    requests: { cpu: 1, memoryGiB: 4, gpu: 0 },
    restarts: 0,
    ...part,
  }
}

const sized = (cpu: number, memoryGiB: number, gpu = 0) => ({ requests: { cpu, memoryGiB, gpu } })

/** A pod of a DaemonSet. */
export const aDaemon = (node: string, cpu: number, memoryGiB: number): PodObject =>
  aPod({ node, owners: owned('DaemonSet', 'agent'), ...sized(cpu, memoryGiB) })

/** A pod of a Deployment that has not opted in. */
export const aBystander = (node: string, cpu = 1, memoryGiB = 4, gpu = 0): PodObject =>
  aPod({ node, owners: owned('ReplicaSet', 'coredns-1'), ...sized(cpu, memoryGiB, gpu) })

/** A replica of an agent. */
export const aReplica = (node: string, cpu = 1, memoryGiB = 4, agent = 'support'): PodObject =>
  aPod({ node, labels: { agent }, ...sized(cpu, memoryGiB) })

export function aNodePool(part: Partial<NodePoolObject> = {}): NodePoolObject {
  return {
    name: 'default',
    namespace: '',
    uid: 'pool',
    labels: {},
    annotations: {},
    requirements: [],
    taints: [],
    templateLabels: {},
    limits: {},
    weight: 0,
    ...part,
  }
}

export function aSnapshot(part: Partial<ClusterSnapshot> = {}): ClusterSnapshot {
  return {
    cluster: 'dublin',
    version: 'v1.33.1',
    readAt: '2026-07-20T00:00:00Z',
    nodes: [aNode()],
    pods: [],
    deployments: [],
    replicaSets: [],
    daemonSets: [],
    namespaces: [],
    disruptionBudgets: [],
    autoscalers: [],
    scaledObjects: [],
    nodePools: [],
    nodeClaims: [],
    usage: [],
    lists: [],
    findings: [],
    ...part,
  }
}

/** A node that gives all of its machine to pods, less DaemonSets and head-room. */
export const nominal: AllocatableOf = ({ shape, maxPodsPerNode, daemonSets, headroom }) => ({
  cpu: (shape.vcpu - daemonSets.cpu) * (1 - headroom),
  memoryGiB: (shape.memoryGiB - daemonSets.memoryGiB) * (1 - headroom),
  gpu: shape.gpu,
  pods: (maxPodsPerNode ?? shape.maxPods ?? 110) - (daemonSets.pods ?? 0),
})

/** Prices of Dublin, no head-room, and agents by the label `agent`. */
export function aWorld({ machines, ...part }: Partial<CapacityWorld> & { machines?: Machine[] } = {}): CapacityWorld {
  const catalogue = aCatalogue({ machines: machines ?? [aMachine()], regions: [DUBLIN] })
  return { catalogue, allocatable: nominal, headroom: 0, agentOfPod: ({ labels }) => labels.agent, ...part }
}
