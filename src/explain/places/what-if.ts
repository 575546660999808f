import { type ClusterNode, groupsOf, lookOf, nodesOf, withPods } from '../../domain/cluster-node.ts'
import { findOffer } from '../../domain/find-offer.ts'
import { nodeLimits } from '../../domain/node-limits.ts'
import { roomFor } from '../../domain/node-room.ts'
import type { ConflictItem, CostRate, Placement, Plan } from '../../domain/plan.ts'
import { planCost } from '../../domain/plan-cost.ts'
import { type Agent, type CapacityClass, type Cluster, capacityClass, type Problem } from '../../domain/problem.ts'
import { routeTraffic } from '../../domain/route-traffic.ts'
import type { WhyNot } from '../explanation.ts'
import type { ExplainParts } from '../parts.ts'
import { usableOffers } from './shut-out.ts'

interface Place {
  readonly cluster: Cluster
  readonly capacity: CapacityClass
}

/** A plan in which one replica stands elsewhere. */
interface Way {
  readonly plan: Plan
  readonly from: ClusterNode
  readonly to: ClusterNode
  readonly isNew: boolean
}

/** Nodes of a kind that are tried, the most promising ones: more would cost time and rarely be cheaper. */
const MOST_SOURCES = 6
const MOST_TARGETS = 6
/** Ways that are checked, cheapest first, until one keeps every rule. */
const MOST_CHECKED = 12

/**
 * One replica of an agent moved to a place where none stands, all else as planned: the cheapest way that keeps every rule, and what the
 * plan then costs more, by its nodes, egress, interruptions and moves. A plan made anew might do it for less.
 */
export async function oneReplicaThere(problem: Problem, plan: Plan, agent: Agent, place: Place, parts: ExplainParts): Promise<WhyNot> {
  const nodes = nodesOf(plan.nodeGroups)
  const sources = sourcesOf(problem, nodes, agent)
  const { targets, limits } = targetsIn(problem, nodes, agent, place)
  const ways = sources.flatMap((from) => targets.map((to) => wayOf(problem, plan, nodes, agent, from, to)))
  const tried = ways.toSorted((a, b) => a.plan.usdPerHour.total - b.plan.usdPerHour.total).slice(0, MOST_CHECKED)
  const broken: ConflictItem[] = limits.map((detail) => ({ constraint: 'quota', cluster: place.cluster.id, detail }))
  for (const way of tried) {
    const rules = await parts.brokenRules(problem, way.plan)
    if (rules.length === 0) return adds(plan, way)
    broken.push(...rules)
  }
  return { kind: 'breaks', rules: distinct(broken), waysTried: Math.max(tried.length, limits.length > 0 ? 1 : 0) }
}

/** Nodes that hold the agent, one of each look, those first that stand empty without it, the dearest of them first. */
function sourcesOf(problem: Problem, nodes: readonly ClusterNode[], agent: Agent): ClusterNode[] {
  const offerOf = findOffer(problem)
  const saved = (node: ClusterNode) => (node.pods.size === 1 && node.pods.get(agent.id) === 1 ? offerOf(node).usdPerHour : 0)
  const holding = nodes.filter(({ pods }) => pods.has(agent.id))
  const looks = [...Map.groupBy(holding, lookOf).values()].map(([node]) => node).sort((a, b) => saved(b) - saved(a))
  const placeOf = ({ cluster, capacityType }: ClusterNode) => `${cluster}|${capacityClass(capacityType)}`
  const firsts = [...Map.groupBy(looks, placeOf).values()].map(([node]) => node)
  return [...new Set([...firsts, ...looks])].slice(0, Math.max(MOST_SOURCES, firsts.length))
}

/** Nodes there with room, and the cheapest new ones; and which limits refuse new ones where none is left. */
function targetsIn(problem: Problem, nodes: readonly ClusterNode[], agent: Agent, { cluster, capacity }: Place) {
  const room = roomFor(problem)
  const refused = nodeLimits(problem)
  const withRoom = nodes.filter(
    (node) => node.cluster === cluster.id && capacityClass(node.capacityType) === capacity && room(node, agent.id) > 0,
  )
  const offers = usableOffers(agent, cluster, capacity).sort((a, b) => a.usdPerHour - b.usdPerHour)
  const fresh = offers.map(({ instanceType, capacityType }) => ({ cluster: cluster.id, instanceType, capacityType, pods: new Map() }))
  const obstacles = fresh.map((node) => refused(nodes, node))
  const allowed = fresh.filter((_, at) => obstacles[at].length === 0).slice(0, MOST_TARGETS)
  const standing = [...Map.groupBy(withRoom, lookOf).values()].map(([node]) => node).slice(0, MOST_TARGETS)
  return {
    targets: [...standing, ...allowed.flatMap((node) => inZones(node, agent, cluster))],
    limits: standing.length + allowed.length > 0 ? [] : [...new Set(obstacles.flat())],
  }
}

/** A node in each zone where a rule asks in which it stands. */
function inZones(node: ClusterNode, agent: Agent, { zones }: Cluster): ClusterNode[] {
  return agent.survive?.some(({ loss }) => loss === 'zone') ? zones.map((zone) => ({ ...node, zone })) : [node]
}

function wayOf(problem: Problem, plan: Plan, nodes: readonly ClusterNode[], agent: Agent, from: ClusterNode, to: ClusterNode): Way {
  const isNew = to.pods.size === 0
  const [left, joined] = [withPods(from, agent.id, -1), withPods(to, agent.id, 1)]
  const others = nodes.filter((node) => node !== from && node !== to)
  const standing = [...others, ...(left.pods.size > 0 ? [left] : []), joined]
  const nodeGroups = groupsOf(standing)
  const placements = moved(plan.placements, agent.id, from, to)
  const flows = [...plan.flows.filter((flow) => !touches(flow, agent.id)), ...routeTraffic(onlyTraffic(problem, agent.id), placements)]
  const usdPerHour = planCost(problem, { placements, nodeGroups, flows })
  const lowerBoundUsdPerHour = Math.min(plan.lowerBoundUsdPerHour, usdPerHour.total)
  const gap = usdPerHour.total > 0 ? (usdPerHour.total - lowerBoundUsdPerHour) / usdPerHour.total : 0
  return { from, to, isNew, plan: { ...plan, status: 'feasible', usdPerHour, lowerBoundUsdPerHour, gap, placements, nodeGroups, flows } }
}

function moved(placements: readonly Placement[], agent: string, from: ClusterNode, to: ClusterNode): Placement[] {
  const isAt = (one: Placement, { cluster, capacityType }: ClusterNode) =>
    one.agent === agent && one.cluster === cluster && one.capacityType === capacityClass(capacityType)
  const changed = placements.map((one) => {
    const change = (isAt(one, to) ? 1 : 0) - (isAt(one, from) ? 1 : 0)
    return { ...one, replicas: one.replicas + change }
  })
  const isThere = placements.some((one) => isAt(one, to))
  const added = { agent, cluster: to.cluster, capacityType: capacityClass(to.capacityType), replicas: 1 }
  return [...changed.filter(({ replicas }) => replicas > 0), ...(isThere ? [] : [added])]
}

const touches = ({ fromAgent, toAgent }: Plan['flows'][number], agent: string): boolean => fromAgent === agent || toAgent === agent

/** The problem with no traffic but that from and to one agent: the rest flows as it did. */
function onlyTraffic(problem: Problem, agent: string): Problem {
  const agents = problem.agents.map((one) =>
    one.id === agent || !one.traffic ? one : { ...one, traffic: one.traffic.filter(({ to }) => to === agent) },
  )
  return { ...problem, agents }
}

function adds({ usdPerHour: before }: Plan, { plan: { usdPerHour: after }, from, to, isNew }: Way): WhyNot {
  const difference = (part: keyof CostRate) => after[part] - before[part]
  return {
    kind: 'adds',
    usdPerHour: {
      total: difference('total'),
      nodes: difference('nodes'),
      egress: difference('egress'),
      interruption: difference('interruption'),
      moves: difference('moves'),
    },
    from: { cluster: from.cluster, capacityType: capacityClass(from.capacityType) },
    node: { instanceType: to.instanceType, isNew },
  }
}

/** One of each rule and owner: the first that was met. */
const distinct = (items: readonly ConflictItem[]): ConflictItem[] =>
  [...Map.groupBy(items, ({ constraint, agent, quota }) => JSON.stringify([constraint, agent, quota])).values()].map(([first]) => first)
