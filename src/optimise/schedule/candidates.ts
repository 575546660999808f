import { offerKey } from '../../domain/find-offer.ts'
import type { NodeGroup, Plan } from '../../domain/plan.ts'
import type { Problem } from '../../domain/problem.ts'
import { routeTraffic } from '../../domain/route-traffic.ts'
import type { ScheduleProblem } from '../../domain/schedule.ts'
import type { PeriodStanding } from './messages.ts'

/** What may stand in one period, with the traffic of that period; its costs depend on what stands before. */
export type Candidate = Pick<Plan, 'placements' | 'nodeGroups' | 'flows'>

/** What stands elsewhere, in this period: agents that it does not want are gone, traffic is its own. Undefined where a node has no price here. */
export function candidateIn(problem: Problem, { placements, nodeGroups }: PeriodStanding): Candidate | undefined {
  const wanted = new Set(problem.agents.flatMap(({ id, replicas }) => (replicas > 0 ? [id] : [])))
  const offers = new Set(problem.clusters.flatMap(({ id, offers }) => offers.map((offer) => offerKey({ cluster: id, ...offer }))))
  if (nodeGroups.some((group) => !offers.has(offerKey(group)))) return undefined
  const standing = placements.filter(({ agent }) => wanted.has(agent))
  const nodes = nodeGroups.map((group) => ({ ...group, pods: group.pods.filter(({ agent }) => wanted.has(agent)) }))
  return { placements: standing, nodeGroups: nodes, flows: routeTraffic(problem, standing) }
}

/** Without nodes that hold nothing. */
export function withoutIdle(candidate: Candidate): Candidate {
  return { ...candidate, nodeGroups: candidate.nodeGroups.filter(({ pods }) => pods.length > 0) }
}

/** Each period with the idle nodes that cost less while they wait than their next start would: the same pods, fewer starts. */
export function withIdleKept(schedule: ScheduleProblem, day: readonly Candidate[]): Candidate[] {
  const kept = day.map(() => [] as NodeGroup[])
  const counts = day.map(({ nodeGroups }) => nodesByOffer(nodeGroups))
  for (const key of new Set(counts.flatMap((count) => [...count.keys()]))) {
    const group = day.flatMap(({ nodeGroups }) => nodeGroups).find((one) => offerKey(one) === key)!
    const idle = idleNodes(
      counts.map((count) => count.get(key) ?? 0),
      pricesOf(schedule, group),
      schedule.cyclic,
    )
    const { cluster, instanceType, capacityType } = group
    for (const [at, count] of idle.entries()) if (count > 0) kept[at]!.push({ cluster, instanceType, capacityType, count, pods: [] })
  }
  return day.map((candidate, at) => ({ ...candidate, nodeGroups: [...candidate.nodeGroups, ...kept[at]!] }))
}

function nodesByOffer(groups: readonly NodeGroup[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const group of groups) counts.set(offerKey(group), (counts.get(offerKey(group)) ?? 0) + group.count)
  return counts
}

interface Prices {
  /** Of one node over the whole period [USD]; infinite where it is not on offer. */
  readonly usd: number
  /** Of starting one into the period [USD]. */
  readonly startUsd: number
}

function pricesOf({ periods }: ScheduleProblem, node: NodeGroup): Prices[] {
  return periods.map(({ hours, problem }) => {
    const cluster = problem.clusters.find(({ id }) => id === node.cluster)
    const offer = cluster?.offers.find((one) => one.instanceType === node.instanceType && one.capacityType === node.capacityType)
    return { usd: offer ? hours * offer.usdPerHour : Number.POSITIVE_INFINITY, startUsd: cluster?.nodeStartUsd ?? 0 }
  })
}

/** How many nodes wait in each period, where `used` are needed: the nth node waits through a pause if that costs less than starting it again. */
function idleNodes(used: readonly number[], prices: readonly Prices[], cyclic: boolean): number[] {
  const idle = used.map(() => 0)
  for (let nth = 1; nth <= Math.max(...used); nth++) {
    for (const pause of pausesOf(used, nth, cyclic)) {
      const usd = pause.periods.reduce((sum, at) => sum + prices[at]!.usd, 0)
      if (usd < prices[pause.until]!.startUsd - 1e-9) for (const at of pause.periods) idle[at]!++
    }
  }
  return idle
}

/** Runs of periods that need fewer than so many nodes, each between two that need them. */
function pausesOf(used: readonly number[], nth: number, cyclic: boolean): { periods: number[]; until: number }[] {
  const count = used.length
  return used.flatMap((needed, start) => {
    const next = (start + 1) % count
    if (needed < nth || used[next]! >= nth) return []
    const periods: number[] = []
    for (let at = next; used[at]! < nth; at = (at + 1) % count) periods.push(at)
    const until = (periods.at(-1)! + 1) % count
    return cyclic || until > start ? [{ periods, until }] : []
  })
}
