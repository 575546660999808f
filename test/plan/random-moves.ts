import fc from 'fast-check'
import { groupsOf, nodesOf, withPods } from '../../src/domain/cluster-node.ts'
import type { Fleet } from '../../src/domain/fleet.ts'
import { roomFor } from '../../src/domain/node-room.ts'
import type { NodeGroup, Placement, Plan } from '../../src/domain/plan.ts'
import { planCost } from '../../src/domain/plan-cost.ts'
import type { Agent, Problem } from '../../src/domain/problem.ts'
import { aCluster, aFleet, aFleetAgent, aFleetCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../builders.ts'

/** A problem, where the pods stand today, and a plan that keeps packing, limits and demand: what steps are made from. */
export interface Move {
  readonly problem: Problem
  readonly fleet: Fleet
  readonly plan: Plan
}

const CLUSTERS = ['dublin', 'paris'] as const
const small = { allocatable: { cpu: 2, memoryGiB: 8, gpu: 0, pods: 10 } }
const OFFERS = [anOffer(), anOffer({ ...small, instanceType: 'm.large', vcpu: 2, usdPerHour: 0.55 }), aSpotOffer()]

interface Stand {
  readonly cluster: number
  readonly offer: number
  readonly zone: number
}

const stand = fc.record({ cluster: fc.nat(CLUSTERS.length - 1), offer: fc.nat(OFFERS.length - 1), zone: fc.nat(3) })
const stands = fc.array(stand, { minLength: 0, maxLength: 6 })

/**
 * Small moves between two clusters and three machines. `spareNodes` is how many nodes more than the larger of today and the plan a cluster may
 * have: with 0 the steps must make room before they take it, or be refused.
 */
export function moves({ spareNodes }: { readonly spareNodes: number }): fc.Arbitrary<Move> {
  const agent = fc.record({
    cpu: fc.constantFrom(0.5, 1, 2),
    cpuBefore: fc.constantFrom(0.5, 1, 2),
    resized: fc.boolean(),
    before: stands,
    after: stands,
  })
  return fc.array(agent, { minLength: 1, maxLength: 4 }).map((drawn) => moveOf(drawn, spareNodes))
}

interface Drawn {
  readonly cpu: number
  readonly cpuBefore: number
  readonly resized: boolean
  readonly before: readonly Stand[]
  readonly after: readonly Stand[]
}

function moveOf(drawn: readonly Drawn[], spareNodes: number): Move {
  const agents = drawn.map(({ cpu, after }, at) => anAgent({ id: `agent-${at}`, replicas: after.length, requests: { cpu, memoryGiB: 1 } }))
  const wanted = aProblem({ agents, clusters: CLUSTERS.map((id) => aCluster({ id, region: id, offers: OFFERS })) })
  const deployed = drawn.map(({ cpu, cpuBefore, resized }) => (resized ? cpuBefore : cpu))
  const before = { ...wanted, agents: agents.map((own, at) => ({ ...own, requests: { cpu: deployed[at], memoryGiB: 1 } })) }
  const today = packed(
    before,
    drawn.map((own) => own.before),
  )
  const planned = packed(
    wanted,
    drawn.map((own) => own.after),
  ).map(({ zone, ...group }) => (zone === 'a' ? group : { zone: zone!, ...group }))
  const problem = {
    ...wanted,
    clusters: wanted.clusters.map((cluster) => ({ ...cluster, limits: { nodes: mostNodes(cluster.id, today, planned) + spareNodes } })),
  }
  return { problem, fleet: fleetOf(before.agents, today), plan: planOf(problem, planned) }
}

function mostNodes(cluster: string, ...layouts: NodeGroup[][]): number {
  return Math.max(...layouts.map((groups) => groups.reduce((sum, group) => sum + (group.cluster === cluster ? group.count : 0), 0)))
}

/** Every pod on the first node of its kind that has room, or on a new one. */
function packed(problem: Problem, pods: readonly (readonly Stand[])[]): NodeGroup[] {
  const room = roomFor(problem)
  const nodes = nodesOf([])
  pods.forEach((own, at) => {
    for (const { cluster, offer, zone } of own) {
      const { instanceType, capacityType } = OFFERS[offer]
      const kind = { cluster: CLUSTERS[cluster], instanceType, capacityType, zone: ['a', 'b', 'c', 'a'][zone] }
      const found = nodes.findIndex((node) => isOf(node, kind) && room(node, `agent-${at}`) > 0)
      if (found >= 0) nodes[found] = withPods(nodes[found], `agent-${at}`, 1)
      else nodes.push(withPods({ ...kind, pods: new Map() }, `agent-${at}`, 1))
    }
  })
  return groupsOf(nodes)
}

const isOf = (node: object, kind: object): boolean => Object.entries(kind).every(([key, value]) => node[key as keyof object] === value)

export function fleetOf(agents: readonly Agent[], groups: readonly NodeGroup[]): Fleet {
  return aFleet({
    agents: agents.map(({ id, requests, replicas }) => aFleetAgent({ id, requests: { gpu: 0, ...requests }, demand: { replicas } })),
    clusters: CLUSTERS.map((id) => aFleetCluster({ id, region: id, nodes: groups.filter(({ cluster }) => cluster === id) })),
  })
}

export function planOf(problem: Problem, nodeGroups: NodeGroup[]): Plan {
  const placements = placementsOf(nodeGroups)
  const usdPerHour = planCost(problem, { placements, nodeGroups, flows: [] })
  return {
    schema: 'placement-plan/v1',
    status: 'optimal',
    usdPerHour,
    lowerBoundUsdPerHour: usdPerHour.total,
    gap: 0,
    placements,
    nodeGroups,
    flows: [],
  }
}

function placementsOf(groups: readonly NodeGroup[]): Placement[] {
  return groups.flatMap(({ cluster, capacityType, count, pods }) =>
    pods.map(({ agent, replicas }) => ({
      agent,
      cluster,
      capacityType: capacityType === 'spot' ? 'spot' : 'on-demand',
      replicas: replicas * count,
    })),
  )
}

/** The layout without zones that no plan asked for: what must be equal after a plan is applied. */
export function layoutOf(groups: readonly NodeGroup[]): NodeGroup[] {
  return groupsOf(nodesOf(groups.map(({ zone: _, ...group }) => group)))
}
