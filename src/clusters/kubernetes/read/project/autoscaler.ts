import type { AutoscalerObject, ScaleTarget } from '../../snapshot.ts'
import { ownedObject, type WithMetadata } from './metadata.ts'

interface Autoscaler extends WithMetadata {
  readonly spec?: { readonly scaleTargetRef?: WireTarget; readonly minReplicas?: number | null; readonly maxReplicas?: number }
  readonly status?: { readonly currentReplicas?: number; readonly desiredReplicas?: number }
}

export interface WireTarget {
  readonly kind?: string
  readonly name?: string
}

/** The parts that v1, v2beta2 and v2 write alike. */
export function autoscalerOf(autoscaler: Autoscaler): AutoscalerObject {
  const { spec = {}, status = {} } = autoscaler
  const minReplicas = spec.minReplicas ?? 1
  return {
    ...ownedObject(autoscaler),
    target: targetOf(spec.scaleTargetRef),
    minReplicas,
    maxReplicas: spec.maxReplicas ?? minReplicas,
    currentReplicas: status.currentReplicas ?? 0,
    desiredReplicas: status.desiredReplicas ?? 0,
  }
}

export function targetOf({ kind = 'Deployment', name = '' }: WireTarget = {}): ScaleTarget {
  return { kind, name }
}
