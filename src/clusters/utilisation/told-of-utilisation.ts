import type { Finding } from '../../domain/finding.ts'
import type { FleetAgent, Utilisation } from '../../domain/fleet.ts'
import type { ClusterSnapshot } from '../kubernetes/snapshot.ts'
import type { DeploymentKey } from './pod-owners.ts'
import { PrometheusError } from './prometheus/prometheus-error.ts'
import type { ClusterHistory } from './read-history.ts'

/** What one cluster's history lacks; `history` is undefined where no Prometheus is configured. */
export function toldOfHistory(
  { cluster, usage }: Pick<ClusterSnapshot, 'cluster' | 'usage'>,
  wanted: ReadonlySet<DeploymentKey>,
  history: ClusterHistory | PrometheusError | undefined,
): Finding[] {
  const now =
    usage.length > 0 ? 'only what its agents use now is known, which right-sizes nothing' : 'nothing is known of what its agents use'
  if (history === undefined) {
    const remedy = 'give it one under fleet.clusters: `prometheus: { url: … }`'
    return [{ severity: 'note', cluster, subject: 'utilisation', message: `it has no Prometheus: ${now}: requests are kept`, remedy }]
  }
  if (history instanceof PrometheusError)
    return [
      {
        severity: 'warning',
        cluster,
        subject: 'utilisation',
        message: `${history.where}: ${history.what}: ${now}: requests are kept`,
        remedy: history.remedy,
      },
    ]
  return [...unseen(cluster, wanted, history), ...(history.knowsRestarts ? [] : [restartsUnknown(cluster)])]
}

/** All of them at once: one cause is likelier than many. */
function unseen(cluster: string, wanted: ReadonlySet<DeploymentKey>, { utilisation }: ClusterHistory): Finding[] {
  if (utilisation.size > 0 || wanted.size === 0) return []
  const message = 'its Prometheus has recorded no CPU and no memory of the pods of its agents: requests are kept'
  const remedy = 'let it scrape the kubelets (/metrics/cadvisor); where it holds several clusters, check prometheus.labels'
  return [{ severity: 'warning', cluster, subject: 'utilisation', message, remedy }]
}

const restartsUnknown = (cluster: string): Finding => ({
  severity: 'note',
  cluster,
  subject: 'utilisation',
  message: 'its Prometheus has recorded no restarts of the pods of its agents: of OOM kills only the last of each pod of today is known',
  remedy: 'let it scrape kube-state-metrics',
})

/** Agents whose requests are kept because nothing shows what they use: many of them in one sentence. */
export function toldOfUnknown(
  agents: readonly Pick<FleetAgent, 'id' | 'deployments'>[],
  known: ReadonlyMap<string, Utilisation>,
): Finding[] {
  const unknown = agents.filter(({ id, deployments = [] }) => deployments.length > 0 && !hasUse(known.get(id))).map(({ id }) => id)
  if (unknown.length === 0) return []
  const named = unknown.slice(0, MOST_NAMES).join(', ')
  const subject = unknown.length === 1 ? `agent ${named}` : `${unknown.length} agents`
  const which = unknown.length === 1 ? '' : ` (${named}${unknown.length > MOST_NAMES ? ', …' : ''})`
  return [{ severity: 'note', subject, message: `neither Prometheus nor the metrics API tells what is used: requests are kept${which}` }]
}

const MOST_NAMES = 5

const hasUse = (used: Utilisation | undefined): boolean => used?.cpu !== undefined || used?.memoryMaxGiB !== undefined
