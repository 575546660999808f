import type { Agent, Offer, Problem } from '../../src/domain/problem.ts'
import type { ScheduleProblem } from '../../src/domain/schedule.ts'
import { type Choice, choicesOf } from './choices.ts'
import { edgesOf } from './egress.ts'
import { type Cell, cellsOf, mostReplicas } from './fleet.ts'

/** What may stand in a period: where replicas are, how many nodes of each offer there are, and what an hour of it costs. */
interface State {
  /** By agent, then by cell. */
  readonly replicas: readonly (readonly number[])[]
  /** By offer, all clusters in their order. */
  readonly nodes: readonly number[]
  readonly usdPerHour: number
}

/**
 * The cheapest day of two periods, by trying every pair of what may stand in each, idle nodes included [USD/day]. It knows the rules
 * that arbitrary-schedule.ts draws, and shares no line with the optimiser.
 */
export function cheapestScheduleByBruteForce(schedule: ScheduleProblem): number | 'infeasible' {
  const most = Math.max(...schedule.periods.map(({ problem }) => sum(problem.agents, mostReplicas)))
  const [first, second] = schedule.periods.map(({ problem }) => statesOf(problem, most))
  const [a, b] = schedule.periods as [ScheduleProblem['periods'][number], ScheduleProblem['periods'][number]]
  let best = Number.POSITIVE_INFINITY
  for (const one of first!) {
    const start = fromToday(schedule, one)
    if (start === undefined) continue
    for (const other of second!) {
      const running = a.hours * one.usdPerHour + b.hours * other.usdPerHour
      if (running + start >= best) break
      const there = change(b.problem, one, other, b.hours)
      const back = schedule.cyclic ? change(a.problem, other, one, a.hours) : 0
      if (there !== undefined && back !== undefined) best = Math.min(best, running + start + there + back)
    }
  }
  return Number.isFinite(best) ? best : 'infeasible'
}

/** A day's part of getting there from today [USD/day]; undefined where a rule forbids it. */
function fromToday({ cyclic, horizonHours, periods }: ScheduleProblem, state: State): number | undefined {
  const { problem, hours } = periods[0]!
  const spread = cyclic ? horizonHours : hours
  const usd = change(problem, todayOf(problem), state, spread)
  return usd === undefined ? undefined : usd * (cyclic ? 24 / horizonHours : 1)
}

interface Standing {
  readonly replicas: readonly (readonly number[] | undefined)[]
  readonly nodes: readonly (number | undefined)[]
}

function todayOf(problem: Problem): Standing {
  const cells = cellsOf(problem)
  return {
    replicas: problem.agents.map(
      ({ current }) =>
        current &&
        cells.map(({ cluster, kind }) => sum(current, (at) => (at.cluster === cluster.id && at.capacityType === kind ? at.replicas : 0))),
    ),
    nodes: problem.clusters.flatMap(({ offers, currentNodes }) =>
      offers.map(
        (offer) =>
          currentNodes &&
          sum(currentNodes, (node) =>
            node.instanceType === offer.instanceType && node.capacityType === offer.capacityType ? node.count : 0,
          ),
      ),
    ),
  }
}

/** What one change costs once [USD]; undefined where it moves more than is allowed, or passes the budget. */
function change(into: Problem, before: Standing, after: State, hours: number): number | undefined {
  const moved = into.agents.map((_, agent) => movedOf(before.replicas[agent], after.replicas[agent]!))
  if (moved.some((count, agent) => count > (into.agents[agent]!.move?.maxReplicas ?? Number.POSITIVE_INFINITY))) return undefined
  if (sum(moved, (count) => count) > (into.limits?.maxMovedReplicas ?? Number.POSITIVE_INFINITY)) return undefined
  const startUsd = into.clusters.flatMap(({ offers, nodeStartUsd = 0 }) => offers.map(() => nodeStartUsd))
  const starts = startUsd.map((usd, at) => usd * Math.max(0, after.nodes[at]! - (before.nodes[at] ?? Number.POSITIVE_INFINITY)))
  const usd = sum(moved.keys(), (agent) => moved[agent]! * (into.agents[agent]!.move?.usdPerReplica ?? 0)) + sum(starts, (part) => part)
  return after.usdPerHour + usd / hours > (into.limits?.usdPerHour ?? Number.POSITIVE_INFINITY) + 1e-6 ? undefined : usd
}

function movedOf(before: readonly number[] | undefined, after: readonly number[]): number {
  if (!before) return 0
  const arrived = sum(after.keys(), (cell) => Math.max(0, after[cell]! - before[cell]!))
  const more = sum(after, (count) => count) - sum(before, (count) => count)
  return Math.max(0, arrived - Math.max(0, more))
}

/** Everything that may stand in a period by itself, the cheapest first. */
function statesOf(problem: Problem, mostNodes: number): State[] {
  const cells = cellsOf(problem)
  const alone = problem.agents.map(({ current: _, ...agent }) => agent)
  const edges = edgesOf(problem)
  const states: State[] = []
  for (const choices of combinations(alone.map((agent) => choicesOf(problem, agent, cells)))) {
    const replicas = choices.map((choice) => choice.replicas)
    const egress = sum(edges, (edge) => edge.usdPerHour(choices))
    for (const nodes of nodesFor(problem, cells, { agents: alone, choices, mostNodes }))
      states.push({ replicas, nodes, usdPerHour: egress + nodesUsd(problem, nodes) })
  }
  return states.sort((x, y) => x.usdPerHour - y.usdPerHour)
}

const nodesUsd = ({ clusters }: Problem, nodes: readonly number[]): number => {
  const offers = clusters.flatMap((cluster) => cluster.offers)
  return sum(nodes.keys(), (at) => nodes[at]! * offers[at]!.usdPerHour)
}

interface Pods {
  readonly agents: readonly Agent[]
  readonly choices: readonly Choice[]
  readonly mostNodes: number
}

/** Every number of nodes of each offer that holds the pods, up to a node a pod of the busiest hour. */
function* nodesFor(problem: Problem, cells: readonly Cell[], { agents, choices, mostNodes: most }: Pods): Iterable<number[]> {
  const offers = problem.clusters.flatMap((cluster) => cluster.offers)
  const cellOf = (offer: Offer) => cells.findIndex((cell) => cell.offers.includes(offer))
  for (const nodes of combinations(offers.map(({ maxNodes = most }) => upTo(Math.min(most, maxNodes))))) {
    if (!withinLimits(problem, nodes)) continue
    const holds = cells.every((_, cell) => {
      const free = offers.flatMap((offer, at) => (cellOf(offer) === cell ? Array.from({ length: nodes[at]! }, () => roomOf(offer)) : []))
      return findRoom(
        agents.flatMap((agent, at) => Array.from({ length: choices[at]!.replicas[cell]! }, () => agent)),
        free,
      )
    })
    if (holds) yield nodes
  }
}

function withinLimits({ clusters }: Problem, nodes: readonly number[]): boolean {
  const owners = clusters.flatMap(({ id, offers }) => offers.map(() => id))
  return clusters.every(({ id, limits }) => {
    const here = sum(nodes.keys(), (at) => (owners[at] === id ? nodes[at]! : 0))
    return here <= (limits?.nodes ?? Number.POSITIVE_INFINITY)
  })
}

type Room = { cpu: number; memoryGiB: number; pods: number }
const roomOf = ({ allocatable: { cpu, memoryGiB, pods } }: Offer): Room => ({ cpu, memoryGiB, pods })

/** Whether all pods find room, by trying each node for each. */
function findRoom([pod, ...others]: readonly Agent[], nodes: readonly Room[]): boolean {
  if (!pod) return true
  return nodes.some((node, at) => {
    const left = { cpu: node.cpu - pod.requests.cpu, memoryGiB: node.memoryGiB - pod.requests.memoryGiB, pods: node.pods - 1 }
    return left.cpu >= -1e-9 && left.memoryGiB >= -1e-9 && left.pods >= 0 && findRoom(others, nodes.with(at, left))
  })
}

const upTo = (most: number): number[] => Array.from({ length: most + 1 }, (_, count) => count)

function* combinations<T>([first, ...rest]: readonly (readonly T[])[]): Iterable<T[]> {
  if (!first) {
    yield []
    return
  }
  for (const one of first) for (const others of combinations(rest)) yield [one, ...others]
}

function sum<T>(items: Iterable<T>, amount: (item: T) => number): number {
  let total = 0
  for (const item of items) total += amount(item)
  return total
}
