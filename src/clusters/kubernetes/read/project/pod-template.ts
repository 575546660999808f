import { numberOf } from '../../../../domain/quantity.ts'
import type { PodTemplate, Toleration } from '../../snapshot.ts'
import { type Affinity, affinityOf } from './affinity.ts'
import { type LabelSelector, selectorText, selects } from './label-selector.ts'
import { type Texts, withoutLastApplied } from './metadata.ts'
import { podLimits, podRequests, type RequestingPod, saysItsNeed } from './pod-requests.ts'
import { gibOfBytes, podResources } from './resources.ts'
import { boundVolumes, type Volume } from './volumes.ts'

export interface Template {
  readonly metadata?: { readonly labels?: Texts | null; readonly annotations?: Texts | null } | null
  readonly spec?: PodSpec
}

export interface PodSpec extends RequestingPod {
  readonly nodeName?: string
  readonly nodeSelector?: Texts | null
  readonly affinity?: Affinity | null
  readonly tolerations?: readonly Toleration[] | null
  readonly topologySpreadConstraints?: readonly SpreadConstraint[] | null
  readonly volumes?: readonly Volume[] | null
  readonly resourceClaims?: readonly { readonly name: string }[] | null
  readonly runtimeClassName?: string
  readonly priorityClassName?: string
  readonly schedulerName?: string
}

interface SpreadConstraint {
  readonly topologyKey: string
  readonly maxSkew: number
  readonly whenUnsatisfiable: string
  readonly labelSelector?: LabelSelector | null
}

export function podTemplateOf({ metadata, spec = {} }: Template, namespace: string): PodTemplate {
  const labels = metadata?.labels ?? {}
  const { otherAffinity, ...affinity } = affinityOf(spec.affinity, labels, namespace)
  const { ofItself, ofOthers } = spreadOf(spec.topologySpreadConstraints, labels)
  return {
    labels,
    annotations: withoutLastApplied(metadata?.annotations),
    requests: podResources(podRequests(spec)),
    hasRequests: { cpu: saysItsNeed(spec, 'cpu'), memory: saysItsNeed(spec, 'memory') },
    limits: limitsOf(spec),
    nodeSelector: { ...spec.nodeSelector, ...(spec.nodeName ? { 'kubernetes.io/hostname': spec.nodeName } : {}) },
    ...affinity,
    otherAffinity: [...otherAffinity, ...ofOthers, ...(spec.resourceClaims ?? []).map(({ name }) => `device claim ${name}`)],
    tolerations: (spec.tolerations ?? []).map(tolerationOf),
    topologySpread: ofItself.map(({ topologyKey, maxSkew, whenUnsatisfiable }) => ({ topologyKey, maxSkew, whenUnsatisfiable })),
    boundVolumes: boundVolumes(spec.volumes),
    ...(spec.runtimeClassName ? { runtimeClass: spec.runtimeClassName } : {}),
    ...(spec.priorityClassName ? { priorityClass: spec.priorityClassName } : {}),
    ...(spec.schedulerName ? { schedulerName: spec.schedulerName } : {}),
  }
}

function limitsOf(spec: PodSpec): PodTemplate['limits'] {
  const limits = podLimits(spec)
  const [cpu, memory] = [limits.get('cpu'), limits.get('memory')]
  return { ...(cpu ? { cpu: numberOf(cpu) } : {}), ...(memory ? { memoryGiB: gibOfBytes(memory) } : {}) }
}

/** Without the seconds: how long a pod stays on a node that got a taint is no matter of where it may start. */
function tolerationOf({ key, operator, value, effect }: Toleration): Toleration {
  return {
    ...(key ? { key } : {}),
    ...(operator ? { operator } : {}),
    ...(value ? { value } : {}),
    ...(effect ? { effect } : {}),
  }
}

function spreadOf(constraints: PodSpec['topologySpreadConstraints'], labels: Texts): { ofItself: SpreadConstraint[]; ofOthers: string[] } {
  const all = constraints ?? []
  const isOfItself = ({ labelSelector }: SpreadConstraint): boolean => selects(labelSelector, labels)
  const others = all.filter((constraint) => !isOfItself(constraint) && constraint.whenUnsatisfiable === 'DoNotSchedule')
  return {
    ofItself: all.filter(isOfItself),
    ofOthers: others.map(({ labelSelector, topologyKey }) => `spread over pods with ${selectorText(labelSelector)} by ${topologyKey}`),
  }
}
