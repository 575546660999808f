import type { Agent } from '../domain/problem.ts'
import type { Replicas } from '../domain/units.ts'
import { allReplicas, NOWHERE, type Reading } from './reading.ts'
import type { Violation } from './verdict.ts'

/** Moves: within what each agent allows, and within what is allowed over all of them. */
export function* moves(reading: Reading): Iterable<Violation> {
  let all = 0
  for (const agent of reading.problem.agents) {
    const moved = movedReplicas(reading, agent)
    const most = agent.move?.maxReplicas
    all += moved
    if (most !== undefined && moved > most)
      yield { constraint: 'moves', agent: agent.id, detail: `${agent.id} would move ${moved} replicas and may move ${most}` }
  }
  const most = reading.problem.limits?.maxMovedReplicas
  if (most !== undefined && all > most) yield { constraint: 'moves', detail: `${all} replicas would move in all and ${most} may` }
}

/** What starts anywhere beyond what the agent grows by has moved there; an agent without a today moves nothing. */
export function movedReplicas({ placed }: Reading, agent: Agent): Replicas {
  if (!agent.current) return 0
  const standing = placed.get(agent.id) ?? NOWHERE
  const today = replicasToday(agent.current)
  let started = 0
  for (const [cluster, on] of standing) {
    for (const kind of ['on-demand', 'spot'] as const) started += Math.max(0, on[kind] - (today.get(`${kind}/${cluster}`) ?? 0))
  }
  const before = agent.current.reduce((sum, place) => sum + place.replicas, 0)
  return Math.max(0, started - Math.max(0, allReplicas(standing) - before))
}

function replicasToday(current: NonNullable<Agent['current']>): Map<string, Replicas> {
  const today = new Map<string, Replicas>()
  for (const { cluster, capacityType, replicas } of current) {
    const place = `${capacityType}/${cluster}`
    today.set(place, (today.get(place) ?? 0) + replicas)
  }
  return today
}
