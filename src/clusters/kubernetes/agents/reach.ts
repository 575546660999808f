import { CAPACITY_CLASSES, type CapacityClass } from '../../../domain/problem.ts'
import { GPU_MODEL_KEYS } from '../gpu-names.ts'
import { ARCH_KEYS } from '../node-labels.ts'
import type { NodeRequirement, PodTemplate } from '../snapshot.ts'
import type { ClusterKinds } from './node-kinds.ts'

/** Which nodes of its cluster a Deployment's pods may stand on, by what its spec says of nodes. */
export interface Reach {
  /** Machine types; undefined: all of them. */
  readonly types: ReadonlySet<string> | undefined
  /** More than one: nothing decides between them. */
  readonly capacities: readonly CapacityClass[]
  readonly saysArch: boolean
  readonly saysGpu: boolean
  /** Set where none can be said to be right: what of its rules the contract has no words for, or no node can meet. */
  readonly refusal?: { readonly isImpossible: boolean; readonly why: string }
}

const EVERYWHERE: Reach = { types: undefined, capacities: CAPACITY_CLASSES, saysArch: false, saysGpu: false }

/**
 * Kind by kind of node: those of which every node meets the node selector and the required node affinity. A kind of which some nodes do
 * and others do not is left out, for a plan could not say which; pods that stand on such a one cannot be planned.
 */
export function reachOf(template: PodTemplate, standingOn: readonly string[], cluster: ClusterKinds): Reach {
  const terms = termsOf(template)
  const keys = [...new Set(terms.flat().map(({ key }) => key))]
  if (keys.length === 0) return EVERYWHERE
  const { kinds, types, capacities, isUnsure } = cluster.meeting(terms)
  const says = { saysArch: keys.some(isArch), saysGpu: keys.some((key) => GPU_MODEL_KEYS.includes(key)) }
  const asked = `its spec asks for nodes by ${keys.join(', ')}`
  const refused = (isImpossible: boolean, why: string): Reach => ({ ...EVERYWHERE, ...says, refusal: { isImpossible, why } })
  if (kinds.size === 0 && !isUnsure && cluster.machines.length > 0)
    return refused(true, `${asked}, and no node that the cluster may have is such`)
  const isElsewhere = standingOn.map(cluster.kindOf).some((kind) => kind !== undefined && !kinds.has(kind))
  if (kinds.size === 0 || isElsewhere)
    return refused(false, `${asked}, which tell apart nodes of the same machine: a plan knows machines only`)
  if (types.size === 0) return refused(false, `${asked}, other machines as spot than on demand`)
  return { types: types.size === cluster.machines.length ? undefined : types, capacities, ...says }
}

const isArch = (key: string): boolean => (ARCH_KEYS as readonly string[]).includes(key)

/** Node selector and affinity as one: terms of which one must hold, each a list that must hold whole. */
function termsOf({ nodeSelector, nodeAffinity }: PodTemplate): NodeRequirement[][] {
  const selected = Object.entries(nodeSelector).map(([key, value]) => ({ key, operator: 'In', values: [value] }))
  return (nodeAffinity.length === 0 ? [[]] : nodeAffinity).map((term) => [...selected, ...term])
}
