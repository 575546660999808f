import type { OutOfMemory } from '../../domain/fleet.ts'
import { gibOfBytes, mostOf, type RecordedOfDeployment } from './pod-samples.ts'
import type { Series } from './prometheus/answer.ts'

/**
 * Kills by container: each series begins with the kill that it tells of, and every restart after it, while the reason stands, is one more.
 * What was too little is the container's limit at that time, or what its pod took, where that is more: a scrape seldom sees the last moment.
 */
export function outOfMemoryOf({ restartsOutOfMemory, limitsOutOfMemory, memory }: RecordedOfDeployment): OutOfMemory | undefined {
  if (restartsOutOfMemory.length === 0) return undefined
  const kills = restartsOutOfMemory.reduce((sum, { values }) => sum + 1 + Math.max(0, Math.max(...values) - values[0]!), 0)
  const last = Math.max(...restartsOutOfMemory.map(lastKill))
  const killed = new Set(restartsOutOfMemory.map(podOf))
  const bytes = mostOf([...limitsOutOfMemory, ...memory].filter((series) => killed.has(podOf(series))))
  return {
    kills,
    lastAt: new Date(last * 1000).toISOString(),
    ...(bytes !== undefined && { memoryGiB: gibOfBytes(bytes) }),
  }
}

function lastKill({ times, values }: Series): number {
  let last = times[0]!
  for (const [at, value] of values.entries()) if (at > 0 && value > values[at - 1]!) last = times[at]!
  return last
}

const podOf = ({ labels }: Series): string => `${labels.namespace}/${labels.pod}`
