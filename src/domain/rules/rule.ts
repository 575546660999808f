import type { ConflictItem } from '../plan.ts'
import type { Agent, Loss, Problem } from '../problem.ts'

/** What a rule is about: rules of one kind are told, dropped and counted together. */
export type RuleKind =
  | 'placement.anyTag'
  | 'placement.noTag'
  | 'placement.clusters'
  | 'latency'
  | `survive.${Loss}`
  | 'maxReplicas'
  | 'spread.clusters'
  | 'spread.regions'
  | 'spread.clouds'
  | 'maxPerNode'
  | 'instanceTypes'
  | 'gpuModels'
  | 'arch'
  | 'tolerates'
  | 'spot'
  | 'moves'
  | 'limit'
  | 'quota'
  | 'maxNodes'
  | 'reserved'
  | 'maxMovedReplicas'
  | 'budget'
  | 'demand'

/** Something the user asked for that could be left out, and the problem without it: whatever plan kept the rules still keeps those that are left. */
export interface Rule {
  readonly kind: RuleKind
  readonly item: ConflictItem
  /** What the rule asks for, without whose it is, so that like rules of many agents can be told as one. */
  readonly asks: string
  leftOut(problem: Problem): Problem
  /** How it can be weakened bit by bit; absent where it holds or does not. */
  readonly easing?: Easing
}

/** A rule weakened by whole steps: each step allows whatever the one before allowed. */
export interface Easing {
  /** Steps beyond which nothing more is allowed; absent where that is not known. */
  readonly most?: number
  /** What the amounts count, in words: "nodes", "vCPU", "ms". */
  readonly unit: string
  /** What the rule says today, and after so many steps. */
  amount(steps: number): number
  by(problem: Problem, steps: number): Problem
}

/** The problem with one agent changed. */
export function withAgent(problem: Problem, id: string, change: (agent: Agent) => Agent): Problem {
  return { ...problem, agents: problem.agents.map((one) => (one.id === id ? change(one) : one)) }
}

/** A copy without one key. */
export function without<T extends object, K extends keyof T>(from: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = from
  return rest
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
