import { nearestName } from '../../../domain/nearest-name.ts'
import type { NamedObject } from '../snapshot.ts'
import type { AgentsConfig } from './agents-config.ts'
import { POLICIES_ANNOTATION, POLICY_KEY } from './ballast-keys.ts'
import type { OptedIn } from './opted-in.ts'

type Labelled = Pick<NamedObject, 'labels' | 'annotations'>

/** Names of the policies of one Deployment: its own, else its Namespace's, else the configuration's for that namespace. */
export function policyNames({ deployment, site }: OptedIn, { policies, defaultPolicies }: AgentsConfig): string[] {
  const known = Object.keys(policies)
  const own = namesOn(deployment, known)
  if (own.length > 0) return own
  const namespace = site.inNamespace(deployment.namespace).itself
  const ofNamespace = namespace ? namesOn(namespace, known) : []
  if (ofNamespace.length > 0) return ofNamespace
  return Object.hasOwn(defaultPolicies, deployment.namespace) ? [defaultPolicies[deployment.namespace]!].flat() : []
}

function namesOn({ labels, annotations }: Labelled, known: readonly string[]): string[] {
  const listed = [annotations[POLICY_KEY], annotations[POLICIES_ANNOTATION]].flatMap((list) => list?.split(',') ?? [])
  const names = [...fromLabel(labels[POLICY_KEY] ?? '', known), ...listed.map((name) => name.trim())]
  return [...new Set(names.filter((name) => name !== ''))]
}

/** A label's value may hold no comma, so that a dot joins names there; a name that has a dot itself is found whole first. */
function fromLabel(value: string, known: readonly string[]): string[] {
  if (known.includes(value)) return [value]
  const parts = value.split('.')
  const isOneName = !parts.some((part) => known.includes(part)) && nearestName(value, known) !== undefined
  return isOneName ? [value] : parts
}
