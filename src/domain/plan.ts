import type { CapacityClass, CapacityType } from './problem.ts'
import type { GiBPerHour, Nodes, Replicas, Share, UsdPerHour } from './units.ts'

/** The contract's second document: everything the optimiser decided. */
export interface Plan {
  readonly schema: 'placement-plan/v1'
  readonly status: PlanStatus
  readonly usdPerHour: CostRate
  /** No plan whatever can cost less: proved by the solver, never guessed. */
  readonly lowerBoundUsdPerHour: UsdPerHour
  /** (total − bound) / total, 0 where the total is 0. */
  readonly gap: Share
  readonly placements: readonly Placement[]
  readonly nodeGroups: readonly NodeGroup[]
  readonly flows: readonly Flow[]
  /** Only where infeasible: constraints that cannot hold together, in the user's words. */
  readonly conflict?: readonly ConflictItem[]
  /** False where it could not be shown in time that none of the conflict can be left out. */
  readonly conflictIsMinimal?: boolean
}

/** optimal: gap within the one asked for · feasible: time ran out first · infeasible: proved · unknown: no plan found, none excluded. */
export type PlanStatus = 'optimal' | 'feasible' | 'infeasible' | 'unknown'

export interface CostRate {
  readonly total: UsdPerHour
  readonly nodes: UsdPerHour
  readonly egress: UsdPerHour
  readonly interruption: UsdPerHour
  readonly moves: UsdPerHour
}

export interface Placement {
  readonly agent: string
  readonly cluster: string
  readonly capacityType: CapacityClass
  readonly replicas: Replicas
}

/** `count` nodes of one offer that all hold the same pods. */
export interface NodeGroup {
  readonly cluster: string
  readonly instanceType: string
  readonly capacityType: CapacityType
  readonly count: Nodes
  /** Where all of them stand; nodes without one could stand anywhere in their cluster. */
  readonly zone?: string
  readonly pods: readonly { readonly agent: string; readonly replicas: Replicas }[]
}

export interface Flow {
  readonly fromAgent: string
  readonly toAgent: string
  readonly fromCluster: string
  readonly toCluster: string
  readonly gibPerHour: GiBPerHour
}

export interface ConflictItem {
  readonly constraint: string
  readonly detail: string
  readonly agent?: string
  readonly cluster?: string
  readonly quota?: string
}

export const NO_COST: CostRate = { total: 0, nodes: 0, egress: 0, interruption: 0, moves: 0 }
