import type { NodePoolObject } from '../../snapshot.ts'
import { requirementOf } from './affinity.ts'
import { namedObject, type Texts, type WithMetadata } from './metadata.ts'
import { taintsOf, type WireTaint } from './node.ts'
import { type Amounts, limitsOf } from './resources.ts'

/** What v1 and v1beta1 write alike. */
interface NodePool extends WithMetadata {
  readonly spec?: {
    readonly limits?: Amounts | null
    readonly weight?: number | null
    readonly template?: {
      readonly metadata?: { readonly labels?: Texts | null } | null
      readonly spec?: {
        readonly requirements?:
          | readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] | null }[]
          | null
        readonly taints?: readonly WireTaint[] | null
      }
    }
  }
}

export function nodePoolOf(pool: NodePool): NodePoolObject {
  const { limits, weight, template } = pool.spec ?? {}
  return {
    ...namedObject(pool),
    requirements: (template?.spec?.requirements ?? []).map(requirementOf),
    taints: taintsOf(template?.spec?.taints),
    templateLabels: template?.metadata?.labels ?? {},
    limits: limitsOf(limits),
    weight: weight ?? 0,
  }
}
