import { firstLabel, INSTANCE_TYPE_KEYS, OS_KEYS } from '../node-labels.ts'
import type { NodeObject } from '../snapshot.ts'

/**
 * Why a node is none that agents could stand on, whatever it costs; undefined where they could. Sources: virtual-kubelet.io "node labels";
 * docs.aws.amazon.com/eks "Fargate" and "hybrid nodes" for eks.amazonaws.com/compute-type; kubernetes.io "well-known labels" for the control plane.
 */
export function whyLeftOut(node: NodeObject): string | undefined {
  const { labels, providerId } = node
  const os = firstLabel(labels, OS_KEYS)
  const compute = labels['eks.amazonaws.com/compute-type']
  if (os !== undefined && os !== 'linux') return `it runs ${os}`
  if (isVirtual(node)) return 'it is virtual: its pods are billed one by one'
  if (compute === 'fargate' || /\/fargate-[^/]*$/.test(providerId)) return 'it is of Fargate: its pods are billed one by one'
  if (compute === 'hybrid' || providerId.startsWith('eks-hybrid:')) return 'it is no machine of the cloud'
  if (isControlPlane(node)) return 'it is of the control plane'
  if (firstLabel(labels, INSTANCE_TYPE_KEYS) === undefined) return 'no label says of which machine type it is'
  return undefined
}

const isVirtual = ({ labels, taints }: NodeObject): boolean =>
  labels.type === 'virtual-kubelet' ||
  labels['kubernetes.io/role'] === 'virtual-kubelet' ||
  taints.some(({ key }) => key.startsWith('virtual-kubelet.io/'))

/** Where its taint was taken away, the control plane's machine is used as any other. */
const isControlPlane = ({ labels, taints }: NodeObject): boolean =>
  ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'].some((role) => role in labels) &&
  taints.some(({ key, effect }) => /^node-role\.kubernetes\.io\/(control-plane|master)$/.test(key) && effect !== 'PreferNoSchedule')
