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
import { type Limit, limitsOf } from './limits.ts'
import { machinesOf } from './machines.ts'
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
  readonly holds: ReadonlyMap<number, number>
  /** Limits that one node takes from, and how much. */
  readonly uses: readonly { readonly limit: number; readonly amount: number }[]
}

export function buildInstance(problem: Problem): Instance {
  const running = problem.agents.filter((agent) => agent.replicas > 0)
  const shapes = shapesOf(running)
  const limits = limitsOf(problem)
  const machines: Machine[] = []
  const groups: Group[] = []
  for (const cluster of problem.clusters)
    for (const capacity of CAPACITY_CLASSES) {
      const here = shapes.filter((shape) => shape.agents.some((index) => mayUse(running[index], cluster, capacity)))
      const found = machinesOf({
        problem,
        cluster,
        capacity,
        shapes: here,
        agents: running,
        limits,
        group: groups.length,
        first: machines.length,
      })
      if (found.length === 0) continue
      machines.push(...found)
      groups.push({ index: groups.length, cluster, capacity, machines: found })
    }
  const shapeOf = new Map(shapes.flatMap((shape) => shape.agents.map((index) => [index, shape])))
  const agents = running.map((agent, index) => instanceAgent(agent, index, shapeOf.get(index)!, groups))
  return { problem, agents, groups, machines, shapes, limits }
}

function mayUse(agent: Agent, cluster: Cluster, capacity: CapacityClass): boolean {
  return mayStandIn(agent, cluster) && (capacity === 'on-demand' || mostOnSpot(agent, mostReplicas(agent)) > 0)
}

function instanceAgent(agent: Agent, index: number, shape: Shape, groups: readonly Group[]): InstanceAgent {
  return {
    index,
    agent,
    shape,
    least: agent.replicas,
    most: mostReplicas(agent),
    groups: groups.filter(
      (group) => mayUse(agent, group.cluster, group.capacity) && group.machines.some((machine) => machine.holds.has(shape.index)),
    ),
    today: todayOf(agent, groups),
    todayTotal: agent.current?.reduce((total, { replicas }) => total + replicas, 0),
  }
}

function todayOf(agent: Agent, groups: readonly Group[]): Map<number, number> {
  const today = new Map<number, number>()
  for (const { cluster, capacityType, replicas } of agent.current ?? []) {
    const group = groups.find((candidate) => candidate.cluster.id === cluster && candidate.capacity === capacityType)
    if (group) today.set(group.index, (today.get(group.index) ?? 0) + replicas)
  }
  return today
}
