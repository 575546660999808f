import type { FleetAgent } from '../domain/fleet.ts'
import { wholeUp } from '../domain/units.ts'
import type { DemandFinding } from './demand-decision.ts'
import { surviveFloor } from './survive-floor.ts'

/** Replicas that an agent wants: so many as are asked for, or enough for its load, and then no fewer than its survive rules need. */
export function wantedReplicas({ demand, policy }: Pick<FleetAgent, 'demand' | 'policy'>): DemandFinding {
  if ('replicas' in demand) return { of: 'replicas', before: demand.replicas, after: demand.replicas, because: 'asked for' }
  const { load, perReplica, unit, minReplicas = 0 } = demand
  const carrying = wholeUp(load / perReplica)
  const because = `${load} ${unit} at ${perReplica} a replica`
  const floor = carrying > 0 || minReplicas > 0 ? (surviveFloor(policy) ?? 0) : 0
  if (carrying >= minReplicas && carrying >= floor) return { of: 'replicas', after: carrying, because }
  if (floor > minReplicas)
    return { of: 'replicas', after: floor, because: `${because} would be ${carrying}, but its survive rules need ${floor}` }
  return { of: 'replicas', after: minReplicas, because: `${because} would be ${carrying}, but at least ${minReplicas} are wanted` }
}
