import type { CommitmentUse } from '../domain/commitment-use.ts'
import type { NodeGroup, Plan, PlanStatus } from '../domain/plan.ts'
import type { Preference } from '../domain/preference.ts'
import type { Loss, Problem } from '../domain/problem.ts'
import type { SpotOffer } from '../domain/spot-offer.ts'
import type { Step } from '../domain/step.ts'
import type { Nodes, Share, UsdPerHour } from '../domain/units.ts'

/** What one night found: all that a report may tell, as plain JSON. */
export interface Findings {
  readonly problem: Problem
  readonly today: Arrangement
  readonly plan: Plan
  readonly strategies: readonly Strategy[]
  /** Each, with what it costs; in the order in which they were applied. */
  readonly preferences: readonly Preference[]
  /** What is paid for in advance, and how much of it the plan uses; absent where nothing is. */
  readonly commitments?: readonly CommitmentUse[]
  /** In order; empty where nothing is to be done. */
  readonly steps: readonly NightStep[]
  readonly prices: PriceAge
  /** What is behind the problem's spot offers; absent where it has none. */
  readonly spotOffers?: readonly SpotOffer[]
  /** Since the last night; absent for the first. */
  readonly priceChanges?: PriceChanges
}

/** What became of prices since the last night that found a plan for this fleet. */
export interface PriceChanges {
  readonly since: { readonly runId: string; readonly at: string }
  /** Offers with nodes today, by this plan or by the last one, whose list price changed. */
  readonly offers: readonly ChangedOffer[]
  /** The nodes of the last plan: what they cost then, and at today's list prices; absent where one is no longer known. */
  readonly lastPlan: { readonly thenUsdPerHour: UsdPerHour; readonly nowUsdPerHour?: UsdPerHour }
}

/** A price that changed. One that was not known is absent, and so is one that no longer is. */
export interface ChangedOffer extends Pick<NodeGroup, 'cluster' | 'instanceType' | 'capacityType'> {
  readonly oldUsdPerHour?: UsdPerHour
  readonly newUsdPerHour?: UsdPerHour
  readonly nodes: Nodes
  readonly todayNodes: Nodes
  readonly lastPlanNodes: Nodes
}

/** One step and what it does, in a sentence. */
export interface NightStep {
  readonly step: Step
  readonly text: string
}

/** Who stands where on which nodes, and what that costs, whether or not any plan may look so. */
export type Arrangement = Pick<Plan, 'placements' | 'nodeGroups' | 'flows' | 'usdPerHour'>

export interface PriceAge {
  /** ISO date or date-time of the oldest price. */
  readonly asOf: string
  /** How old the prices are, for people; absent where nobody needs to be told. */
  readonly sentence?: string
  /** What is wrong with them, in sentences; absent where nobody judged them. */
  readonly warnings?: readonly string[]
  /** False where nothing may be acted on with them; absent where nobody judged them. */
  readonly mayAct?: boolean
}

/** One way to run the fleet, to be compared with the others. */
export interface Strategy {
  readonly name: string
  /** Of its solve; absent for what was not solved for, such as today. */
  readonly status?: PlanStatus
  /** Over the agents that it can place; absent where no plan was found in time. */
  readonly cost?: ProvedCost
  /** Over the agents that every strategy can place: the one to compare; with how many these are. */
  readonly comparableCost?: ProvedCost & { readonly agents: number }
  readonly unplaceable: readonly string[]
  /** False where it could not be shown that none of them can be put back. */
  readonly unplaceableIsMinimal: boolean
  readonly placedAgents: number
  /** By kind of loss: how many of the placed agents keep a replica whichever single domain of that kind is lost; absent without a plan. */
  readonly agentsThatRunOn?: Readonly<Record<Loss, number>>
  /** What is said beside the figures: rules that were lifted, rules that it breaks. */
  readonly notes: readonly string[]
}

export interface ProvedCost {
  readonly usdPerHour: UsdPerHour
  /** Absent where nothing was solved. */
  readonly lowerBoundUsdPerHour?: UsdPerHour
  readonly gap?: Share
}
