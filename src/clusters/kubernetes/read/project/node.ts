import type { NodeObject, Taint } from '../../snapshot.ts'
import { namedObject, type WithMetadata } from './metadata.ts'
import { type Amounts, nodeResources } from './resources.ts'

interface Node extends WithMetadata {
  readonly spec?: { readonly providerID?: string; readonly taints?: readonly WireTaint[] | null; readonly unschedulable?: boolean }
  readonly status?: {
    readonly capacity?: Amounts | null
    readonly allocatable?: Amounts | null
    readonly conditions?: readonly { readonly type: string; readonly status: string }[] | null
  }
}

export interface WireTaint {
  readonly key: string
  readonly value?: string
  readonly effect?: string
}

export function nodeOf(node: Node): NodeObject {
  const { spec = {}, status = {} } = node
  return {
    ...namedObject(node),
    providerId: spec.providerID ?? '',
    taints: taintsOf(spec.taints),
    isUnschedulable: spec.unschedulable ?? false,
    isReady: isTrue(status.conditions, 'Ready'),
    createdAt: node.metadata?.creationTimestamp ?? '',
    capacity: nodeResources(status.capacity),
    allocatable: nodeResources(status.allocatable ?? status.capacity),
  }
}

export function taintsOf(taints: readonly WireTaint[] | null | undefined): Taint[] {
  return (taints ?? []).map(({ key, value = '', effect = '' }) => ({ key, value, effect }))
}

export function isTrue(
  conditions: readonly { readonly type: string; readonly status: string }[] | null | undefined,
  type: string,
): boolean {
  return (conditions ?? []).some((condition) => condition.type === type && condition.status === 'True')
}
