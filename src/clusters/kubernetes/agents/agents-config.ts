import type { MachineShape } from '../../../domain/catalogue.ts'
import type { Policy } from '../../../domain/policy.ts'

/** What is known of agents and clusters apart from what the clusters themselves say. */
export interface AgentsConfig {
  /** By name. */
  readonly policies: Readonly<Record<string, Policy>>
  /** Names of policies by namespace, for agents that name none. */
  readonly defaultPolicies: Readonly<Record<string, string | readonly string[]>>
  /** Every cluster of the snapshots. */
  readonly clusters: readonly ClusterFacts[]
}

export interface ClusterFacts {
  readonly id: string
  readonly provider: string
  readonly region: string
  readonly zones: readonly string[]
  /** Every tag that a policy may name: of its region, its operator and its user. */
  readonly tags: readonly string[]
  /** What it may have nodes of; those that it has need not be among them. */
  readonly machines: readonly MachineShape[]
}
