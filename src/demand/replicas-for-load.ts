import type { FleetAgent } from '../domain/fleet.ts'
import { wholeUp } from '../domain/units.ts'
import type { DemandFinding } from './demand-decision.ts'

/** Replicas that an agent wants: so many as are asked for, or enough for its load. */
export function wantedReplicas({ demand }: FleetAgent): DemandFinding {
  if ('replicas' in demand) return { of: 'replicas', before: demand.replicas, after: demand.replicas, because: 'asked for' }
  const { load, perReplica, unit, minReplicas = 0 } = demand
  const carrying = wholeUp(load / perReplica)
  const because = `${load} ${unit} at ${perReplica} a replica`
  if (carrying >= minReplicas) return { of: 'replicas', after: carrying, because }
  return { of: 'replicas', after: minReplicas, because: `${because} would be ${carrying}, but at least ${minReplicas} are wanted` }
}
