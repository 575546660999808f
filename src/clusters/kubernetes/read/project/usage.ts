import { sumOf } from '../../../../domain/quantity.ts'
import type { PodUsage } from '../../snapshot.ts'
import { objectName, type WithMetadata } from './metadata.ts'
import { type Amounts, exactAmounts, podResources } from './resources.ts'

interface PodMetrics extends WithMetadata {
  readonly timestamp?: string
  /** As Go writes durations: `20.064s`, `1m0s`. */
  readonly window?: string
  readonly containers?: readonly { readonly usage?: Amounts | null }[] | null
}

/** Undefined where a container is not measured yet, or nothing says when: part of a pod is not the pod. */
export function usageOf(metrics: PodMetrics): PodUsage | undefined {
  const { timestamp, window = '', containers } = metrics
  const usages = (containers ?? []).map(({ usage }) => exactAmounts(usage))
  const [cpus, memories] = [usages.flatMap((one) => one.get('cpu') ?? []), usages.flatMap((one) => one.get('memory') ?? [])]
  const windowSeconds = secondsOf(window)
  if (!timestamp || windowSeconds === undefined || usages.length === 0) return undefined
  if (cpus.length < usages.length || memories.length < usages.length) return undefined
  const { cpu, memoryGiB } = podResources(
    new Map([
      ['cpu', sumOf(cpus)],
      ['memory', sumOf(memories)],
    ]),
  )
  return { ...objectName(metrics), cpu, memoryGiB, at: timestamp, windowSeconds }
}

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 }

function secondsOf(duration: string): number | undefined {
  if (!/^([0-9]+(\.[0-9]+)?(h|ms|us|µs|ns|m|s))+$/.test(duration)) return undefined
  let seconds = 0
  for (const [, amount, unit] of duration.matchAll(/([0-9.]+)(h|ms|us|µs|ns|m|s)/g)) seconds += Number(amount) * SECONDS[unit!]!
  return seconds
}
