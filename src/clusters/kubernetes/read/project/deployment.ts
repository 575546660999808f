import type { DeploymentObject } from '../../snapshot.ts'
import { type LabelSelector, plainSelector } from './label-selector.ts'
import { fieldManagers, ownedObject, type WithMetadata } from './metadata.ts'
import { podTemplateOf, type Template } from './pod-template.ts'

interface Deployment extends WithMetadata {
  readonly spec?: {
    readonly replicas?: number | null
    readonly paused?: boolean
    readonly selector?: LabelSelector
    readonly template?: Template
  }
  readonly status?: { readonly observedGeneration?: number; readonly readyReplicas?: number }
}

export function deploymentOf(deployment: Deployment): DeploymentObject {
  const { spec = {}, status = {} } = deployment
  const named = ownedObject(deployment)
  return {
    ...named,
    generation: deployment.metadata?.generation ?? 0,
    observedGeneration: status.observedGeneration ?? 0,
    replicas: spec.replicas ?? 1,
    readyReplicas: status.readyReplicas ?? 0,
    isPaused: spec.paused ?? false,
    ...plainSelector(spec.selector),
    template: podTemplateOf(spec.template ?? {}, named.namespace),
    managers: fieldManagers(deployment),
  }
}
