import type { Replicas } from '../../../domain/units.ts'
import type { ClusterSnapshot, OwnerReference, PodObject } from '../snapshot.ts'
import type { StandingNode } from './standing-nodes.ts'
import { type NodeUse, tidy, useOf } from './use-of-node.ts'

/** Who stands on the nodes and is no agent, for people: a plan knows only what all of them take of a node. */
export interface BystanderWorkload {
  readonly namespace: string
  /** `Deployment`, `StatefulSet`, `Job`, …; `Pod` for one that nobody controls. */
  readonly kind: string
  readonly name: string
  readonly pods: Replicas
  /** Of all its pods together. */
  readonly requests: Omit<NodeUse, 'pods'>
}

/** By what controls the pods: a ReplicaSet's Deployment rather than the ReplicaSet; the largest first. */
export function bystanderWorkloads({ replicaSets }: ClusterSnapshot, nodes: readonly StandingNode[]): BystanderWorkload[] {
  const owners = new Map(replicaSets.map((set) => [set.uid, set.owners.find(isController)]))
  const pods = nodes.flatMap(({ bystanders }) => bystanders)
  const workloads = Map.groupBy(pods, (pod) => JSON.stringify([pod.namespace, ...controllerOf(pod, owners)]))
  return [...workloads].map(([key, own]) => workloadOf(key, own)).sort(bySize)
}

const isController = ({ isController }: OwnerReference): boolean => isController

function controllerOf(pod: PodObject, owners: ReadonlyMap<string, OwnerReference | undefined>): [string, string] {
  const owner = pod.owners.find(isController)
  const controller = (owner && owners.get(owner.uid)) ?? owner
  return controller ? [controller.kind, controller.name] : ['Pod', pod.name]
}

function workloadOf(key: string, pods: readonly PodObject[]): BystanderWorkload {
  const [namespace, kind, name] = JSON.parse(key) as [string, string, string]
  const { cpu, memoryGiB, gpu } = useOf(pods)
  return { namespace, kind, name, pods: pods.length, requests: { cpu: tidy(cpu), memoryGiB: tidy(memoryGiB), gpu } }
}

const bySize = (one: BystanderWorkload, other: BystanderWorkload): number =>
  other.requests.cpu - one.requests.cpu || (`${one.namespace}/${one.name}` < `${other.namespace}/${other.name}` ? -1 : 1)
