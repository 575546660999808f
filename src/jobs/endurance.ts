import { survivableLosses } from '../domain/losses.ts'
import type { Loss, Problem } from '../domain/problem.ts'
import type { Arrangement } from '../reports/findings.ts'

/** Those of the placed agents of which any replica is wanted. */
export function wantedOf({ agents }: Problem, placed: readonly string[]): string[] {
  return agents.filter(({ id, replicas }) => replicas > 0 && placed.includes(id)).map(({ id }) => id)
}

/** How many of them run on, with a replica at least, after the worst single loss of each kind. */
export function agentsThatRunOn(problem: Problem, arrangement: Arrangement, placed: readonly string[]): Record<Loss, number> {
  const losses = survivableLosses(problem, arrangement)
  const wanted = wantedOf(problem, placed)
  const count = (loss: Loss) => wanted.filter((agent) => losses.get(agent)![loss].left > 0).length
  return {
    node: count('node'),
    zone: count('zone'),
    cluster: count('cluster'),
    region: count('region'),
    cloud: count('cloud'),
    spot: count('spot'),
  }
}
