import { InputError, type InputIssue } from '../../../domain/input-error.ts'
import { didYouMean } from '../../../domain/nearest-name.ts'
import { type Connection, connect } from './connection.ts'
import type { DescribedConnection, Surroundings } from './described-connection.ts'

/**
 * A connection to each cluster, in their order and without any call; those whose kubeconfig lies in a Secret reach it through the cluster
 * that they name. Throws InputError with every mistake, each at `clusters[i]`.
 */
export function connectAll(described: readonly DescribedConnection[], surroundings: Surroundings): Connection[] {
  const connections = new Map<string, Connection>()
  const issues: InputIssue[] = []
  for (const one of hostsFirst(described, issues)) {
    const path = `clusters[${described.indexOf(one)}]`
    try {
      connections.set(one.id, connect(one, surroundings, connections))
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      issues.push(...error.issues.map((issue) => ({ ...issue, path, message: `${error.source}: ${issue.message}` })))
    }
  }
  if (issues.length > 0) throw new InputError('clusters', issues)
  return described.map(({ id }) => connections.get(id)!)
}

/** Each after the cluster that keeps its kubeconfig; those that wait for each other, or for one that is not there, are mistakes. */
function hostsFirst(described: readonly DescribedConnection[], issues: InputIssue[]): DescribedConnection[] {
  const ordered: DescribedConnection[] = []
  const placed = new Set<string>()
  let waiting = described
  for (let before = -1; waiting.length !== before; ) {
    before = waiting.length
    const ready = waiting.filter(({ kubeconfigSecret }) => !kubeconfigSecret || placed.has(kubeconfigSecret.cluster))
    for (const one of ready) placed.add(one.id)
    ordered.push(...ready)
    waiting = waiting.filter((one) => !ready.includes(one))
  }
  issues.push(...waiting.map((one) => withoutHost(one, described)))
  return ordered
}

function withoutHost({ id, kubeconfigSecret }: DescribedConnection, described: readonly DescribedConnection[]): InputIssue {
  const path = `clusters[${described.findIndex((one) => one.id === id)}].kubeconfigSecret.cluster`
  const host = kubeconfigSecret?.cluster ?? ''
  const names = described.map((one) => one.id)
  return names.includes(host)
    ? {
        path,
        message: `the kubeconfig of ${id} lies in a cluster that is reached only through it`,
        remedy: 'reach one of them by a context',
      }
    : { path, message: `there is no cluster "${host}"`, remedy: didYouMean(host, names) }
}
