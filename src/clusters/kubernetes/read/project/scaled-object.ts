import type { ScaledObject } from '../../snapshot.ts'
import { targetOf, type WireTarget } from './autoscaler.ts'
import { namedObject, type Texts, type WithMetadata } from './metadata.ts'

interface KedaObject extends WithMetadata {
  readonly spec?: {
    readonly scaleTargetRef?: WireTarget
    readonly minReplicaCount?: number | null
    readonly maxReplicaCount?: number | null
    readonly idleReplicaCount?: number | null
  }
}

/** KEDA's own defaults. Source: ScaledObject specification, keda.sh. */
const LEAST_REPLICAS = 0
const MOST_REPLICAS = 100

export function scaledObjectOf(object: KedaObject): ScaledObject {
  const { scaleTargetRef, minReplicaCount, maxReplicaCount, idleReplicaCount } = object.spec ?? {}
  const named = namedObject(object)
  return {
    ...named,
    target: targetOf(scaleTargetRef),
    minReplicas: minReplicaCount ?? LEAST_REPLICAS,
    maxReplicas: maxReplicaCount ?? MOST_REPLICAS,
    ...(idleReplicaCount == null ? {} : { idleReplicas: idleReplicaCount }),
    isPaused: isPaused(named.annotations),
  }
}

/** Every value but a false one pauses, as KEDA reads it. */
function isPaused(annotations: Texts): boolean {
  const paused = annotations['autoscaling.keda.sh/paused']
  const isFalse = paused !== undefined && ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(paused)
  return annotations['autoscaling.keda.sh/paused-replicas'] !== undefined || (paused !== undefined && !isFalse)
}
