import { delimiter, isAbsolute, join } from 'node:path'
import type { DescribedConnection } from '../clusters/kubernetes/read/described-connection.ts'
import type { ConfiguredCluster, ConfiguredFleet } from './schema.ts'

/** Where Cluster API keeps a kubeconfig within its Secret. */
const USUAL_KEY = 'value'

/** How each cluster is reached: by the context of its own name where nothing else is said. Files are relative to the configuration's folder. */
export function describedConnections({ clusters }: ConfiguredFleet, folder: string): DescribedConnection[] {
  return clusters.map((cluster) => ({ id: cluster.id, ...wayTo(cluster, folder) }))
}

function wayTo(
  { id, context, kubeconfig, inCluster, kubeconfigSecret }: ConfiguredCluster,
  folder: string,
): Omit<DescribedConnection, 'id'> {
  if (inCluster) return { inCluster }
  const named = context === undefined ? {} : { context }
  if (kubeconfigSecret) return { ...named, kubeconfigSecret: { key: USUAL_KEY, ...kubeconfigSecret } }
  return { context: context ?? id, ...(kubeconfig === undefined ? {} : { kubeconfig: fromFolder(kubeconfig, folder) }) }
}

const fromFolder = (files: string, folder: string): string =>
  files
    .split(delimiter)
    .map((file) => (isAbsolute(file) ? file : join(folder, file)))
    .join(delimiter)
