import type { Finding } from '../../domain/finding.ts'
import type { FleetAgent, Utilisation } from '../../domain/fleet.ts'
import type { Hours, Milliseconds } from '../../domain/units.ts'
import type { ClusterSnapshot } from '../kubernetes/snapshot.ts'
import { type DeploymentKey, deploymentsOfPods, keyOf } from './pod-owners.ts'
import type { Prometheus } from './prometheus/prometheus.ts'
import { PrometheusError } from './prometheus/prometheus-error.ts'
import { type ClusterHistory, readHistory } from './read-history.ts'
import { sameKills, together } from './together.ts'
import { toldOfHistory, toldOfUnknown } from './told-of-utilisation.ts'
import { outOfMemoryNow, usageNow } from './usage-now.ts'

export interface UtilisationReading {
  /** By cluster; one that is not here has no history. */
  readonly prometheus: ReadonlyMap<string, Prometheus>
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Default: a week, so that every hour of one is seen. */
  readonly windowHours?: Hours
  /** What one cluster's Prometheus may take; default: four minutes. */
  readonly deadlineMilliseconds?: Milliseconds
}

export interface KnownUtilisation {
  /** By agent; one that is not here keeps its requests. */
  readonly utilisation: ReadonlyMap<string, Utilisation>
  readonly findings: readonly Finding[]
}

type Planned = Pick<FleetAgent, 'id' | 'deployments'>

const USUAL_WINDOW_HOURS = 168
const USUAL_DEADLINE_MS = 240_000

/** What agents used: history where there is any, else what they use now. A Prometheus that does not answer is a finding and stops no other. */
export async function utilisationOf(
  agents: readonly Planned[],
  snapshots: readonly ClusterSnapshot[],
  reading: UtilisationReading,
): Promise<KnownUtilisation> {
  const read = await Promise.all(snapshots.map((snapshot) => ofCluster(snapshot, wantedIn(snapshot.cluster, agents), reading)))
  const byCluster = new Map(read.map((one) => [one.cluster, one.used]))
  const utilisation = new Map<string, Utilisation>()
  for (const { id, deployments = [] } of agents) {
    const used = together(deployments.flatMap((one) => byCluster.get(one.cluster)?.get(keyOf(one)) ?? []))
    if (used) utilisation.set(id, used)
  }
  return { utilisation, findings: [...read.flatMap(({ findings }) => findings), ...toldOfUnknown(agents, utilisation)] }
}

const wantedIn = (cluster: string, agents: readonly Planned[]): Set<DeploymentKey> =>
  new Set(agents.flatMap(({ deployments = [] }) => deployments.filter((one) => one.cluster === cluster).map(keyOf)))

interface UsedInCluster {
  readonly cluster: string
  readonly used: ReadonlyMap<DeploymentKey, Utilisation>
  readonly findings: readonly Finding[]
}

async function ofCluster(
  snapshot: ClusterSnapshot,
  wanted: ReadonlySet<DeploymentKey>,
  reading: UtilisationReading,
): Promise<UsedInCluster> {
  const { cluster } = snapshot
  if (wanted.size === 0) return { cluster, used: new Map(), findings: [] }
  const history = await historyOf(snapshot, wanted, reading)
  const deploymentOf = deploymentsOfPods(snapshot, { pods: [], replicaSets: [] })
  const [now, killed] = [usageNow(snapshot, deploymentOf), outOfMemoryNow(snapshot, deploymentOf)]
  const used = new Map<DeploymentKey, Utilisation>()
  for (const key of wanted) {
    const known = (history instanceof PrometheusError ? undefined : history?.utilisation.get(key)) ?? now.get(key)
    const kills = sameKills(known?.outOfMemory, killed.get(key))
    if (known || kills) used.set(key, { ...(known ?? { source: 'now', windowHours: 0 }), ...(kills && { outOfMemory: kills }) })
  }
  return { cluster, used, findings: toldOfHistory(snapshot, wanted, history) }
}

/** undefined: no Prometheus is configured for it. */
async function historyOf(
  snapshot: ClusterSnapshot,
  wanted: ReadonlySet<DeploymentKey>,
  { prometheus, now, signal, windowHours = USUAL_WINDOW_HOURS, deadlineMilliseconds = USUAL_DEADLINE_MS }: UtilisationReading,
): Promise<ClusterHistory | PrometheusError | undefined> {
  const own = prometheus.get(snapshot.cluster)
  if (!own) return undefined
  const deadline = AbortSignal.timeout(deadlineMilliseconds)
  try {
    return await readHistory(own, snapshot, wanted, { windowHours, now: now(), signal: AbortSignal.any([signal, deadline]) })
  } catch (error) {
    if (error instanceof PrometheusError) return error
    if (signal.aborted || !deadline.aborted) throw error
    const what = `its history was not read within ${Math.round(deadlineMilliseconds / 1000)} s`
    return new PrometheusError(
      'Prometheus',
      { what, remedy: 'see how busy it is, or ask for a shorter window', failure: 'final' },
      { cause: error },
    )
  }
}
