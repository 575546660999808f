import { capacityClass, type Offer, type Problem } from '../domain/problem.ts'
import type { Step } from '../domain/step.ts'
import { arriving, leaving, type NodeChange, startOf } from './node-change.ts'
import { addChange, standing, type Transition } from './transition.ts'
import { takeTurn } from './turn.ts'

/** Pods shall come, and pods that shall go still take their place. */
export const isStuck = (change: NodeChange): boolean =>
  change.stands &&
  [...change.wanted.keys()].some((agent) => arriving(change, agent) > 0) &&
  [...change.node.pods.keys()].some((agent) => leaving(change, agent) > 0)

/**
 * Pods that cannot leave a full node yet wait on a node of their own: in the same cluster and class of capacity, the cheapest that limits
 * let start, gone again once they have moved on. None where no such node may start.
 */
export function detour(problem: Problem, transition: Transition): Step[] {
  for (const change of transition.changes.filter(isStuck)) {
    for (const agent of change.node.pods.keys()) {
      const replicas = leaving(change, agent)
      const waypoint = replicas > 0 ? waypointFor(problem, transition, change, agent) : undefined
      if (!waypoint) continue
      addChange(transition, waypoint)
      const steps = takeTurn(transition, {
        agent,
        arrivals: [{ change: waypoint, replicas }],
        departures: [{ change, replicas }],
        isWhole: false,
      })
      waypoint.wanted = new Map()
      waypoint.stays = false
      return steps
    }
  }
  return []
}

function waypointFor(
  problem: Problem,
  { changes, room, limitsAgainst }: Transition,
  from: NodeChange,
  agent: string,
): NodeChange | undefined {
  const replicas = leaving(from, agent)
  const nodes = standing(changes)
  for (const { instanceType, capacityType } of offersBeside(problem, from)) {
    const node = { cluster: from.node.cluster, instanceType, capacityType, pods: new Map<string, number>() }
    if (room(node, agent) >= replicas && limitsAgainst(nodes, node).length === 0)
      return startOf({ ...node, pods: new Map([[agent, replicas]]) })
  }
  return undefined
}

function offersBeside(problem: Problem, { node }: NodeChange): Offer[] {
  const offers = problem.clusters.find(({ id }) => id === node.cluster)?.offers ?? []
  const alike = offers.filter(({ capacityType }) => capacityClass(capacityType) === capacityClass(node.capacityType))
  return alike.toSorted((a, b) => a.usdPerHour - b.usdPerHour)
}
