import { type ClusterNode, groupsOf, nodesOf } from '../../domain/cluster-node.ts'
import { type Commitment, coversPlace, poolOf } from '../../domain/commitment.ts'
import type { Fleet, FleetCluster } from '../../domain/fleet.ts'
import type { Nodes } from '../../domain/units.ts'

/**
 * The fleet with what its commitments cover of today's nodes told as reserved, as its bill tells it: a cloud applies a commitment to
 * whichever nodes of the type run on demand. Which these are it does not say: clusters that share one are covered in proportion to their
 * nodes, and in a cluster those with the most pods. What was told as reserved by a commitment that has ended is on demand again.
 */
export function coveredToday(fleet: Fleet, commitments: readonly Commitment[]): Fleet {
  const covered = [...Map.groupBy(commitments, poolOf).values()].map((pool) => coveredBy(pool, fleet.clusters))
  const clusters = fleet.clusters.map((cluster, at) => {
    const ofTypes = covered.flatMap(({ instanceType, counts }) => (counts[at] === undefined ? [] : [[instanceType, counts[at]] as const]))
    return toldCluster(cluster, new Map(ofTypes))
  })
  return { ...fleet, clusters }
}

/** How many nodes of each cluster a pool of commitments covers; undefined in those to which it says nothing. */
function coveredBy(
  pool: readonly Commitment[],
  clusters: readonly FleetCluster[],
): { instanceType: string; counts: (Nodes | undefined)[] } {
  const { instanceType } = pool[0]!
  const bought = pool.reduce((sum, { count }) => sum + count, 0)
  const concerned = clusters.map((cluster) => coversPlace(pool[0]!, cluster) && ownReserved(cluster, instanceType) === 0)
  const running = clusters.map((cluster, at) => (concerned[at] ? steadyNodes(cluster, instanceType) : 0))
  const shares = sharedOut(bought, running)
  return { instanceType, counts: shares.map((share, at) => (concerned[at] ? share : undefined)) }
}

const ownReserved = ({ reserved }: FleetCluster, instanceType: string): Nodes =>
  reserved.find((one) => one.instanceType === instanceType)?.count ?? 0

const steadyNodes = ({ nodes }: FleetCluster, instanceType: string): Nodes =>
  nodes.reduce((sum, one) => sum + (one.instanceType === instanceType && one.capacityType !== 'spot' ? one.count : 0), 0)

/** At most so many in proportion to the amounts, in whole numbers: what is left over goes to the largest fractions, the first of equal ones. */
function sharedOut(most: number, amounts: readonly number[]): number[] {
  const all = total(amounts)
  if (all <= most) return [...amounts]
  const exact = amounts.map((amount) => (most * amount) / all)
  const shares = exact.map(Math.floor)
  const left = most - total(shares)
  const byFraction = exact.map((share, at) => ({ at, fraction: share - Math.floor(share) })).toSorted((a, b) => b.fraction - a.fraction)
  for (const { at } of byFraction.slice(0, left)) shares[at]!++
  return shares
}

const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0)

/** A cluster in which nothing changes stays as it is. */
function toldCluster(cluster: FleetCluster, covered: ReadonlyMap<string, Nodes>): FleetCluster {
  const nodes = nodesOf(cluster.nodes)
  const told = [...Map.groupBy(nodes, ({ instanceType }) => instanceType)].flatMap(([instanceType, same]) => {
    const committed = covered.get(instanceType)
    if (committed !== undefined) return reservedUpTo(committed, same, ['on-demand', 'reserved'])
    return reservedUpTo(ownReserved(cluster, instanceType), same, ['reserved'])
  })
  return told.every((node) => nodes.includes(node)) ? cluster : { ...cluster, nodes: groupsOf(told) }
}

/** So many of the nodes of these capacity types as reserved, the fullest first, and the others of them on demand. */
function reservedUpTo(most: Nodes, nodes: readonly ClusterNode[], of: readonly ClusterNode['capacityType'][]): ClusterNode[] {
  const candidates = nodes.filter(({ capacityType }) => of.includes(capacityType))
  const reserved = new Set(candidates.toSorted((one, other) => podsOn(other) - podsOn(one)).slice(0, most))
  return nodes.map((node) => (candidates.includes(node) ? boughtAs(node, reserved.has(node) ? 'reserved' : 'on-demand') : node))
}

const boughtAs = (node: ClusterNode, capacityType: ClusterNode['capacityType']): ClusterNode =>
  node.capacityType === capacityType ? node : { ...node, capacityType }

const podsOn = ({ pods }: ClusterNode): number => [...pods.values()].reduce((sum, replicas) => sum + replicas, 0)
