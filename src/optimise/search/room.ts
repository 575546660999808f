import type { Node } from './node.ts'
import type { State } from './state.ts'

/** Far below the contract's 1e-9, far above what a sum of a few requests rounds. */
export const ROUNDING = 1e-11

/** How many more replicas of an agent its rules let stand in a group (and zone, where one is named): never more than are still to be placed. */
export function roomInGroup(state: State, agent: number, group: number, zone: number): number {
  const { space, caps, counts } = state
  let room = state.target[agent] - counts.placed[agent]
  if (room <= 0) return 0
  const { region, isSpot } = space.groups[group]
  if (zone >= 0) room = Math.min(room, caps.zone[agent] - counts.inZone[agent * space.zoneCount + zone])
  if (isSpot) {
    const inRegion = counts.spotInRegion[agent * counts.regionCount + region]
    room = Math.min(room, caps.spot[agent] - counts.onSpot[agent], caps.spotRegion[agent] - inRegion)
  }
  if (room <= 0) return 0
  return caps.bindsPlaces[agent] === 0 ? room : roomByPlace(state, agent, group, room)
}

/** Of `room` replicas, those that the agent's rules on clusters, regions and clouds leave. */
function roomByPlace(state: State, agent: number, group: number, most: number): number {
  const { space, caps, counts } = state
  const { region, cloud, cluster } = space.groups[group]
  let room = Math.min(most, caps.cluster[agent] - counts.inCluster[agent * space.clusterCount + cluster])
  room = Math.min(room, caps.region[agent] - counts.inRegion[agent * counts.regionCount + region])
  room = Math.min(room, caps.cloud[agent] - counts.inCloud[agent * counts.cloudCount + cloud])
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
  let room = machine.pods - node.pods
  if (room <= 0 || !state.acceptance.has(agent, node.machine)) return 0
  if (self.cpu > 0) room = Math.min(room, Math.floor((machine.cpu - node.cpu) / self.cpu + ROUNDING))
  if (self.memoryGiB > 0) room = Math.min(room, Math.floor((machine.memoryGiB - node.memoryGiB) / self.memoryGiB + ROUNDING))
  if (self.gpu > 0) room = Math.min(room, Math.floor((machine.gpu - node.gpu) / self.gpu))
  if (room <= 0) return 0
  const cap = state.caps.perNode[agent]
  if (cap >= node.pods + room) return room
  const at = node.agents.indexOf(agent)
  return Math.max(0, Math.min(room, cap - (at < 0 ? 0 : node.counts[at])))
}

/** Whether one more node of a machine is within every limit. */
export function mayOpen({ nodesOf, limits }: State, machine: number): boolean {
  return nodesOf[machine] < limits.mostNodes[machine] && limits.haveRoom(machine)
}
