import type { Plan } from '../../../src/domain/plan.ts'
import type { Agent, Problem } from '../../../src/domain/problem.ts'
import type { Replicas } from '../../../src/domain/units.ts'
import { choosePlaces, type PlacedPods } from './choose-places.ts'
import { LimitBook } from './limit-book.ts'
import { pack } from './pack.ts'
import { packedPlan } from './packed-plan.ts'
import { podPrices } from './pod-price.ts'

/**
 * What a team does without an optimiser: each replica to the cheapest place that the rules allow, then each cluster packed first-fit-decreasing.
 * It knows every hard rule but limits on moves and the budget, and no cost but that of nodes. Throws NoPlanFound.
 */
export function greedyPlan(problem: Problem): Plan {
  const prices = podPrices()
  const placed = choosePlaces(problem, prices)
  const packing = { prices, book: new LimitBook(problem), running: runningOf(placed) }
  const groups = Map.groupBy(placed, ({ cluster, capacity }) => `${cluster.id}|${capacity}`)
  const nodes = [...groups.values()].flatMap((pods) => pack(pods, [], packing).nodes)
  return packedPlan(problem, nodes)
}

export function runningOf(placed: readonly PlacedPods[]): Map<Agent, Replicas> {
  const running = new Map<Agent, Replicas>()
  for (const { agent, replicas } of placed) running.set(agent, (running.get(agent) ?? 0) + replicas)
  return running
}
