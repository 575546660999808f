import type { Utilisation } from '../../domain/fleet.ts'
import { ascending, percentileOf } from '../../domain/percentile.ts'
import type { Seconds } from '../../domain/units.ts'
import { COARSE_STEP_SECONDS, STEP_SECONDS } from './history-window.ts'
import { outOfMemoryOf } from './out-of-memory.ts'
import { gibOfBytes, mostOf, type RecordedOfDeployment } from './pod-samples.ts'
import type { Series } from './prometheus/answer.ts'

/** A replica that was seen for less says little of what replicas do: its samples count with all others' alone. */
const LONG_SEEN_SAMPLES = 72
/** Starting is over after so many steps. */
const START_STEPS = 3

/**
 * What the replicas of a Deployment used; undefined where nothing of their CPU and memory was recorded. `firstSeconds` is when anything
 * at all was recorded: pods that appear only later were seen to start.
 */
export function recordedUtilisation(recorded: RecordedOfDeployment, endSeconds: number, firstSeconds: number): Utilisation | undefined {
  const { cpu, memory, gpu, gpuMemory, restarts } = recorded
  const [seen, stepSeconds] = cpu.length > 0 ? [cpu, STEP_SECONDS] : [memory, COARSE_STEP_SECONDS]
  if (seen.length === 0) return undefined
  const [cpuAtStart, memoryMax, gpuMemoryMax] = [mostAtStart(cpu, firstSeconds), mostOf(memory), mostOf(gpuMemory)]
  const outOfMemory = outOfMemoryOf(recorded)
  return {
    source: 'history',
    ...spanOf(seen, endSeconds, stepSeconds),
    samples: seen.reduce((sum, { times }) => sum + times.length, 0),
    ...(cpu.length > 0 && { cpu: percentilesOf(cpu, 1) }),
    ...(cpuAtStart !== undefined && { cpuAtStart }),
    ...(memoryMax !== undefined && { memoryMaxGiB: gibOfBytes(memoryMax) }),
    ...(gpu.length > 0 && { gpu: percentilesOf(gpu, 100) }),
    ...(gpuMemoryMax !== undefined && { gpuMemoryMaxGiB: gpuMemoryMax / 1024 }),
    ...(restarts.length > 0 && { restarts: restartsIn(restarts, firstSeconds) }),
    ...(outOfMemory && { outOfMemory }),
  }
}

/** From the first sample on; in which part of the steps since then there is one. */
function spanOf(seen: readonly Series[], endSeconds: number, stepSeconds: Seconds) {
  const first = Math.min(...seen.map(({ times }) => times[0]!))
  const steps = Math.floor((endSeconds - first) / stepSeconds + 1e-9) + 1
  const covered = new Uint8Array(steps)
  for (const { times } of seen) for (const time of times) covered[Math.floor((time - first) / stepSeconds)] = 1
  const hours = (steps * stepSeconds) / 3600
  return {
    windowHours: hours < 2 ? Math.round(hours * 100) / 100 : Math.round(hours),
    coverage: covered.reduce((sum, one) => sum + one, 0) / steps,
  }
}

/** Of all replicas together, or of the busiest one that was seen for long, whichever is more. */
function percentilesOf(pods: readonly Series[], unit: number) {
  const together = ascending(pods.flatMap(({ values }) => [...values]))
  const alone = pods.filter(({ values }) => values.length >= LONG_SEEN_SAMPLES).map(({ values }) => ascending(values))
  const most = (part: number) => Math.max(...[together, ...alone].map((sorted) => percentileOf(sorted, part))) / unit
  return { p50: most(0.5), p90: most(0.9), p95: most(0.95), p99: most(0.99), max: most(1) }
}

function mostAtStart(cpu: readonly Series[], firstSeconds: number): number | undefined {
  const started = cpu.filter(({ times }) => times[0]! > firstSeconds + STEP_SECONDS)
  return mostOf(
    started.map(({ labels, times, values }) => {
      const until = times[0]! + START_STEPS * STEP_SECONDS
      return { labels, times, values: values.filter((_, at) => times[at]! < until) }
    }),
  )
}

/** A pod that was there from the start had restarted before; one that came later begins at none. */
function restartsIn(pods: readonly Series[], firstSeconds: number): number {
  const inWindow = pods.map(({ times, values }) => Math.max(...values) - (times[0]! <= firstSeconds + COARSE_STEP_SECONDS ? values[0]! : 0))
  return inWindow.reduce((sum, one) => sum + one, 0)
}
