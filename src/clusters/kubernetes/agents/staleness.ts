import type { OptedIn } from './opted-in.ts'
import { aboutAgent, type Told, warning } from './told.ts'

/** Clusters that did not answer: an agent of which replicas stood there stays as it stands, unless its rules ask for more. */
export function staleness(agent: string, parts: readonly OptedIn[]): { isHeld: boolean; told: Told[] } {
  const stale = parts.filter(({ snapshot, pods }) => snapshot.stale !== undefined && pods.standing.length > 0)
  const told = stale.map(({ snapshot, pods }) =>
    warning(
      { ...aboutAgent(agent), cluster: snapshot.cluster },
      `${pods.standing.length} of its replicas stood there when the cluster last answered (${snapshot.stale!.since}): it is moved only where its rules demand it`,
    ),
  )
  return { isHeld: stale.length > 0, told }
}
