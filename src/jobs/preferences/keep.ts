import type { Plan } from '../../domain/plan.ts'
import type { Problem } from '../../domain/problem.ts'
import { putBack } from '../../plan/preferences/put-back.ts'
import { type Layout, restated } from '../../plan/preferences/restate.ts'
import { isFound } from '../../plan/preferences/solve.ts'
import { type NightToPrefer, ofNight, type Stage } from './stage.ts'

interface Keeping {
  /** Agents whose place is asked for. */
  readonly wanted: readonly string[]
  readonly from: Stage
  /** The problem in which these stay where they are asked to. */
  readonly problemWith: (kept: readonly string[]) => Problem
  /** Whether a plan has the agent there anyway. */
  readonly standsSo: (plan: Plan, agent: string) => boolean
}

export interface Kept extends Stage {
  readonly kept: readonly string[]
  /** Those that cannot be kept, with the rules that forbid it in words. */
  readonly released: ReadonlyMap<string, string>
}

/** A plan in which as many agents stay where they are asked to as rules allow: where none keeps all, those that the conflict names are let go. */
export async function keepWhere({ wanted, from, problemWith, standsSo }: Keeping, night: NightToPrefer): Promise<Kept> {
  const released = new Map<string, string>()
  let kept = [...wanted]
  for (;;) {
    const problem = kept.length > 0 ? problemWith(kept) : from.problem
    const isSo = kept.every((agent) => standsSo(from.plan, agent))
    if (isSo) return { problem, plan: from.plan, kept, released }
    const plan = await night.solve(problem, { candidates: guesses(problem, kept, from.plan, night) })
    if (isFound(plan)) return { problem, plan: ofNight(night, plan, from.plan), kept, released }
    const blamed = blamedOf(plan, kept)
    const why = reasonOf(plan)
    for (const agent of blamed) released.set(agent, why)
    kept = kept.filter((agent) => !blamed.includes(agent))
  }
}

function blamedOf({ conflict = [] }: Plan, kept: readonly string[]): readonly string[] {
  const named = kept.filter((id) => conflict.some(({ agent }) => agent === id))
  return named.length > 0 ? named : kept
}

function reasonOf({ status, conflict = [] }: Plan): string {
  if (status === 'unknown') return 'no plan that keeps it was found in time'
  const details = [...new Set(conflict.map(({ detail }) => detail))].join('; ')
  return details === '' ? 'no plan keeps it and every rule' : `no plan keeps it and every rule: ${details}`
}

function guesses(problem: Problem, agents: readonly string[], plan: Plan, { today }: NightToPrefer): Plan[] {
  let layout: Layout | undefined = plan
  for (const agent of agents) layout = layout && putBack(problem, layout, agent)
  return [today.plan, ...(layout ? [layout] : [])].map((one) => restated(problem, one))
}
