import type { AutoscalerObject, ClusterSnapshot, DeploymentObject, DisruptionBudgetObject, NamedObject, ScaledObject } from '../snapshot.ts'
import type { ClusterFacts } from './agents-config.ts'
import { type ClusterTaints, clusterTaints } from './cluster-taints.ts'
import { type ClusterKinds, clusterKinds } from './node-kinds.ts'

/** One cluster as its Deployments are read against it: what is looked up often is found once. */
export interface ClusterSite {
  readonly snapshot: ClusterSnapshot
  readonly facts: ClusterFacts
  readonly kinds: ClusterKinds
  readonly taints: ClusterTaints
  inNamespace(namespace: string): NamespaceObjects
}

export interface NamespaceObjects {
  readonly itself: NamedObject | undefined
  readonly deployments: readonly DeploymentObject[]
  readonly autoscalers: readonly AutoscalerObject[]
  readonly scaledObjects: readonly ScaledObject[]
  readonly disruptionBudgets: readonly DisruptionBudgetObject[]
}

export function clusterSite(snapshot: ClusterSnapshot, facts: ClusterFacts): ClusterSite {
  const itself = new Map(snapshot.namespaces.map((namespace) => [namespace.name, namespace]))
  const deployments = byNamespace(snapshot.deployments)
  const autoscalers = byNamespace(snapshot.autoscalers)
  const scaledObjects = byNamespace(snapshot.scaledObjects)
  const disruptionBudgets = byNamespace(snapshot.disruptionBudgets)
  return {
    snapshot,
    facts,
    kinds: clusterKinds(snapshot, facts),
    taints: clusterTaints(snapshot, facts.provider),
    inNamespace: (namespace) => ({
      itself: itself.get(namespace),
      deployments: deployments(namespace),
      autoscalers: autoscalers(namespace),
      scaledObjects: scaledObjects(namespace),
      disruptionBudgets: disruptionBudgets(namespace),
    }),
  }
}

function byNamespace<Kind extends NamedObject>(objects: readonly Kind[]): (namespace: string) => readonly Kind[] {
  const groups = Map.groupBy(objects, ({ namespace }) => namespace)
  return (namespace) => groups.get(namespace) ?? []
}
