import type { ClusterSnapshot } from '../snapshot.ts'
import { autoscalerOf } from './project/autoscaler.ts'
import { deploymentOf } from './project/deployment.ts'
import { disruptionBudgetOf } from './project/disruption-budget.ts'
import { namedObject, objectName, ownedObject } from './project/metadata.ts'
import { nodeOf } from './project/node.ts'
import { nodePoolOf } from './project/node-pool.ts'
import { podOf } from './project/pod.ts'
import { scaledObjectOf } from './project/scaled-object.ts'
import { usageOf } from './project/usage.ts'

/** One list that a snapshot is made of. */
export interface ListToRead<Kept> {
  /** '' for the core group. */
  readonly group: string
  /** Those that Ballast understands, the best first; the first that is served is read. */
  readonly versions: readonly string[]
  readonly resource: string
  /** True where nothing can be said of a cluster without it. */
  readonly isIndispensable?: true
  /** True where the metadata of the objects is all that is kept, so that servers need send no more. */
  readonly isMetadataEnough?: true
  /** True where another server stands behind the API server, and may be slow or gone while that is well. */
  readonly isAggregated?: true
  /** What is not known without it. */
  readonly otherwise: string
  /** What is kept of an object as its version gives it; undefined: nothing. */
  readonly keep: (object: never, groupVersion: string) => Kept | undefined
}

export type ListName = {
  [Key in keyof ClusterSnapshot]-?: ClusterSnapshot[Key] extends readonly { readonly name: string; readonly namespace: string }[]
    ? Key
    : never
}[keyof ClusterSnapshot]

type ListsToRead = { readonly [Name in ListName]: ListToRead<ClusterSnapshot[Name][number]> }

/** All that is read of a cluster, in the order in which it is begun. */
export const LISTS: ListsToRead = {
  pods: {
    ...{ group: '', versions: ['v1'], resource: 'pods', isIndispensable: true, keep: podOf },
    otherwise: 'what stands on its nodes is not known',
  },
  nodes: {
    ...{ group: '', versions: ['v1'], resource: 'nodes', isIndispensable: true, keep: nodeOf },
    otherwise: 'its machines are not known',
  },
  deployments: {
    ...{ group: 'apps', versions: ['v1'], resource: 'deployments', isIndispensable: true, keep: deploymentOf },
    otherwise: 'its agents are not known',
  },
  replicaSets: {
    ...{ group: 'apps', versions: ['v1'], resource: 'replicasets', isIndispensable: true, isMetadataEnough: true, keep: ownedObject },
    otherwise: 'which pods belong to which Deployment is not known',
  },
  daemonSets: {
    ...{ group: 'apps', versions: ['v1'], resource: 'daemonsets', isMetadataEnough: true, keep: objectName },
    otherwise: 'what every new node runs is not known',
  },
  namespaces: {
    ...{ group: '', versions: ['v1'], resource: 'namespaces', isMetadataEnough: true, keep: namedObject },
    otherwise: 'policies by namespace are not known',
  },
  disruptionBudgets: {
    ...{ group: 'policy', versions: ['v1', 'v1beta1'], resource: 'poddisruptionbudgets', keep: disruptionBudgetOf },
    otherwise: 'how many replicas may be away at once is not known',
  },
  autoscalers: {
    ...{ group: 'autoscaling', versions: ['v2', 'v2beta2', 'v1'], resource: 'horizontalpodautoscalers', keep: autoscalerOf },
    otherwise: 'which replicas an autoscaler owns is not known',
  },
  scaledObjects: {
    ...{ group: 'keda.sh', versions: ['v1alpha1'], resource: 'scaledobjects', keep: scaledObjectOf },
    otherwise: 'which replicas KEDA owns is not known',
  },
  nodePools: {
    ...{ group: 'karpenter.sh', versions: ['v1', 'v1beta1'], resource: 'nodepools', keep: nodePoolOf },
    otherwise: 'what Karpenter may start is not known',
  },
  nodeClaims: {
    ...{ group: 'karpenter.sh', versions: ['v1', 'v1beta1'], resource: 'nodeclaims', isMetadataEnough: true, keep: namedObject },
    otherwise: 'which nodes Karpenter has started is not known',
  },
  usage: {
    ...{ group: 'metrics.k8s.io', versions: ['v1beta1', 'v1'], resource: 'pods', isAggregated: true, keep: usageOf },
    otherwise: 'what its pods use now is not known',
  },
}

export const LIST_NAMES = Object.keys(LISTS) as readonly ListName[]

/** As a ClusterRole names it, with its group where the name alone is another's. */
export function resourceName({ group, resource }: Pick<ListToRead<unknown>, 'group' | 'resource'>): string {
  return group === 'metrics.k8s.io' ? `${resource}.${group}` : resource
}

export const groupVersionOf = (group: string, version: string): string => (group === '' ? version : `${group}/${version}`)

/** Where a list stands: `/api/v1/pods`, `/apis/policy/v1/poddisruptionbudgets`. */
export const listPath = (groupVersion: string, resource: string): string =>
  `/${groupVersion.includes('/') ? 'apis' : 'api'}/${groupVersion}/${resource}`
