import type { Fleet, FleetAgent } from '../domain/fleet.ts'
import type { Replicas } from '../domain/units.ts'
import { wantedReplicas } from './replicas-for-load.ts'

/** Replicas that agents want in each hour of a day, from midnight UTC, by agent; only of those whose demand is known by the hour. */
export function demandByHour({ agents }: Fleet): Record<string, Replicas[]> {
  return Object.fromEntries(agents.flatMap((agent) => (agent.demandByHour ? [[agent.id, replicasByHour(agent, agent.demandByHour)]] : [])))
}

/** In the agent's own measure: so many replicas, or enough of them for the load of the hour. */
function replicasByHour(agent: FleetAgent, amounts: readonly number[]): Replicas[] {
  const { demand } = agent
  return amounts.map((amount) => {
    const then = 'replicas' in demand ? { replicas: amount } : { ...demand, load: amount }
    return wantedReplicas({ ...agent, demand: then }).after
  })
}
