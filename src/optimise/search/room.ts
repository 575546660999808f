import type { Node } from './node.ts'
import type { State } from './state.ts'

/** Far below the contract's 1e-9, far above what a sum of a few requests rounds. */
export const ROUNDING = 1e-11

/** How many more replicas of an agent its rules let stand in a group (and zone, where one is named): never more than are still to be placed. */
export function roomInGroup(state: State, agent: number, group: number, zone: number): number {
  const { space, caps, counts } = state
  let room = state.target[agent] - counts.placed[agent]
  if (room <= 0) return 0
  const { region, cloud, cluster, isSpot } = space.groups[group]
  const inRegion = agent * counts.regionCount + region
  room = Math.min(room, caps.cluster[agent] - counts.inCluster[agent * space.clusterCount + cluster])
  room = Math.min(room, caps.region[agent] - counts.inRegion[inRegion])
  room = Math.min(room, caps.cloud[agent] - counts.inCloud[agent * counts.cloudCount + cloud])
  if (zone >= 0) room = Math.min(room, caps.zone[agent] - counts.inZone[agent * space.zoneCount + zone])
  if (isSpot) room = Math.min(room, caps.spot[agent] - counts.onSpot[agent], caps.spotRegion[agent] - counts.spotInRegion[inRegion])
  return room <= 0 ? 0 : roomToSpread(state, agent, group, roomToMove(state, agent, group, room))
}

/** Of `room` replicas, those that the limits on moves leave. */
function roomToMove(state: State, agent: number, group: number, room: number): number {
  const { space } = state
  const self = space.agents[agent]
  const most = space.instance.problem.limits?.maxMovedReplicas
  if (self.todayTotal < 0 || (self.mostMoves === Number.POSITIVE_INFINITY && most === undefined)) return room
  const staying = Math.max(0, self.today[group] - state.counts.replicas[agent * space.groupCount + group])
  if (room <= staying) return room
  const moved = state.moved(agent, state.grown[agent])
  const free = Math.max(0, state.target[agent] - self.todayTotal) - state.grown[agent]
  const left = Math.min(self.mostMoves - moved, (most ?? Number.POSITIVE_INFINITY) - state.movedTotal)
  return Math.min(room, staying + Math.max(0, free) + Math.max(0, left))
}

/** Of `room` replicas, those that leave enough for the domains that the agent has still to reach. */
function roomToSpread({ space, counts, target }: State, agent: number, group: number, room: number): number {
  const { leastClusters, leastRegions, leastClouds } = space.agents[agent]
  if (leastClusters <= 1 && leastRegions <= 1 && leastClouds <= 1) return room
  const { cluster, region, cloud } = space.groups[group]
  const reached = (held: Int32Array, here: number) => held[agent] + (here > 0 ? 0 : 1)
  const missing = Math.max(
    0,
    leastClusters - reached(counts.clustersHeld, counts.inCluster[agent * space.clusterCount + cluster]),
    leastRegions - reached(counts.regionsHeld, counts.inRegion[agent * counts.regionCount + region]),
    leastClouds - reached(counts.cloudsHeld, counts.inCloud[agent * counts.cloudCount + cloud]),
  )
  return Math.min(room, target[agent] - counts.placed[agent] - missing)
}

/** How many more pods of an agent a node takes by size, cap and acceptance. */
export function roomOnNode(state: State, agent: number, node: Node): number {
  const { space } = state
  const machine = space.machines[node.machine]
  const self = space.agents[agent]
  const empty = space.holds[node.machine * space.shapeCount + self.shape]
  if (empty === 0 || node.pods >= machine.pods) return 0
  let room = Math.min(empty, machine.pods - node.pods)
  if (self.cpu > 0) room = Math.min(room, Math.floor((machine.cpu - node.cpu) / self.cpu + ROUNDING))
  if (self.memoryGiB > 0) room = Math.min(room, Math.floor((machine.memoryGiB - node.memoryGiB) / self.memoryGiB + ROUNDING))
  if (self.gpu > 0) room = Math.min(room, Math.floor((machine.gpu - node.gpu) / self.gpu))
  if (room <= 0) return 0
  const cap = state.caps.perNode[agent]
  if (cap < empty) {
    const at = node.agents.indexOf(agent)
    room = Math.min(room, cap - (at < 0 ? 0 : node.counts[at]))
  }
  return Math.max(0, room)
}

/** Whether one more node of a machine is within every limit. */
export function mayOpen(state: State, machine: number): boolean {
  const { uses, mostNodes } = state.space.machines[machine]
  if (state.nodesOf[machine] >= mostNodes) return false
  for (const { limit, amount } of uses) if (state.used[limit] + amount > state.space.limitMost[limit] + ROUNDING) return false
  return true
}
