import type { InputIssue } from '../domain/input-error.ts'
import { twice, unknownName } from '../domain/parse-problem.ts'
import { type Draft, items } from '../fleet-file/draft.ts'
import type { ConfiguredCluster, ConfiguredFleet } from './schema.ts'

/** How clusters are reached, where that cannot be: in two ways at once, or by another cluster that is not there. */
export function senseOfConnections(draft: Draft<ConfiguredFleet>): InputIssue[] {
  const clusters = items(draft.clusters, 'clusters')
  const ids = clusters.flatMap(({ item }) => item.id ?? [])
  const own = clusters.filter(({ item }) => item.inCluster === true)
  return [
    ...twice('clusters', ids),
    ...clusters.flatMap(({ item, path }) => [...waysIssues(item, path), ...hostIssues(item, path, ids)]),
    ...own.slice(1).map(({ path }) => ({
      path: `${path}.inCluster`,
      message: `Ballast runs in one cluster at most, and ${own[0]!.item.id ?? 'another'} is said to be it`,
      remedy: 'reach this one by a context or a kubeconfigSecret',
    })),
  ]
}

function waysIssues(cluster: Draft<ConfiguredCluster>, path: string): InputIssue[] {
  const { inCluster, kubeconfigSecret, kubeconfig, context } = cluster
  const byFile = kubeconfig === undefined ? [] : ['kubeconfig']
  if (inCluster === true) {
    const others = [
      ...(context === undefined ? [] : ['context']),
      ...byFile,
      ...(kubeconfigSecret === undefined ? [] : ['kubeconfigSecret']),
    ]
    return others.map((key) => conflict(path, 'inCluster', key))
  }
  return kubeconfigSecret === undefined ? [] : byFile.map((key) => conflict(path, 'kubeconfigSecret', key))
}

const conflict = (path: string, one: string, other: string): InputIssue => ({
  path: `${path}.${other}`,
  message: `stands beside ${one}, and a cluster is reached in one way`,
  remedy: 'keep the one that is meant',
})

function hostIssues({ kubeconfigSecret, id }: Draft<ConfiguredCluster>, path: string, ids: readonly string[]): InputIssue[] {
  const host = kubeconfigSecret?.cluster
  if (host === undefined) return []
  const at = `${path}.kubeconfigSecret.cluster`
  if (host === id) return [{ path: at, message: 'names the cluster itself', remedy: 'name the cluster that keeps the Secret' }]
  return unknownName(at, host, ids, 'cluster')
}
