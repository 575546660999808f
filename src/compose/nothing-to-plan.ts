import type { FleetFound } from './real-fleet-source.ts'

/** There is nothing to plan for: no cluster could be read, or no agent is in any. */
export class NothingToPlanError extends Error {
  override readonly name = 'NothingToPlanError'
}

/** The fleet as it was found. Throws NothingToPlanError: a plan without agents would empty every cluster. */
export function requireAgents(found: FleetFound): FleetFound {
  const { fleet, source, findings } = found
  const errors = findings.filter(({ severity }) => severity === 'error')
  const why = errors.map(({ cluster, subject, message, remedy }) => {
    const about = cluster === undefined || subject.endsWith(cluster) ? subject : `${cluster}, ${subject}`
    return `\n  ${about}: ${message}${remedy ? ` (${remedy})` : ''}`
  })
  if (fleet.clusters.length === 0) throw new NothingToPlanError(`no cluster of ${source} can be planned with${why.join('')}`)
  if (fleet.agents.some(({ isBystander }) => !isBystander)) return found
  const remedy = 'label those that Ballast may plan: ballast.dev/agent: NAME'
  throw new NothingToPlanError(`no Deployment in the clusters of ${source} has opted in: ${remedy}${why.join('')}`)
}
