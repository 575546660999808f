import { CAPACITY_CLASSES, type CapacityClass } from '../../../domain/problem.ts'
import type { Nodes } from '../../../domain/units.ts'
import type { NodePoolName } from './node-pool-of.ts'
import type { StandingNode } from './standing-nodes.ts'

/** A node pool as people know it: what stands of it today. */
export interface NodePoolSummary {
  /** Absent for nodes that name no pool. */
  readonly pool?: NodePoolName
  readonly nodes: Nodes
  readonly instanceTypes: readonly string[]
  readonly capacityTypes: readonly CapacityClass[]
  readonly zones: readonly string[]
  readonly taints: readonly string[]
}

/** By pool, in the order of their names; those that name none last. */
export function nodePoolSummaries(nodes: readonly StandingNode[]): NodePoolSummary[] {
  const pools = Map.groupBy(nodes, ({ pool }) => (pool ? `${pool.kind} ${pool.name}` : ''))
  return [...pools].sort(([a], [b]) => Number(a === '') - Number(b === '') || (a < b ? -1 : 1)).map(([, own]) => summaryOf(own))
}

function summaryOf(nodes: readonly StandingNode[]): NodePoolSummary {
  const [{ pool }] = nodes as [StandingNode]
  const capacities = new Set(nodes.map(({ capacityType }) => capacityType))
  return {
    ...(pool && { pool }),
    nodes: nodes.length,
    instanceTypes: inOrder(nodes.map(({ instanceType }) => instanceType)),
    capacityTypes: CAPACITY_CLASSES.filter((capacity) => capacities.has(capacity)),
    zones: inOrder(nodes.flatMap(({ zone }) => zone ?? [])),
    taints: inOrder(nodes.flatMap(({ taints }) => taints)),
  }
}

const inOrder = (names: readonly string[]): string[] => [...new Set(names)].sort()
