import {
  type Agent,
  CAPACITY_CLASSES,
  type CapacityClass,
  type Cluster,
  mayStandIn,
  type Offer,
  type Problem,
} from '../../src/domain/problem.ts'
import { mostOnSpot, mostReplicas } from './caps.ts'
import type { Holds, ShapesHere } from './holds.ts'
import { fitsByKind } from './kinds.ts'
import { type Limit, limitsOf } from './limits.ts'
import { type MachineFacts, machinesOf } from './machines.ts'
import { type Shape, shapesOf } from './shapes.ts'

/**
 * A problem as the algebra sees it: agents, groups, shapes and machines by number, every coefficient looked up once.
 * What cannot exist (a place that is ruled out, a machine that no pod accepts, one that another beats in everything) has no number.
 */
export interface Instance {
  readonly problem: Problem
  /** Agents with R > 0: the others place nothing, move nothing and carry no traffic. */
  readonly agents: readonly InstanceAgent[]
  /** One per cluster and capacity class that has machines. */
  readonly groups: readonly Group[]
  readonly machines: readonly Machine[]
  readonly shapes: readonly Shape[]
  readonly limits: readonly Limit[]
}

export interface InstanceAgent {
  readonly index: number
  readonly agent: Agent
  readonly shape: Shape
  /** R. */
  readonly least: number
  /** The most that may run. */
  readonly most: number
  /** Groups that eligibility, spot rules and fit leave to it. */
  readonly groups: readonly Group[]
  /** Replicas that stand in a group today, by the group's index. */
  readonly today: ReadonlyMap<number, number>
  /** Replicas today in all, those included whose group is gone; undefined where today is not known. */
  readonly todayTotal: number | undefined
}

export interface Group {
  readonly index: number
  readonly cluster: Cluster
  readonly capacity: CapacityClass
  readonly machines: readonly Machine[]
}

export interface Machine {
  readonly index: number
  readonly group: number
  readonly offer: Offer
  /** Nodes of it that stand today: they start at no cost. */
  readonly today: number
  /** Cost of starting one node more than today, spread over the horizon [USD/h]. */
  readonly startUsdPerHour: number
  /** The most nodes of it that any rule could allow. */
  readonly mostNodes: number
  /** By shape: the most of its pods on one node; shapes that it cannot hold are absent. */
  readonly holds: Holds
  /** Limits that one node takes from, and how much. */
  readonly uses: readonly { readonly limit: number; readonly amount: number }[]
}

export function buildInstance(problem: Problem, { shapesByRules = true } = {}): Instance {
  const running = problem.agents.filter((agent) => agent.replicas > 0)
  const shapes = shapesOf(running, shapesByRules)
  const limits = limitsOf(problem)
  const shapeOf = shapesByAgent(shapes)
  const facts = { problem, shapes, limits, mostPods: mostPodsOf(running, shapeOf, shapes.length), fitsOf: fitsByKind(shapes) }
  const { groups, groupsOf } = groupsFor(running, shapeOf, facts)
  const machines = groups.flatMap((group) => group.machines)
  const groupAt = groupsByPlace(groups)
  const agents = running.map((agent, index) => instanceAgent(agent, index, shapeOf[index], groupsOf[index], groupAt))
  return { problem, agents, groups, machines, shapes, limits }
}

/** The groups that have machines, and by agent those that it may stand in and fits. */
function groupsFor(running: readonly Agent[], shapeOf: readonly Shape[], facts: MachineFacts): { groups: Group[]; groupsOf: Group[][] } {
  const groups: Group[] = []
  const groupsOf = running.map((): Group[] => [])
  const mayBeOnSpot = running.map((agent) => mostOnSpot(agent, mostReplicas(agent)) > 0)
  let first = 0
  for (const cluster of facts.problem.clusters) {
    const eligible = [...running.keys()].filter((index) => mayStandIn(running[index], cluster))
    for (const capacity of CAPACITY_CLASSES) {
      const standing = capacity === 'spot' ? eligible.filter((index) => mayBeOnSpot[index]) : eligible
      const here = shapesHere(standing, shapeOf, facts.shapes.length)
      const machines = machinesOf(facts, { cluster, capacity, here, group: groups.length, first })
      if (machines.length === 0) continue
      first += machines.length
      const group = { index: groups.length, cluster, capacity, machines }
      groups.push(group)
      const isHeld = heldBy(machines, here)
      for (const index of standing) if (isHeld[shapeOf[index].index]) groupsOf[index].push(group)
    }
  }
  return { groups, groupsOf }
}

function shapesByAgent(shapes: readonly Shape[]): Shape[] {
  const shapeOf: Shape[] = []
  for (const shape of shapes) for (const agent of shape.agents) shapeOf[agent] = shape
  return shapeOf
}

function mostPodsOf(running: readonly Agent[], shapeOf: readonly Shape[], shapeCount: number): Float64Array {
  const most = new Float64Array(shapeCount)
  for (const [index, agent] of running.entries()) most[shapeOf[index].index] += mostReplicas(agent)
  return most
}

function shapesHere(standing: readonly number[], shapeOf: readonly Shape[], shapeCount: number): ShapesHere {
  const has = new Uint8Array(shapeCount)
  for (const index of standing) has[shapeOf[index].index] = 1
  const list: number[] = []
  for (let shape = 0; shape < shapeCount; shape++) if (has[shape] === 1) list.push(shape)
  return { has, list: Int32Array.from(list) }
}

/** By shape: 1 where some machine can hold it. */
function heldBy(machines: readonly Machine[], { list, has }: ShapesHere): Uint8Array {
  const isHeld = new Uint8Array(has.length)
  for (const shape of list) if (machines.some(({ holds }) => holds.has(shape))) isHeld[shape] = 1
  return isHeld
}

type GroupAt = (cluster: string, capacity: CapacityClass) => Group | undefined

function groupsByPlace(groups: readonly Group[]): GroupAt {
  const byCluster = Map.groupBy(groups, ({ cluster }) => cluster.id)
  return (cluster, capacity) => byCluster.get(cluster)?.find((group) => group.capacity === capacity)
}

function instanceAgent(agent: Agent, index: number, shape: Shape, groups: readonly Group[], groupAt: GroupAt): InstanceAgent {
  return {
    index,
    agent,
    shape,
    least: agent.replicas,
    most: mostReplicas(agent),
    groups,
    today: todayOf(agent, groupAt),
    todayTotal: agent.current?.reduce((total, { replicas }) => total + replicas, 0),
  }
}

function todayOf(agent: Agent, groupAt: GroupAt): Map<number, number> {
  const today = new Map<number, number>()
  for (const { cluster, capacityType, replicas } of agent.current ?? []) {
    const group = groupAt(cluster, capacityType)
    if (group) today.set(group.index, (today.get(group.index) ?? 0) + replicas)
  }
  return today
}
