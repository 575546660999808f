import type { ConflictItem, CostRate } from '../domain/plan.ts'
import type { CapacityClass } from '../domain/problem.ts'
import type { RuleKind } from '../domain/rules/rule.ts'
import type { Replicas, Share, UsdPerHour } from '../domain/units.ts'

/** Why a plan costs what it does, or why there is none: plain data, one part a question. Figures are USD/h unless their name says else. */
export interface Explanation {
  readonly schema: 'explanation/v1'
  /** Age of the prices and of the utilisation. */
  readonly asOf: string
  /** explained: there is a plan · infeasible: proved that there is none · unknown: no plan was found in time, and none excluded. */
  readonly status: 'explained' | 'infeasible' | 'unknown'
  /** The plan that is explained; absent where there is none. */
  readonly plan?: ExplainedPlan
  readonly policies: readonly PolicyCost[]
  readonly limits: readonly LimitPrice[]
  readonly agents: readonly AgentPlaces[]
  readonly infeasible?: Infeasibility
  /** What was left out because time ran out: of policies, limits and places, how many were not looked at, or not as closely as could be. */
  readonly leftOut: readonly string[]
}

export interface ExplainedPlan {
  readonly usdPerHour: UsdPerHour
  /** The cheapest plan that was found, of which policies and limits are told: the one that is explained, or one that only costs less. */
  readonly cheapestUsdPerHour: UsdPerHour
  /** No plan costs less: proved with that plan, or while explaining it. */
  readonly lowerBoundUsdPerHour: UsdPerHour
  /** Of the cheapest plan, to the bound. */
  readonly gap: Share
}

/** Where a true figure is proved to lie [USD/h]. */
export interface Interval {
  readonly atLeastUsdPerHour: UsdPerHour
  readonly atMostUsdPerHour: UsdPerHour
}

/** What some rules cost: how much cheaper the cheapest plan would be without them. */
export interface PolicyCost {
  /** Which rules: all of a kind, of a family of kinds, of a kind that ask for the same, or those of one agent or one limit. */
  readonly about: 'kind' | 'family' | 'same' | 'agent' | 'limit'
  readonly policy: string
  readonly kinds: readonly RuleKind[]
  readonly agent?: string
  readonly cluster?: string
  readonly quota?: string
  readonly rules: number
  readonly agents: number
  /** Where the true saving lies, as the gaps of the two solves allow. */
  readonly saving: Interval
  /** Whether the problem without these rules was solved anew; else the upper end is proved by its relaxation, or by rules that contain these. */
  readonly isResolved: boolean
  /** The cheapest plan found without them; absent where none was looked for. */
  readonly withoutUsdPerHour?: UsdPerHour
}

/** A limit, quota or number of moves: how much of it the plan takes, and what more of it would save. */
export interface LimitPrice {
  readonly limit: ConflictItem
  /** What the amounts count: nodes, vCPU, spot vCPU, GPUs, moved replicas. */
  readonly unit: string
  readonly most: number
  readonly used: number
  /** Whether not even the smallest node more would be allowed, or the relaxation would pay for more. */
  readonly isBinding: boolean
  /** What one unit more saves the linear relaxation: an estimate at the margin, not of the plan. Absent where the relaxation was not solved [USD/h per unit]. */
  readonly marginalUsdPerHourPerUnit?: number
  /** Solved anew with the least more that lets a node more in. */
  readonly raised?: { readonly to: number; readonly saving: Interval; readonly isResolved: boolean }
  readonly dropped?: { readonly saving: Interval; readonly isResolved: boolean }
}

/** Of one agent: what keeps it out of each place where it does not stand. */
export interface AgentPlaces {
  readonly agent: string
  readonly replicas: Replicas
  /** What its replicas cost on average: their shares of nodes, by the resource of which they take most. */
  readonly usdPerReplicaHour: UsdPerHour
  readonly places: readonly PlaceAnswer[]
}

export interface PlaceAnswer {
  readonly cluster: string
  readonly capacityType: CapacityClass
  /** A replica's share of the machine that is cheapest for it there, at list price; absent where none is large enough. */
  readonly listUsdPerReplicaHour?: UsdPerHour
  /** Whether that is less than the agent's replicas cost now. */
  readonly isCheaperByList: boolean
  readonly why: WhyNot
  /** All of the agent there instead, solved anew; only where asked for. */
  readonly allThere?: AllThere
}

export type WhyNot =
  /** Rules or facts, each of which alone keeps it out. */
  | { readonly kind: 'shut out'; readonly by: readonly ConflictItem[] }
  /** One replica there, all else as planned: each way that was tried breaks one of these. */
  | { readonly kind: 'breaks'; readonly rules: readonly ConflictItem[]; readonly waysTried: number }
  /** One replica there, all else as planned, checked: what the plan costs more, or less where negative. */
  | {
      readonly kind: 'adds'
      readonly usdPerHour: CostRate
      readonly from: { readonly cluster: string; readonly capacityType: CapacityClass }
      readonly node: { readonly instanceType: string; readonly isNew: boolean }
    }
  | { readonly kind: 'not computed' }

export type AllThere =
  | { readonly kind: 'adds'; readonly added: Interval; readonly withUsdPerHour: UsdPerHour }
  | { readonly kind: 'infeasible'; readonly conflict: readonly ConflictItem[]; readonly conflictIsMinimal: boolean }
  | { readonly kind: 'unknown' }

export interface Infeasibility {
  readonly conflict: readonly ConflictItem[]
  readonly conflictIsMinimal: boolean
  /** Each alone makes the problem feasible; a plan with it was found. */
  readonly remedies: readonly Remedy[]
  /** Where no single one does: rules that do together. */
  readonly together?: readonly Remedy[]
  /** Whether it was proved that none of the conflict's rules is enough alone, beside the remedies. */
  readonly noOtherIsEnough: boolean
}

/** A rule weakened or dropped, and what the plan that was found with it costs. */
export interface Remedy {
  readonly rule: ConflictItem
  readonly change:
    | { readonly kind: 'dropped' }
    | {
        readonly kind: 'eased'
        readonly from: number
        readonly to: number
        readonly unit: string
        /** Whether it was proved that any less is not enough. */
        readonly isSmallest: boolean
        /** Of a budget: no plan costs less than this, so that no smaller one is enough [USD/h]. */
        readonly notEnoughBelow?: UsdPerHour
      }
  readonly usdPerHour: UsdPerHour
}
