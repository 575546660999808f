import type { FieldManager, NamedObject, ObjectName, OwnedObject } from '../../snapshot.ts'

/** The metadata of any object, as an API server gives it: parts may be absent, and empty lists may be null. */
export interface WithMetadata {
  readonly metadata?: {
    readonly name?: string
    readonly namespace?: string
    readonly uid?: string
    readonly labels?: Texts | null
    readonly annotations?: Texts | null
    readonly generation?: number
    readonly creationTimestamp?: string
    readonly deletionTimestamp?: string
    readonly ownerReferences?: readonly { kind: string; name: string; uid: string; controller?: boolean }[] | null
    readonly managedFields?: readonly WrittenFields[] | null
  }
}

export type Texts = Readonly<Record<string, string>>

interface WrittenFields {
  readonly manager?: string
  readonly operation?: string
  readonly subresource?: string
  readonly time?: string
  readonly fieldsV1?: { readonly 'f:spec'?: { readonly 'f:replicas'?: unknown } }
}

/** A copy of the whole object, values of environment variables included: it is never kept. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

export function objectName({ metadata }: WithMetadata): ObjectName {
  return { name: metadata?.name ?? '', namespace: metadata?.namespace ?? '' }
}

export function namedObject(object: WithMetadata): NamedObject {
  const { uid = '', labels, annotations } = object.metadata ?? {}
  return { ...objectName(object), uid, labels: labels ?? {}, annotations: withoutLastApplied(annotations) }
}

export function ownedObject(object: WithMetadata): OwnedObject {
  const owners = object.metadata?.ownerReferences ?? []
  return {
    ...namedObject(object),
    owners: owners.map(({ kind, name, uid, controller = false }) => ({ kind, name, uid, isController: controller })),
  }
}

export function fieldManagers({ metadata }: WithMetadata): FieldManager[] {
  return (metadata?.managedFields ?? []).map(({ manager = '', operation = '', subresource = '', time, fieldsV1 }) => ({
    ...{ manager, operation, subresource },
    ...(time === undefined ? {} : { time }),
    ownsReplicas: fieldsV1?.['f:spec']?.['f:replicas'] !== undefined,
  }))
}

export function withoutLastApplied(annotations: Texts | null | undefined): Texts {
  if (!annotations) return {}
  if (!(LAST_APPLIED in annotations)) return annotations
  const { [LAST_APPLIED]: _, ...kept } = annotations
  return kept
}
