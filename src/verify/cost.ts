import type { CostRate } from '../domain/plan.ts'
import type { Cluster, Egress, Offer } from '../domain/problem.ts'
import type { Nodes, UsdPerGiB, UsdPerHour } from '../domain/units.ts'
import { movedReplicas } from './moves.ts'
import { type KnownGroup, offerKey, type Reading } from './reading.ts'
import { near } from './tolerance.ts'
import { edges } from './traffic.ts'
import type { Violation } from './verdict.ts'

const PARTS = ['nodes', 'egress', 'interruption', 'moves', 'total'] as const

/** Cost: what the plan says it costs is what its nodes, flows, interruptions and moves cost. */
export function* cost({ plan }: Reading, recomputed: CostRate): Iterable<Violation> {
  for (const part of PARTS) {
    const said: number | undefined = plan.usdPerHour?.[part]
    if (said !== undefined && near(recomputed[part], said)) continue
    yield { constraint: 'cost', detail: `${part} cost ${recomputed[part]} USD/h and the plan says ${said ?? 'nothing'}` }
  }
}

export function recomputedCost(reading: Reading): CostRate {
  const nodes = reading.groups.reduce((sum, { count, offer }) => sum + count * offer.usdPerHour, 0)
  const interruption = reading.groups.reduce((sum, group) => sum + interruptionCost(group), 0)
  const egress = egressCost(reading)
  const moves = (moveUsd(reading) + startUsd(reading)) / reading.problem.horizonHours
  return { total: nodes + egress + interruption + moves, nodes, egress, interruption, moves }
}

function interruptionCost({ offer, count, pods }: KnownGroup): UsdPerHour {
  if (offer.capacityType !== 'spot') return 0
  let restartUsd = 0
  for (const [agent, replicas] of pods) restartUsd += (agent.restartUsd ?? 0) * replicas
  return count * (offer.interruptionsPerHour ?? 0) * restartUsd
}

function egressCost(reading: Reading): UsdPerHour {
  const price = trafficPrice(reading.problem.egress)
  let usdPerHour = 0
  for (const { flows } of edges(reading)) {
    for (const { fromCluster, toCluster, gibPerHour } of flows) usdPerHour += gibPerHour * price(fromCluster, toCluster)
  }
  return usdPerHour
}

/** Within a cluster 0; the pair's price where there is one, else the default. */
function trafficPrice({ defaultUsdPerGiB, pairs = [] }: Egress = { defaultUsdPerGiB: 0 }): (from: string, to: string) => UsdPerGiB {
  const pricesFrom = new Map<string, Map<string, UsdPerGiB>>()
  for (const { from, to, usdPerGiB } of pairs) pricesFrom.set(from, (pricesFrom.get(from) ?? new Map()).set(to, usdPerGiB))
  return (from, to) => (from === to ? 0 : (pricesFrom.get(from)?.get(to) ?? defaultUsdPerGiB))
}

function moveUsd(reading: Reading): number {
  return reading.problem.agents.reduce((sum, agent) => sum + movedReplicas(reading, agent) * (agent.move?.usdPerReplica ?? 0), 0)
}

function startUsd({ problem, nodes }: Reading): number {
  return problem.clusters.reduce((sum, cluster) => sum + startsIn(cluster, nodes.get(cluster.id)) * (cluster.nodeStartUsd ?? 0), 0)
}

/** Nodes that the cluster has to start; none count where it does not say what stands today. */
function startsIn({ currentNodes }: Cluster, nodes: ReadonlyMap<Offer, Nodes> = new Map()): Nodes {
  if (!currentNodes) return 0
  const today = new Map<string, Nodes>()
  for (const node of currentNodes) today.set(offerKey(node), (today.get(offerKey(node)) ?? 0) + node.count)
  let starts = 0
  for (const [offer, count] of nodes) starts += Math.max(0, count - (today.get(offerKey(offer)) ?? 0))
  return starts
}
