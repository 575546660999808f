import { type Commitment, coversPlace, poolOf } from './commitment.ts'
import type { NodeGroup } from './plan.ts'
import type { Problem } from './problem.ts'
import type { Nodes, UsdPerHour } from './units.ts'

/** How much of a commitment a fleet's nodes use, and what is payable for it. */
export interface CommitmentUse extends Commitment {
  readonly used: Nodes
  readonly usedToday: Nodes
  /** By the commitment, for what is used and what is not. Of this no plan's cost knows but what is payable while a node runs. */
  readonly payableUsdPerHour: UsdPerHour
  /** The part of it for nodes that do not run. */
  readonly unusedUsdPerHour: UsdPerHour
}

type Nodegroups = readonly Pick<NodeGroup, 'cluster' | 'instanceType' | 'capacityType' | 'count'>[]

/** Of commitments whose nodes cannot be told apart those that stand first are used first. */
export function commitmentUse(commitments: readonly Commitment[], problem: Problem, after: Nodegroups, today: Nodegroups): CommitmentUse[] {
  const [left, leftToday] = [reservedNodes(commitments, problem, after), reservedNodes(commitments, problem, today)]
  return commitments.map((commitment) => {
    const used = taken(left, commitment)
    const unusedUsdPerHour = commitment.payable === 'always' ? (commitment.count - used) * commitment.usdPerHour : 0
    const payableUsdPerHour = used * commitment.usdPerHour + unusedUsdPerHour
    return { ...commitment, used, usedToday: taken(leftToday, commitment), payableUsdPerHour, unusedUsdPerHour }
  })
}

/** Reserved nodes by the pool of commitments that they are of. */
function reservedNodes(commitments: readonly Commitment[], { clusters }: Problem, groups: Nodegroups): Map<string, Nodes> {
  const placeOf = new Map(clusters.map((cluster) => [cluster.id, cluster]))
  const counts = new Map<string, Nodes>()
  for (const { cluster, instanceType, capacityType, count } of groups) {
    const place = placeOf.get(cluster)
    const commitment = place && commitments.find((one) => one.instanceType === instanceType && coversPlace(one, place))
    if (!commitment || capacityType !== 'reserved') continue
    const pool = poolOf(commitment)
    counts.set(pool, (counts.get(pool) ?? 0) + count)
  }
  return counts
}

function taken(left: Map<string, Nodes>, commitment: Commitment): Nodes {
  const pool = poolOf(commitment)
  const used = Math.min(commitment.count, left.get(pool) ?? 0)
  left.set(pool, (left.get(pool) ?? 0) - used)
  return used
}
