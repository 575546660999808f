import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { Hours } from '../domain/units.ts'

/**
 * What is wrong with a period's problem, as the schedule's plan states it: it must be the one that was asked about, with the plan
 * before as its today (none: its own today) and so many hours as its horizon.
 */
export function standsBefore(asked: Problem, stated: Problem, before: Plan | undefined, hours: Hours): string[] {
  const wrong: string[] = []
  if (stated.horizonHours !== hours) wrong.push(`moves are spread over ${stated.horizonHours} h, not over ${hours} h`)
  if (before === undefined) return isSame(asked, stated, { withToday: true }) ? wrong : [...wrong, OTHER]
  if (!isSame(asked, stated, { withToday: false })) wrong.push(OTHER)
  for (const { id, current } of stated.agents) {
    const left = before.placements.filter(({ agent }) => agent === id)
    if (!current || tallied(current, placeOf, replicasOf) !== tallied(left, placeOf, replicasOf))
      wrong.push(`${id} does not begin where the period before leaves it`)
  }
  for (const { id, currentNodes } of stated.clusters) {
    const left = before.nodeGroups.filter(({ cluster }) => cluster === id)
    if (!currentNodes || tallied(currentNodes, offerOf, countOf) !== tallied(left, offerOf, countOf))
      wrong.push(`the nodes of ${id} are not those that the period before leaves`)
  }
  return wrong
}

const OTHER = 'its problem is not the one that was asked about'

function isSame(asked: Problem, stated: Problem, { withToday }: { withToday: boolean }): boolean {
  return JSON.stringify(essence(asked, withToday)) === JSON.stringify(essence(stated, withToday))
}

function essence(problem: Problem, withToday: boolean): unknown {
  const { agents, clusters, horizonHours: _, ...rest } = problem
  const stripped = {
    agents: agents.map(({ current, ...agent }) => [agent, withToday ? current : undefined]),
    clusters: clusters.map(({ currentNodes, ...cluster }) => [cluster, withToday ? currentNodes : undefined]),
  }
  return inOneOrder({ ...rest, ...stripped })
}

/** The same value with the keys of every block in one order. */
function inOneOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneOrder)
  if (value === null || typeof value !== 'object') return value
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([key, part]) => [key, inOneOrder(part)]))
}

const placeOf = ({ cluster, capacityType }: { cluster: string; capacityType: string }): string => JSON.stringify([cluster, capacityType])
const replicasOf = ({ replicas }: { replicas: number }): number => replicas
const offerOf = ({ instanceType, capacityType }: { instanceType: string; capacityType: string }): string =>
  JSON.stringify([instanceType, capacityType])
const countOf = ({ count }: { count: number }): number => count

/** Amounts by key as a text to compare, whatever their order; what is 0 does not count. */
function tallied<T>(items: readonly T[], key: (item: T) => string, amount: (item: T) => number): string {
  const sums = new Map<string, number>()
  for (const item of items) sums.set(key(item), (sums.get(key(item)) ?? 0) + amount(item))
  return JSON.stringify([...sums].filter(([, sum]) => sum > 0).sort(([a], [b]) => (a < b ? -1 : 1)))
}
