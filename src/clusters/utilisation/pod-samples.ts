import type { GiB } from '../../domain/units.ts'
import type { DeploymentKey, DeploymentOfPod } from './pod-owners.ts'
import type { Series } from './prometheus/answer.ts'

/** What was recorded of a set of namespaces; an empty list is what nothing exports. */
export interface Recorded {
  readonly cpu: readonly Series[]
  readonly memory: readonly Series[]
  readonly gpu: readonly Series[]
  readonly gpuMemory: readonly Series[]
  readonly restarts: readonly Series[]
  readonly restartsOutOfMemory: readonly Series[]
  readonly limitsOutOfMemory: readonly Series[]
}

/** The same of the pods of one Deployment. */
export type RecordedOfDeployment = Recorded

const KINDS = ['cpu', 'memory', 'gpu', 'gpuMemory', 'restarts', 'restartsOutOfMemory', 'limitsOutOfMemory'] as const

/** Each series with the Deployment whose pod it is of; series of other pods are left out, and those without a single number. */
export function byDeployment(recorded: Recorded, deploymentOf: DeploymentOfPod): Map<DeploymentKey, RecordedOfDeployment> {
  const found = new Map<DeploymentKey, Record<(typeof KINDS)[number], Series[]>>()
  for (const kind of KINDS)
    for (const series of recorded[kind]) {
      const deployment = deploymentOf(series.labels.namespace ?? '', series.labels.pod ?? '')
      if (deployment === undefined || series.times.length === 0) continue
      const own = found.get(deployment) ?? empty()
      found.set(deployment, own)
      own[kind].push(series)
    }
  return found
}

const empty = () => ({ cpu: [], memory: [], gpu: [], gpuMemory: [], restarts: [], restartsOutOfMemory: [], limitsOutOfMemory: [] })

/** The most of all values; undefined where there are none. */
export function mostOf(series: readonly Series[]): number | undefined {
  let most: number | undefined
  for (const { values } of series) for (const value of values) if (most === undefined || value > most) most = value
  return most
}

export const gibOfBytes = (bytes: number): GiB => bytes / 2 ** 30
