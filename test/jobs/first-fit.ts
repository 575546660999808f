import type { NodeGroup, Plan } from '../../src/domain/plan.ts'
import { planCost } from '../../src/domain/plan-cost.ts'
import { type Agent, accepts, mayStandIn, type Offer, type Problem } from '../../src/domain/problem.ts'
import { routeTraffic } from '../../src/domain/route-traffic.ts'
import { verifyPlan } from '../../src/verify/verify.ts'

/**
 * A planner simple enough to be checked in the head: each agent whole in the one cluster and on the one machine that is cheapest for it,
 * shared with nobody. It is infeasible for it as soon as that breaks a rule, and the conflict names whose.
 */
export async function firstFit(problem: Problem): Promise<Plan> {
  const homes = problem.agents.filter(({ replicas }) => replicas > 0).map((agent) => ({ agent, home: cheapestHome(problem, agent) }))
  const homeless = homes.filter(({ home }) => !home).map(({ agent }) => agent.id)
  if (homeless.length > 0) return infeasible(homeless)
  const nodeGroups = homes.flatMap(({ agent, home }) => groupsOf(agent, home!))
  const placements = homes.map(({ agent, home }) => ({
    agent: agent.id,
    cluster: home!.cluster,
    capacityType: kindOf(home!.offer),
    replicas: agent.replicas,
  }))
  const flows = routeTraffic(problem, placements)
  const usdPerHour = planCost(problem, { placements, nodeGroups, flows })
  const bound = { lowerBoundUsdPerHour: usdPerHour.total, gap: 0 }
  const plan: Plan = { schema: 'placement-plan/v1', status: 'optimal', usdPerHour, ...bound, placements, nodeGroups, flows }
  const { violations } = verifyPlan(problem, plan)
  return violations.length === 0 ? plan : infeasible([...new Set(violations.flatMap(({ agent }) => (agent ? [agent] : [])))])
}

interface Home {
  readonly cluster: string
  readonly offer: Offer
  readonly perNode: number
}

function cheapestHome(problem: Problem, agent: Agent): Home | undefined {
  const homes = problem.clusters
    .filter((cluster) => mayStandIn(agent, cluster))
    .flatMap(({ id, offers }) =>
      offers.filter((offer) => accepts(agent, offer)).map((offer) => ({ cluster: id, offer, perNode: perNode(agent, offer) })),
    )
    .filter(({ perNode, offer }) => perNode > 0 && (offer.capacityType !== 'spot' || agent.spot?.maxShare === 1))
  return homes.toSorted((a, b) => cost(agent, a) - cost(agent, b))[0]
}

const cost = ({ replicas }: Agent, { offer, perNode }: Home): number => Math.ceil(replicas / perNode) * offer.usdPerHour
const kindOf = ({ capacityType }: Offer): 'spot' | 'on-demand' => (capacityType === 'spot' ? 'spot' : 'on-demand')

function perNode({ requests, maxPerNode }: Agent, { allocatable }: Offer): number {
  const { cpu, memoryGiB } = requests
  return Math.min(
    Math.floor(allocatable.cpu / cpu),
    Math.floor(allocatable.memoryGiB / memoryGiB),
    allocatable.pods,
    maxPerNode ?? Number.POSITIVE_INFINITY,
  )
}

function groupsOf({ id, replicas }: Agent, { cluster, offer, perNode }: Home): NodeGroup[] {
  const { instanceType, capacityType } = offer
  const group = (count: number, each: number) => ({ cluster, instanceType, capacityType, count, pods: [{ agent: id, replicas: each }] })
  const [full, rest] = [Math.floor(replicas / perNode), replicas % perNode]
  return [...(full > 0 ? [group(full, perNode)] : []), ...(rest > 0 ? [group(1, rest)] : [])]
}

function infeasible(agents: readonly string[]): Plan {
  const none = { total: 0, nodes: 0, egress: 0, interruption: 0, moves: 0 }
  return {
    schema: 'placement-plan/v1',
    status: 'infeasible',
    usdPerHour: none,
    lowerBoundUsdPerHour: 0,
    gap: 0,
    placements: [],
    nodeGroups: [],
    flows: [],
    conflict: agents.map((agent) => ({ constraint: 'eligibility', agent, detail: `${agent} finds no place` })),
    conflictIsMinimal: false,
  }
}
