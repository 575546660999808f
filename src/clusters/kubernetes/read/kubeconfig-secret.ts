import { InputError } from '../../../domain/input-error.ts'
import { ClusterError } from './cluster-error.ts'
import type { Connection } from './connection.ts'
import type { DescribedConnection } from './described-connection.ts'
import { type Kubeconfig, kubeconfigOfText } from './kubeconfig-files.ts'

/** The kubeconfig that a Secret of another cluster holds. Throws ClusterError where it cannot be read or used. */
export async function kubeconfigInSecret(
  host: Connection,
  { cluster, namespace, name, key }: NonNullable<DescribedConnection['kubeconfigSecret']>,
  signal: AbortSignal,
): Promise<Kubeconfig> {
  const subject = `Secret ${namespace}/${name} of cluster ${cluster}`
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(name)}`
  const secret = (await host.ask({ path, signal })) as { data?: Readonly<Record<string, string>> | null }
  const encoded = secret.data?.[key]
  if (encoded === undefined)
    throw unusable(cluster, `${subject} has no key "${key}"`, `its keys are: ${Object.keys(secret.data ?? {}).join(', ') || 'none'}`)
  return kubeconfigIn(encoded, subject, cluster)
}

function kubeconfigIn(encoded: string, subject: string, cluster: string): Kubeconfig {
  try {
    return kubeconfigOfText(Buffer.from(encoded, 'base64').toString('utf8'), subject)
  } catch (error) {
    if (error instanceof InputError)
      throw unusable(cluster, `${subject} ${error.issues[0]?.message}`, error.issues[0]?.remedy ?? 'put a kubeconfig under that key')
    throw error
  }
}

const unusable = (cluster: string, what: string, remedy: string): ClusterError =>
  new ClusterError({ cluster, failure: 'credentials', what, remedy })
