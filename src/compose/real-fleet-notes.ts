import type { RealFleet } from '../clusters/kubernetes/real-fleet/real-fleet.ts'
import { countsText, type Finding } from '../domain/finding.ts'
import type { FleetAgent } from '../domain/fleet.ts'

/** What a reader of a plan must know of the fleet that it is for: what did not answer, what is wrong, and what stays whatever is planned. */
export function realFleetNotes({ clusters, fleet }: RealFleet, findings: readonly Finding[]): string[] {
  const stale = clusters.flatMap(({ snapshot: { cluster, stale: since } }) =>
    since
      ? [`${cluster} does not answer: it counts as it stood at ${since.since}; nothing is planned onto it, nor away from it but by rules.`]
      : [],
  )
  const errors = findings.filter(({ severity }) => severity === 'error')
  const shown = errors
    .slice(0, MOST_ERRORS)
    .map(({ cluster, subject, message }) => `${cluster ? `${cluster}, ` : ''}${subject}: ${message}.`)
  return [...stale, ...shown, ...foundText(findings), ...staying(fleet.agents)]
}

const MOST_ERRORS = 5

function foundText(findings: readonly Finding[]): string[] {
  const text = countsText(findings, ['error', 'warning'])
  return text === '' ? [] : [`Found while the clusters were read: ${text}; ballast fleet check tells what to do.`]
}

function staying(agents: readonly FleetAgent[]): string[] {
  const paused = agents.filter(({ isPaused }) => isPaused)
  const pinned = agents.filter(({ isPaused, pinnedBecause }) => !isPaused && pinnedBecause !== undefined)
  return [
    ...(paused.length > 0 ? [`Paused by their owners, and planned as they stand: ${namesOf(paused)}.`] : []),
    ...(pinned.length > 0 ? [`Planned as they stand, since what they say cannot be kept: ${namesOf(pinned)}.`] : []),
  ]
}

const MOST_NAMES = 10

function namesOf(agents: readonly FleetAgent[]): string {
  const names = agents.slice(0, MOST_NAMES).map(({ id }) => id)
  const more = agents.length - names.length
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}
