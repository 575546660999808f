import { CAPACITY_CLASSES, type CapacityClass } from '../../../domain/problem.ts'
import { GPU_MODEL_KEYS } from '../gpu-names.ts'
import { ARCH_KEYS } from '../node-labels.ts'
import type { NodeRequirement, PodTemplate } from '../snapshot.ts'
import type { ClusterKinds, NodeKind, Truth } from './node-kinds.ts'

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
  const truths = cluster.truthsOf(terms)
  const met = cluster.kinds.filter((kind) => truths.get(kind) === 'yes')
  const says = { saysArch: keys.some(isArch), saysGpu: keys.some((key) => GPU_MODEL_KEYS.includes(key)) }
  const asked = `its spec asks for nodes by ${keys.join(', ')}`
  const refused = (isImpossible: boolean, why: string): Reach => ({ ...EVERYWHERE, ...says, refusal: { isImpossible, why } })
  if (met.length === 0) {
    const isImpossible = ![...truths.values()].includes('unsure') && cluster.kinds.length > 0
    return refused(isImpossible, isImpossible ? `${asked}, and no node that the cluster may have is such` : beyond(asked))
  }
  if (standingOn.some((node) => isElsewhere(cluster.kindOf(node), truths))) return refused(false, beyond(asked))
  const types = typesOf(met)
  if (types.size === 0) return refused(false, `${asked}, other machines as spot than on demand`)
  const isEveryType = types.size === new Set(cluster.kinds.map(({ machine }) => machine.instanceType)).size
  return {
    types: isEveryType ? undefined : types,
    capacities: CAPACITY_CLASSES.filter((one) => met.some(({ capacity }) => capacity === one)),
    ...says,
  }
}

const beyond = (asked: string): string => `${asked}, which tell apart nodes of the same machine: a plan knows machines only`

const isArch = (key: string): boolean => (ARCH_KEYS as readonly string[]).includes(key)

/** Node selector and affinity as one: terms of which one must hold, each a list that must hold whole. */
function termsOf({ nodeSelector, nodeAffinity }: PodTemplate): NodeRequirement[][] {
  const selected = Object.entries(nodeSelector).map(([key, value]) => ({ key, operator: 'In', values: [value] }))
  return (nodeAffinity.length === 0 ? [[]] : nodeAffinity).map((term) => [...selected, ...term])
}

const isElsewhere = (kind: NodeKind | undefined, truths: ReadonlyMap<NodeKind, Truth>): boolean =>
  kind !== undefined && truths.get(kind) !== 'yes'

/** The contract knows one list of machines for both ways of buying them: where they differ, those that are in both. */
function typesOf(met: readonly NodeKind[]): Set<string> {
  const bought = new Set(met.map(({ capacity }) => capacity)).size
  const byType = Map.groupBy(met, ({ machine }) => machine.instanceType)
  return new Set([...byType].filter(([, kinds]) => kinds.length === bought).map(([type]) => type))
}
