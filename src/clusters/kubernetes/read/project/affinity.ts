import type { NodeRequirement, PodTemplate } from '../../snapshot.ts'
import { type LabelSelector, selectorText, selects } from './label-selector.ts'
import type { Texts } from './metadata.ts'

export interface Affinity {
  readonly nodeAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms?: readonly Term[] | null } | null
  } | null
  readonly podAffinity?: Required | null
  readonly podAntiAffinity?: Required | null
}

interface Required {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodTerm[] | null
}

interface Term {
  readonly matchExpressions?: readonly Expression[] | null
  /** Of the node itself: its name is the only one that there is. */
  readonly matchFields?: readonly Expression[] | null
}

interface Expression {
  readonly key: string
  readonly operator: string
  readonly values?: readonly string[] | null
}

interface PodTerm {
  readonly labelSelector?: LabelSelector | null
  readonly topologyKey?: string
  readonly namespaces?: readonly string[] | null
  readonly namespaceSelector?: unknown
}

/** What a pod requires of its node and of its neighbours; preferences are the scheduler's own affair. */
export function affinityOf(
  affinity: Affinity | null | undefined,
  labels: Texts,
  namespace: string,
): Pick<PodTemplate, 'nodeAffinity' | 'apartBy' | 'otherAffinity'> {
  const node = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  const terms = (node?.nodeSelectorTerms ?? []).map(requirementsOf).filter(({ length }) => length > 0)
  const apart = affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
  const together = affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
  const isFromItself = (term: PodTerm): boolean => meansOnly(term, namespace) && selects(term.labelSelector, labels)
  return {
    nodeAffinity: terms,
    apartBy: [...new Set(apart.filter(isFromItself).map(({ topologyKey = '' }) => topologyKey))],
    otherAffinity: [
      ...(node && terms.length === 0 ? ['node affinity whose terms are empty, which no node meets'] : []),
      ...apart.filter((term) => !isFromItself(term)).map((term) => `apart from pods with ${podTermText(term)}`),
      ...together.map((term) => `together with pods with ${podTermText(term)}`),
    ],
  }
}

/** A term that is empty selects no node, and so adds nothing to those beside it. */
function requirementsOf({ matchExpressions, matchFields }: Term): NodeRequirement[] {
  return [...(matchExpressions ?? []), ...(matchFields ?? [])].map(requirementOf)
}

export function requirementOf({ key, operator, values }: Expression): NodeRequirement {
  return { key, operator, values: values ?? [] }
}

const meansOnly = ({ namespaces, namespaceSelector }: PodTerm, namespace: string): boolean =>
  !namespaceSelector && (namespaces ?? []).every((one) => one === namespace)

function podTermText({ labelSelector, topologyKey, namespaces, namespaceSelector }: PodTerm): string {
  const where = namespaceSelector ? ' of selected namespaces' : namespaces?.length ? ` of ${namespaces.join(', ')}` : ''
  return `${selectorText(labelSelector)}${where} by ${topologyKey}`
}
