import type { ConflictItem } from '../../domain/plan.ts'
import type { Problem } from '../../domain/problem.ts'
import { onlyRunning } from '../../domain/rules/only-running.ts'
import type { Rule } from '../../domain/rules/rule.ts'
import { rulesOf } from '../../domain/rules/rules-of.ts'
import type { LinearSolver } from '../../lp/solver.ts'
import { impossiblePart } from './impossible-part.ts'
import { isPossible, type Verdict } from './possible.ts'

export interface Conflict {
  readonly conflict: readonly ConflictItem[]
  /** True where each rule of it was shown to be needed: without it a plan exists. */
  readonly conflictIsMinimal: boolean
}

type Test = (problem: Problem) => Verdict

/** Running agents from which on small parts are tried before the whole, which may take too long to answer anything. */
const MANY_AGENTS = 40
/** Share of the time for that. */
const SHARE_FOR_PARTS = 0.5

/**
 * Rules of an infeasible problem that cannot hold together, in the user's words. Rules are left out one after the other, whole agents
 * first; one without which the rest is still proved impossible is no part of the conflict (a deletion filter, Chinneck 2008).
 */
export function conflictOf(problem: Problem, solver: LinearSolver, secondsLeft: () => number): Conflict {
  const running = problem.agents.filter(({ replicas }) => replicas > 0)
  const part = running.length < MANY_AGENTS ? undefined : smallPart(problem, solver, secondsLeft, SHARE_FOR_PARTS)
  return filtered(part ?? problem, testWith(solver, secondsLeft))
}

/** The same of a problem of which it is not yet known whether it has a plan; undefined where nothing is proved to have none. */
export function conflictIn(problem: Problem, solver: LinearSolver, secondsLeft: () => number): Conflict | undefined {
  const test = testWith(solver, secondsLeft)
  const part = smallPart(problem, solver, secondsLeft, SHARE_FOR_PARTS) ?? (test(problem) === 'impossible' ? problem : undefined)
  return part && filtered(part, test)
}

function smallPart(problem: Problem, solver: LinearSolver, secondsLeft: () => number, share: number): Problem | undefined {
  const until = secondsLeft() * (1 - share)
  return impossiblePart(
    problem,
    testWith(solver, () => secondsLeft() - until),
  )
}

/** One question of so many may take that part of the time that is left. */
const QUESTIONS = 20
const LEAST_SECONDS = 2

const testWith =
  (solver: LinearSolver, secondsLeft: () => number): Test =>
  (problem) =>
    secondsLeft() > 0.1 ? isPossible(problem, solver, secondsLeft, Math.max(LEAST_SECONDS, secondsLeft() / QUESTIONS)) : 'unknown'

function filtered(problem: Problem, test: Test): Conflict {
  let rest = withFewestAgents(problem, test)
  const needed: Rule[] = []
  let isMinimal = true
  for (const rule of rulesOf(rest)) {
    const without = rule.leftOut(rest)
    const verdict = test(without)
    if (verdict === 'impossible') rest = without
    else needed.push(rule)
    if (verdict === 'unknown') isMinimal = false
  }
  return { conflict: needed.map((rule) => rule.item), conflictIsMinimal: isMinimal }
}

/** Idles agents that the conflict does not need: many at a time first, then fewer. */
function withFewestAgents(problem: Problem, test: Test): Problem {
  let rest = problem
  for (let size = Math.ceil(problem.agents.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    const running = rest.agents.filter((agent) => agent.replicas > 0).map(({ id }) => id)
    for (let first = 0; first < running.length && running.length > 1; first += size) {
      const out = new Set(running.slice(first, first + size))
      const without = onlyRunning(rest, new Set(running.filter((id) => !out.has(id))))
      if (test(without) === 'impossible') rest = without
    }
  }
  return rest
}
