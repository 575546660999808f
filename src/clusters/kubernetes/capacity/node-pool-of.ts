import type { NodeObject } from '../snapshot.ts'

/** What a node was started by: who manages it, and what that calls it. */
export interface NodePoolName {
  readonly kind: 'NodePool' | 'node group' | 'node pool' | 'MachineDeployment' | 'MachinePool' | 'MachineSet'
  readonly name: string
}

/**
 * Labels that name a node's pool, the most telling first. Sources: karpenter.sh "Concepts: NodePools"; docs.aws.amazon.com/eks "managed node groups";
 * eksctl.io "nodegroups"; learn.microsoft.com/azure/aks "use labels"; cloud.google.com/kubernetes-engine "node pools"; cluster-api.sigs.k8s.io "labels and annotations".
 */
const POOL_LABELS: readonly (readonly [string, NodePoolName['kind']])[] = [
  ['karpenter.sh/nodepool', 'NodePool'],
  ['eks.amazonaws.com/nodegroup', 'node group'],
  ['alpha.eksctl.io/nodegroup-name', 'node group'],
  ['kubernetes.azure.com/agentpool', 'node pool'],
  ['agentpool', 'node pool'],
  ['cloud.google.com/gke-nodepool', 'node pool'],
  ['topology.cluster.x-k8s.io/deployment-name', 'MachineDeployment'],
  ['cluster.x-k8s.io/deployment-name', 'MachineDeployment'],
  ['cluster.x-k8s.io/pool-name', 'MachinePool'],
]

/** Cluster API writes a node's owner as annotations: https://cluster-api.sigs.k8s.io/reference/api/labels-and-annotations */
const OWNER_KIND = 'cluster.x-k8s.io/owner-kind'
const OWNER_NAME = 'cluster.x-k8s.io/owner-name'

export function nodePoolOf({ labels, annotations }: Pick<NodeObject, 'labels' | 'annotations'>): NodePoolName | undefined {
  for (const [label, kind] of POOL_LABELS) if (labels[label]) return { kind, name: labels[label] }
  const name = annotations[OWNER_NAME]
  if (name === undefined) return undefined
  return annotations[OWNER_KIND] === 'MachinePool' ? { kind: 'MachinePool', name } : { kind: 'MachineSet', name }
}
