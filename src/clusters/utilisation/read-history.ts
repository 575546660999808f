import pLimit from 'p-limit'
import type { Utilisation } from '../../domain/fleet.ts'
import type { Hours } from '../../domain/units.ts'
import type { ClusterSnapshot } from '../kubernetes/snapshot.ts'
import { COARSE_STEP_SECONDS, STEP_SECONDS, windowUntil } from './history-window.ts'
import { type NamespaceSet, namespaceSets } from './namespace-sets.ts'
import { type DeploymentKey, deploymentsOfPods, keyOf } from './pod-owners.ts'
import { byDeployment, type Recorded } from './pod-samples.ts'
import type { Series } from './prometheus/answer.ts'
import type { Prometheus } from './prometheus/prometheus.ts'
import * as queries from './queries.ts'
import { recordedUtilisation } from './recorded-utilisation.ts'

export interface HistoryReading {
  readonly windowHours: Hours
  readonly now: Date
  readonly signal: AbortSignal
}

export interface ClusterHistory {
  readonly utilisation: ReadonlyMap<DeploymentKey, Utilisation>
  /** False where kube-state-metrics is not scraped: restarts and OOM kills are not known then. */
  readonly knowsRestarts: boolean
}

/** So many sets of namespaces are held in memory at once. */
const SETS_AT_ONCE = 2

/** What the pods of Deployments used, as a Prometheus recorded it. Throws PrometheusError. */
export async function readHistory(
  prometheus: Prometheus,
  snapshot: ClusterSnapshot,
  wanted: ReadonlySet<DeploymentKey>,
  reading: HistoryReading,
): Promise<ClusterHistory> {
  await prometheus.at('vector(1)', reading.now, reading.signal)
  const limit = pLimit(SETS_AT_ONCE)
  const sets = namespaceSets(podsByNamespace(snapshot, wanted))
  const read = await Promise.all(sets.map((set) => limit(() => historyOfSet(prometheus, snapshot, set, wanted, reading))))
  return {
    utilisation: new Map(read.flatMap(({ utilisation }) => [...utilisation])),
    knowsRestarts: read.length === 0 || read.some(({ knowsRestarts }) => knowsRestarts),
  }
}

function podsByNamespace({ pods }: ClusterSnapshot, wanted: ReadonlySet<DeploymentKey>): Map<string, number> {
  const counts = new Map([...wanted].map((key) => [key.slice(0, key.indexOf('/')), 0]))
  for (const { namespace } of pods) if (counts.has(namespace)) counts.set(namespace, counts.get(namespace)! + 1)
  return counts
}

async function historyOfSet(
  prometheus: Prometheus,
  snapshot: ClusterSnapshot,
  { namespaces, pods }: NamespaceSet,
  wanted: ReadonlySet<DeploymentKey>,
  { windowHours, now, signal }: HistoryReading,
): Promise<ClusterHistory> {
  const fine = windowUntil(now, windowHours, STEP_SECONDS, pods)
  const coarse = windowUntil(now, windowHours, COARSE_STEP_SECONDS, pods)
  const scope = { matchers: prometheus.matchers, namespaces, stepSeconds: STEP_SECONDS }
  const coarseScope = { ...scope, stepSeconds: COARSE_STEP_SECONDS }
  const often: Ask = (query) => prometheus.over(query, fine, signal)
  const seldom: Ask = (query) => prometheus.over(query, coarse, signal)
  const none: readonly Series[] = []
  const hasGpus = usesGpus(snapshot, wanted, namespaces)
  const [[cpu, memory], gpu, gpuMemory, restarts, restartsOutOfMemory, limitsOutOfMemory, podOwners, setOwners] = await Promise.all([
    ofContainers(often, scope, seldom, coarseScope),
    hasGpus ? often(queries.gpuOfPods(scope)) : none,
    hasGpus ? seldom(queries.gpuMemoryOfPods(coarseScope)) : none,
    seldom(queries.restartsOfPods(coarseScope)),
    seldom(queries.restartsOutOfMemory(coarseScope)),
    seldom(queries.limitsOutOfMemory(coarseScope)),
    seldom(queries.ownersOfPods(coarseScope)),
    seldom(queries.ownersOfReplicaSets(coarseScope)),
  ])
  const recorded: Recorded = { cpu, memory, gpu, gpuMemory, restarts, restartsOutOfMemory, limitsOutOfMemory }
  const deploymentOf = deploymentsOfPods(snapshot, { pods: podOwners, replicaSets: setOwners })
  const first = cpu.reduce((least, { times }) => Math.min(least, times[0] ?? least), Number.POSITIVE_INFINITY)
  const utilisation = new Map<DeploymentKey, Utilisation>()
  for (const [key, own] of byDeployment(recorded, deploymentOf)) {
    const used = wanted.has(key) ? recordedUtilisation(own, fine.endSeconds, first) : undefined
    if (used) utilisation.set(key, used)
  }
  return { utilisation, knowsRestarts: restarts.length > 0 }
}

type Ask = (query: string) => Promise<readonly Series[]>

async function ofContainers(often: Ask, scope: queries.Scope, seldom: Ask, coarseScope: queries.Scope) {
  const both = (image: queries.ImageFilter) =>
    Promise.all([often(queries.cpuOfPods(scope, image)), seldom(queries.memoryOfPods(coarseScope, image))])
  const found = await both(',image!=""')
  return found.some((series) => series.length > 0) ? found : both('')
}

function usesGpus({ deployments }: ClusterSnapshot, wanted: ReadonlySet<DeploymentKey>, namespaces: readonly string[]): boolean {
  return deployments.some(
    (deployment) =>
      namespaces.includes(deployment.namespace) &&
      wanted.has(keyOf(deployment)) &&
      (deployment.template.requests.gpu > 0 ||
        Object.keys(deployment.template.requests.devices ?? {}).some((name) => name.includes('gpu') || name.includes('mig'))),
  )
}
