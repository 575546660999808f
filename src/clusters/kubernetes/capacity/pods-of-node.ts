import type { PodObject } from '../snapshot.ts'
import type { AgentOfPod } from './described-cluster.ts'

/** Pods that stand on a node, by whose they are. */
export interface PodsOfNode {
  readonly agents: readonly { readonly agent: string; readonly pod: PodObject }[]
  /** Of DaemonSets and of the node itself: every such node bears them. */
  readonly ofNode: readonly PodObject[]
  readonly bystanders: readonly PodObject[]
}

/** Pods that have ended, or are ending, stand nowhere. */
export const stands = ({ phase, isDeleted }: PodObject): boolean => phase !== 'Succeeded' && phase !== 'Failed' && !isDeleted

/** Static pods bear this, and the node as their owner: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-config-mirror */
const MIRROR = 'kubernetes.io/config.mirror'

const isOfNode = ({ owners, annotations }: PodObject): boolean =>
  MIRROR in annotations || owners.some(({ kind, isController }) => kind === 'Node' || (kind === 'DaemonSet' && isController))

export function podsOfNode(pods: readonly PodObject[], agentOfPod: AgentOfPod): PodsOfNode {
  const sorted = { agents: [] as { agent: string; pod: PodObject }[], ofNode: [] as PodObject[], bystanders: [] as PodObject[] }
  for (const pod of pods) {
    if (!stands(pod)) continue
    const agent = agentOfPod(pod)
    if (agent !== undefined) sorted.agents.push({ agent, pod })
    else if (isOfNode(pod)) sorted.ofNode.push(pod)
    else sorted.bystanders.push(pod)
  }
  return sorted
}
