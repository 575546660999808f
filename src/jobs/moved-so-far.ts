import type { Fleet } from '../domain/fleet.ts'
import type { Placement } from '../domain/plan.ts'
import { movedReplicas } from '../domain/plan-cost.ts'
import { capacityClass } from '../domain/problem.ts'
import type { Replicas } from '../domain/units.ts'

/**
 * Which agents stand elsewhere than when it was first asked, by how many replicas: only those of which that number has changed since
 * it was last asked; 0 where one stands again as it stood.
 */
export function movedSince(before: Fleet): (now: Fleet) => Map<string, Replicas> {
  const from = placementsOf(before)
  const told = new Map<string, Replicas>()
  return (now) => {
    const to = placementsOf(now)
    const changed = before.agents.flatMap(({ id }): [string, Replicas][] => {
      const moved = movedReplicas({ id, current: from.get(id) ?? [] }, to.get(id) ?? [])
      return moved === (told.get(id) ?? 0) ? [] : [[id, moved]]
    })
    for (const [agent, moved] of changed) told.set(agent, moved)
    return new Map(changed)
  }
}

function placementsOf({ clusters }: Fleet): Map<string, Placement[]> {
  const placements = clusters.flatMap(({ id: cluster, nodes }) =>
    nodes.flatMap(({ capacityType, count, pods }) =>
      pods.map(({ agent, replicas }) => ({ agent, cluster, capacityType: capacityClass(capacityType), replicas: replicas * count })),
    ),
  )
  return Map.groupBy(placements, ({ agent }) => agent)
}
