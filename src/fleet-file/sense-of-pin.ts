import type { InputIssue } from '../domain/input-error.ts'
import type { Policy } from '../domain/policy.ts'
import type { DescribedAgent } from './schema.ts'

/** A pin that counts replicas must count those that are wanted: how many run is for demand to say, never for a pin. */
export function senseOfPin({ id, replicas }: DescribedAgent, { pin }: Policy, path: string): InputIssue[] {
  if (pin === undefined || pin === 'today') return []
  if (replicas === undefined) {
    const remedy = 'say `pin: today`, or name the clusters under `placement.clusters`'
    return [{ path, message: `pins ${id} to places by number, but its load decides how many of it run`, remedy }]
  }
  const pinned = pin.reduce((sum, place) => sum + place.replicas, 0)
  if (pinned === replicas) return []
  return [{ path, message: `its pin places ${pinned} replicas, and ${replicas} are wanted`, remedy: 'make both the same number' }]
}
