import { type ClusterNode, groupsOf, lookOf, nodesOf, withPods } from '../domain/cluster-node.ts'
import type { Fleet } from '../domain/fleet.ts'
import { roomFor } from '../domain/node-room.ts'
import type { Plan } from '../domain/plan.ts'
import { planCost } from '../domain/plan-cost.ts'
import { capacityClass, type Problem } from '../domain/problem.ts'
import type { Replicas } from '../domain/units.ts'
import { withMissing } from './preferences/put-back.ts'
import type { VerifyPlan } from './today.ts'

/**
 * The plan with the pods of others on the very nodes where they stand. To a problem, nodes of one machine are alike, so that a plan may
 * have what others take of one on another; but these pods do not move. Agents' pods stay with the plan's nodes as far as they fit
 * beside them, and go to others of the place where they do not. A plan that this would break, or that has no others, stays as it is.
 */
export function withBystandersInPlace(problem: Problem, fleet: Fleet, plan: Plan, verifyPlan: VerifyPlan): Plan {
  const others = new Set(fleet.agents.filter(({ isBystander }) => isBystander).map(({ id }) => id))
  if (others.size === 0 || plan.nodeGroups.length === 0) return plan
  const hosts = nodesOf(fleet.clusters.flatMap(({ nodes }) => nodes)).filter(({ pods }) => [...pods.keys()].some((id) => others.has(id)))
  const seats = nodesOf(plan.nodeGroups).map((node) => only(node, (id) => !others.has(id)))
  const seated = seatAll(hosts, seats, { problem, others })
  const nodes = seated && withDisplaced(problem, seated)
  if (!nodes) return plan
  const moved = withNodes(problem, plan, nodes)
  return verifyPlan(problem, moved).holds ? moved : plan
}

interface Seating {
  readonly problem: Problem
  readonly others: ReadonlySet<string>
}

interface Seated {
  readonly nodes: readonly ClusterNode[]
  /** Replicas that do not fit beside what stands where the plan had them. */
  readonly displaced: readonly { readonly agent: string; readonly from: ClusterNode; readonly replicas: Replicas }[]
}

const kindOf = ({ cluster, instanceType, capacityType }: ClusterNode): string => `${cluster}|${instanceType}|${capacityClass(capacityType)}`

const only = (node: ClusterNode, is: (agent: string) => boolean): ClusterNode => ({
  ...node,
  pods: new Map([...node.pods].filter(([agent]) => is(agent))),
})

/** Each host takes one of the plan's nodes of its kind. Undefined where the plan has too few, so that it does not keep others' nodes. */
function seatAll(hosts: readonly ClusterNode[], seats: readonly ClusterNode[], seating: Seating): Seated | undefined {
  const free = Map.groupBy(seats, kindOf)
  const nodes: ClusterNode[] = []
  const displaced: Seated['displaced'][number][] = []
  const seatedOn = seatedOnIn(seating)
  for (const host of fullestFirst(hosts, seating)) {
    const open = free.get(kindOf(host)) ?? []
    const best = bestSeat(host, open, seatedOn)
    if (best === undefined) return undefined
    const [seat] = open.splice(best, 1) as [ClusterNode]
    const { node, left } = seatedOn(host, seat)
    nodes.push({ ...node, ...(host.zone !== undefined && { zone: host.zone }) })
    displaced.push(...[...left].map(([agent, replicas]) => ({ agent, from: node, replicas })))
  }
  return { nodes: [...nodes, ...[...free.values()].flat().filter(({ pods }) => pods.size > 0)], displaced }
}

type SeatedOn = (host: ClusterNode, seat: ClusterNode) => { readonly node: ClusterNode; readonly left: ReadonlyMap<string, Replicas> }

/** The seat's agents beside the host's others, and those that do not fit; the largest groups first. Remembered by look, since many are alike. */
function seatedOnIn({ problem, others }: Seating): SeatedOn {
  const room = roomFor(problem)
  const known = new Map<string, ReturnType<SeatedOn>>()
  return (host, seat) => {
    const start = { ...seat, pods: only(host, (id) => others.has(id)).pods }
    const key = `${lookOf(start)}/${lookOf(seat)}`
    const before = known.get(key)
    if (before) return before
    let node: ClusterNode = start
    const left = new Map<string, Replicas>()
    for (const [agent, replicas] of [...seat.pods].sort(([, a], [, b]) => b - a)) {
      const fits = Math.min(replicas, room(node, agent))
      if (fits > 0) node = withPods(node, agent, fits)
      if (fits < replicas) left.set(agent, replicas - fits)
    }
    known.set(key, { node, left })
    return { node, left }
  }
}

/** Where the fewest are displaced; then in its own zone, bought as it is, and with the most of its own agents. */
function bestSeat(host: ClusterNode, seats: readonly ClusterNode[], seatedOn: SeatedOn): number | undefined {
  const scores = seats.map((seat, at) => ({ at, score: scoreOf(host, seat, seatedOn) }))
  return scores.toSorted((a, b) => compare(a.score, b.score))[0]?.at
}

function scoreOf(host: ClusterNode, seat: ClusterNode, seatedOn: SeatedOn): readonly number[] {
  const displaced = [...seatedOn(host, seat).left.values()].reduce((sum, replicas) => sum + replicas, 0)
  const inCommon = [...seat.pods].reduce((sum, [agent, replicas]) => sum + Math.min(replicas, host.pods.get(agent) ?? 0), 0)
  const isElsewhere = seat.zone !== undefined && seat.zone !== host.zone
  return [displaced, Number(isElsewhere), Number(seat.capacityType !== host.capacityType), -inCommon]
}

function compare(one: readonly number[], other: readonly number[]): number {
  const differs = one.findIndex((part, at) => part !== other[at])
  return differs < 0 ? 0 : one[differs]! - other[differs]!
}

/** Those with the least room for agents choose first. */
function fullestFirst(hosts: readonly ClusterNode[], { problem, others }: Seating): ClusterNode[] {
  const cpu = new Map(problem.agents.map(({ id, requests }) => [id, requests.cpu]))
  const taken = ({ pods }: ClusterNode) =>
    [...pods].reduce((sum, [agent, replicas]) => sum + (others.has(agent) ? (cpu.get(agent) ?? 0) * replicas : 0), 0)
  return hosts.toSorted((a, b) => taken(b) - taken(a))
}

/** In the same cluster, bought in the same way: there no rule but the zone's and the node's is touched. */
function withDisplaced(problem: Problem, { nodes, displaced }: Seated): ClusterNode[] | undefined {
  let all: ClusterNode[] | undefined = [...nodes]
  for (const { agent: id, from, replicas } of displaced) {
    const agent = problem.agents.find((one) => one.id === id)!
    const place = { cluster: from.cluster, capacityType: capacityClass(from.capacityType) }
    all = all && withMissing(problem, all, agent, place, replicas)
  }
  return all
}

function withNodes(problem: Problem, plan: Plan, nodes: readonly ClusterNode[]): Plan {
  const nodeGroups = groupsOf(nodes)
  const usdPerHour = planCost(problem, { ...plan, nodeGroups })
  const gap = usdPerHour.total > 0 ? Math.max(0, (usdPerHour.total - plan.lowerBoundUsdPerHour) / usdPerHour.total) : 0
  const isAsCheap = usdPerHour.total <= plan.usdPerHour.total + 1e-9
  return { ...plan, nodeGroups, usdPerHour, gap, status: isAsCheap ? plan.status : 'feasible' }
}
