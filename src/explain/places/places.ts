import type { ConflictItem, Plan } from '../../domain/plan.ts'
import { type Agent, CAPACITY_CLASSES, type CapacityClass, type Cluster, capacityClass, type Problem } from '../../domain/problem.ts'
import { withAgent } from '../../domain/rules/rule.ts'
import type { UsdPerHour } from '../../domain/units.ts'
import type { Allowance } from '../allowance.ts'
import type { AgentPlaces, AllThere, PlaceAnswer } from '../explanation.ts'
import { leastSharePrice, nodeCosts } from '../list-price.ts'
import type { ExplainParts } from '../parts.ts'
import { costWithin, type Known } from '../savings/interval.ts'
import { shutOut } from './shut-out.ts'
import { oneReplicaThere } from './what-if.ts'

/** Agents told where nobody asks for one: those whose nodes cost most. */
const AGENTS = 5

/** For the dearest agents, or the one that is asked for: what keeps each out of every place where it does not stand. */
export async function placesOfAgents(
  problem: Problem,
  plan: Plan,
  agent: string | undefined,
  parts: ExplainParts,
  time: Allowance,
): Promise<AgentPlaces[]> {
  const costs = nodeCosts(problem, plan)
  const dearest = [...costs].filter(([, cost]) => cost > 0).sort(([, a], [, b]) => b - a)
  const asked = agent === undefined ? dearest.slice(0, AGENTS).map(([id]) => id) : [agent]
  const all: AgentPlaces[] = []
  for (const id of asked) all.push(await placesOf(problem, plan, id, costs.get(id) ?? 0, parts, time))
  return all
}

async function placesOf(
  problem: Problem,
  plan: Plan,
  id: string,
  cost: UsdPerHour,
  parts: ExplainParts,
  time: Allowance,
): Promise<AgentPlaces> {
  const agent = problem.agents.find((one) => one.id === id)!
  const standing = plan.placements.filter((one) => one.agent === id)
  const replicas = standing.reduce((sum, one) => sum + one.replicas, 0)
  const usdPerReplicaHour = replicas > 0 ? cost / replicas : 0
  const stands = (cluster: Cluster, capacity: CapacityClass) =>
    standing.some((one) => one.cluster === cluster.id && one.capacityType === capacity)
  const elsewhere = problem.clusters
    .flatMap((cluster) => CAPACITY_CLASSES.map((capacity) => ({ cluster, capacity })))
    .filter(({ cluster, capacity }) => replicas > 0 && !stands(cluster, capacity) && offersIn(cluster, capacity).length > 0)
    .map((place) => ({ ...place, price: leastSharePrice(agent, forSale(place.cluster, place.capacity)) }))
    .sort((a, b) => a.price - b.price)
  const places: PlaceAnswer[] = []
  for (const { cluster, capacity, price } of elsewhere) {
    const by = shutOut(agent, cluster, capacity)
    const why =
      by.length > 0
        ? ({ kind: 'shut out', by } as const)
        : time.secondsLeft() > 0
          ? await oneReplicaThere(problem, plan, agent, { cluster, capacity }, parts)
          : ({ kind: 'not computed' } as const)
    const listed = Number.isFinite(price) ? { listUsdPerReplicaHour: price } : {}
    places.push({ cluster: cluster.id, capacityType: capacity, ...listed, isCheaperByList: price < usdPerReplicaHour - 1e-9, why })
  }
  return { agent: id, replicas, usdPerReplicaHour, places }
}

const offersIn = (cluster: Cluster, capacity: CapacityClass) =>
  cluster.offers.filter(({ capacityType }) => capacityClass(capacityType) === capacity)

/** What is reserved is paid and limited: what it costs to use says nothing of what the place costs. */
const forSale = (cluster: Cluster, capacity: CapacityClass) =>
  offersIn(cluster, capacity).filter(({ capacityType }) => capacityType !== 'reserved')

/** How close the plan with all of an agent in one place is solved. */
const GAP = 1e-3

/**
 * The same with all of the agent in each cheaper cluster that is open to it, solved anew one after the other: what that adds, as the gaps allow,
 * or the rules that do not let it.
 */
export async function withAllThere(
  problem: Problem,
  base: Known,
  { places, ...told }: AgentPlaces,
  parts: ExplainParts,
  time: Allowance,
): Promise<AgentPlaces> {
  const open = places.filter(({ isCheaperByList, why }) => isCheaperByList && why.kind !== 'shut out')
  const clusters = [...new Set(open.map(({ cluster }) => cluster))]
  const answers = new Map<string, AllThere>()
  for (const [at, cluster] of clusters.entries()) {
    const timeLimitSeconds = time.secondsLeft() / (clusters.length - at)
    answers.set(
      cluster,
      timeLimitSeconds < 0.2 ? { kind: 'unknown' } : await allThere(problem, base, told.agent, cluster, parts, timeLimitSeconds),
    )
  }
  const answered = (place: PlaceAnswer) => (open.includes(place) ? answers.get(place.cluster) : undefined)
  return { ...told, places: places.map((place) => ({ ...place, ...present(answered(place)) })) }
}

const present = (allThere: AllThere | undefined) => (allThere ? { allThere } : {})

async function allThere(
  problem: Problem,
  base: Known,
  id: string,
  cluster: string,
  parts: ExplainParts,
  timeLimitSeconds: number,
): Promise<AllThere> {
  const restricted = withAgent(problem, id, (agent: Agent) => ({ ...agent, placement: { ...agent.placement, clusters: [cluster] } }))
  const plan = await parts.solve(restricted, { gap: GAP, timeLimitSeconds })
  if (plan.status === 'infeasible') {
    const { conflict = [], conflictIsMinimal = false } = plan
    return { kind: 'infeasible', conflict: conflict.filter((item) => !isThatOne(item, id)), conflictIsMinimal }
  }
  if (plan.status === 'unknown') return { kind: 'unknown' }
  const { total } = plan.usdPerHour
  const added = costWithin(base, { lower: plan.lowerBoundUsdPerHour, upper: total })
  return { kind: 'adds', added, withUsdPerHour: total }
}

/** Where it is to stand is what was asked, not a rule of the user's. */
const isThatOne = ({ constraint, agent, detail }: ConflictItem, id: string): boolean =>
  constraint === 'placement' && agent === id && detail.startsWith(`${id} may stand only in: `)
