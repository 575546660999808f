import { existsSync } from 'node:fs'
import { KubeConfig } from '@kubernetes/client-node'
import type { Surroundings } from './described-connection.ts'
import type { Access } from './kubeconfig-context.ts'
import { mistake } from './kubeconfig-files.ts'

/** The cluster that this process runs in, by the service account that its pod was given. Throws InputError outside of a pod. */
export function inClusterAccess(id: string, { environment }: Surroundings): Access {
  if (!environment.KUBERNETES_SERVICE_HOST || !environment.KUBERNETES_SERVICE_PORT)
    throw mistake(`cluster ${id}`, 'inCluster is set, but this is no pod of a cluster', 'name a context of a kubeconfig instead')
  const config = new KubeConfig()
  config.loadFromCluster()
  const [cluster, user] = [config.getCurrentCluster(), config.getCurrentUser()]
  if (!cluster?.caFile || !user || !existsSync(cluster.caFile))
    throw mistake(`cluster ${id}`, 'the pod has no service account token', 'set automountServiceAccountToken: true in the pod')
  return { source: 'the pod’s service account', cluster, user }
}
