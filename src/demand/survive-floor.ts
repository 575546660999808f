import type { Policy } from '../domain/policy.ts'
import { type Replicas, wholeUp } from '../domain/units.ts'

/** Beyond this no rule becomes possible that was not before. */
const MOST_REPLICAS = 1_000

/**
 * The fewest replicas with which every survive rule can hold: whichever domain is lost, ⌈keep·R⌉ are left, so that one at least may be
 * lost. 1 where there is no rule; undefined where no number will do, which is found when the plan is made.
 *
 *     R + extra − ⌈keep·R⌉  ≥  1          ∀ rule ∈ survive       [replicas]
 */
export function surviveFloor({ survive = [], extraReplicas = 0 }: Policy): Replicas | undefined {
  const holds = (replicas: number) => survive.every(({ keep }) => replicas + extraReplicas - wholeUp(keep * replicas) >= 1)
  for (let replicas = 1; replicas <= MOST_REPLICAS; replicas++) if (holds(replicas)) return replicas
  return undefined
}
