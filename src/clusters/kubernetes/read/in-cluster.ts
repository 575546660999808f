import { existsSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import type { Surroundings } from './described-connection.ts'
import type { Access } from './kubeconfig-context.ts'
import { mistake } from './kubeconfig-files.ts'

/** Where every pod finds its service account. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'

/**
 * The cluster that this process runs in, by the service account that its pod was given; its token is read anew each minute.
 * Throws InputError outside of a pod. Source: "Accessing the API from within a Pod", kubernetes.io.
 */
export function inClusterAccess(id: string, { environment }: Surroundings, folder = SERVICE_ACCOUNT): Access {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = environment
  if (!host || !port)
    throw mistake(`cluster ${id}`, 'inCluster is set, but this is no pod of a cluster', 'name a context of a kubeconfig instead')
  const [caFile, tokenFile] = [join(folder, 'ca.crt'), join(folder, 'token')]
  if (!existsSync(caFile) || !existsSync(tokenFile))
    throw mistake(`cluster ${id}`, 'the pod has no service account token', 'set automountServiceAccountToken: true in the pod')
  return {
    source: "the pod's service account",
    cluster: { name: id, caFile, server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`, skipTLSVerify: false },
    user: { name: 'service account', authProvider: { name: 'tokenFile', config: { tokenFile } } },
  }
}
