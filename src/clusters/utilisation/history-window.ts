import type { Hours, Seconds } from '../../domain/units.ts'
import type { TimeRange } from './prometheus/prometheus.ts'

/** As long as the mean that CPU is told in, so that no minute is left out and none counts twice. */
export const STEP_SECONDS: Seconds = 300
/** Of what seldom changes, and of what only the most counts of: restarts, owners, memory. */
export const COARSE_STEP_SECONDS: Seconds = 3600

/** So many hours until now, in steps that end at the last whole one of five minutes. */
export function windowUntil(now: Date, hours: Hours, stepSeconds: Seconds, expectedSeries = 1): TimeRange {
  const endSeconds = Math.floor(now.getTime() / 1000 / STEP_SECONDS) * STEP_SECONDS
  const steps = Math.max(1, Math.floor((hours * 3600) / stepSeconds))
  return { startSeconds: endSeconds - (steps - 1) * stepSeconds, endSeconds, stepSeconds, expectedSeries }
}
