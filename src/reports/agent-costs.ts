import { findOffer, offerKey } from '../domain/find-offer.ts'
import type { NodeGroup } from '../domain/plan.ts'
import { movedReplicas } from '../domain/plan-cost.ts'
import { type Agent, type Cluster, egressPrice, type Problem } from '../domain/problem.ts'
import type { UsdPerHour } from '../domain/units.ts'
import { agentShares } from './cost-shares.ts'
import type { Arrangement } from './findings.ts'

/** What one agent costs, by what it costs for. */
export interface AgentCost {
  readonly nodes: UsdPerHour
  readonly egress: UsdPerHour
  readonly interruption: UsdPerHour
  readonly moves: UsdPerHour
}

/** Stands for nodes that hold no pod: nobody's, and paid for all the same. */
export const EMPTY_NODES = '(empty nodes)'

/**
 * The cost of an arrangement by agent; the sum over the agents and the empty nodes is its total. Nodes and what starting them costs
 * are shared over their pods by dominant resource share (see `agentShares`); egress is paid by the sender; an interruption by the pods that restart;
 * a move by the agent that moves. Throws RangeError where a node's price is not known.
 */
export function costByAgent(problem: Problem, arrangement: Arrangement): Map<string, AgentCost> {
  const bills = new Map<string, Bill>(problem.agents.map((agent) => [agent.id, new Bill()]))
  const bill = (agent: string) => bills.get(agent) ?? bills.set(agent, new Bill()).get(agent)!
  addNodes(problem, arrangement, bill)
  addEgress(problem, arrangement, bill)
  for (const agent of problem.agents) bill(agent.id).moves += movesOf(problem, agent, arrangement)
  return bills
}

class Bill implements AgentCost {
  nodes = 0
  egress = 0
  interruption = 0
  moves = 0
}

function addNodes(problem: Problem, { nodeGroups }: Arrangement, bill: (agent: string) => Bill): void {
  const agents = new Map(problem.agents.map((agent) => [agent.id, agent]))
  const offerOf = findOffer(problem)
  const startUsdPerHour = startCostPerNode(problem, nodeGroups)
  for (const group of nodeGroups) {
    const offer = offerOf(group)
    const shares = agentShares(group, offer, agents)
    if (shares.size === 0) shares.set(EMPTY_NODES, 1)
    for (const [agent, share] of shares) {
      bill(agent).nodes += share * group.count * offer.usdPerHour
      bill(agent).moves += share * group.count * startUsdPerHour(group)
    }
    if (group.capacityType !== 'spot') continue
    const interruptions = group.count * (offer.interruptionsPerHour ?? 0)
    for (const { agent, replicas } of group.pods)
      bill(agent).interruption += interruptions * replicas * (agents.get(agent)?.restartUsd ?? 0)
  }
}

/** What each node of an offer bears of the starts of that offer: nobody can say which of the nodes is the new one. */
function startCostPerNode(problem: Problem, nodeGroups: readonly NodeGroup[]): (group: NodeGroup) => UsdPerHour {
  const clusters = new Map(problem.clusters.map((cluster) => [cluster.id, cluster]))
  const counts = new Map<string, number>()
  for (const group of nodeGroups) {
    const key = offerKey(group)
    counts.set(key, (counts.get(key) ?? 0) + group.count)
  }
  return (group) => {
    const cluster = clusters.get(group.cluster)
    const after = counts.get(offerKey(group)) ?? 0
    if (!cluster?.currentNodes || after === 0) return 0
    const started = Math.max(0, after - nodesBefore(cluster, group))
    return (started * (cluster.nodeStartUsd ?? 0)) / after / problem.horizonHours
  }
}

function nodesBefore(cluster: Cluster, { instanceType, capacityType }: NodeGroup): number {
  const same = (cluster.currentNodes ?? []).filter((nodes) => nodes.instanceType === instanceType && nodes.capacityType === capacityType)
  return same.reduce((sum, { count }) => sum + count, 0)
}

function addEgress(problem: Problem, { flows }: Arrangement, bill: (agent: string) => Bill): void {
  const price = egressPrice(problem.egress)
  for (const flow of flows) bill(flow.fromAgent).egress += flow.gibPerHour * price(flow.fromCluster, flow.toCluster)
}

const movesOf = (problem: Problem, agent: Agent, { placements }: Arrangement): UsdPerHour =>
  (movedReplicas(agent, placements) * (agent.move?.usdPerReplica ?? 0)) / problem.horizonHours
