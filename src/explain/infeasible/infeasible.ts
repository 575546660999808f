import type { ConflictItem } from '../../domain/plan.ts'
import type { Problem } from '../../domain/problem.ts'
import { onlyRunning } from '../../domain/rules/only-running.ts'
import type { Rule } from '../../domain/rules/rule.ts'
import { rulesOf } from '../../domain/rules/rules-of.ts'
import type { Allowance } from '../allowance.ts'
import type { Infeasibility, Remedy } from '../explanation.ts'
import type { Conflict, ExplainParts } from '../parts.ts'
import { type RemedyFound, remedyOf } from './remedy.ts'

/**
 * Why there is no plan, and the least that would have to change. Whatever makes the problem feasible breaks up each conflict, so that one
 * rule alone can only be enough if it is one of the conflict's; each of them is tried.
 */
export async function infeasibility(problem: Problem, known: Conflict, parts: ExplainParts, time: Allowance): Promise<Infeasibility> {
  const conflict = known.conflictIsMinimal ? known : await closer(problem, known, parts, time)
  const found = await remediesIn(problem, conflict.conflict, parts, time)
  const remedies = found.filter((one) => typeof one !== 'string')
  const noOtherIsEnough = found.length > 0 && found.every((one) => one !== 'unknown')
  if (remedies.length > 0) return { ...conflict, remedies, noOtherIsEnough }
  parts.onStage?.('looking for rules that are enough together')
  const together = await enoughTogether(problem, conflict.conflict, parts, time, MOST_TOGETHER)
  return { ...conflict, remedies, noOtherIsEnough, ...(together ? { together } : {}) }
}

/** A smaller conflict where more time finds one. */
async function closer(problem: Problem, known: Conflict, parts: ExplainParts, time: Allowance): Promise<Conflict> {
  parts.onStage?.('looking for a smaller conflict')
  const found = await parts.whyInfeasible(problem, time.part(0.5).secondsLeft())
  if (!found) return known
  return found.conflictIsMinimal || found.conflict.length < known.conflict.length ? found : known
}

async function remediesIn(
  problem: Problem,
  conflict: readonly ConflictItem[],
  parts: ExplainParts,
  time: Allowance,
): Promise<RemedyFound[]> {
  parts.onStage?.('looking for the smallest change that makes a plan possible')
  const found: RemedyFound[] = []
  const rules = named(problem, conflict)
  const part = partOf(problem, rules)
  for (const [at, rule] of rules.entries()) found.push(await remedyOf({ problem, part, rule }, parts, time.part(1 / (rules.length - at))))
  return found
}

/** The agents whose rules these are, all others idle: what is impossible for them alone is impossible. */
const partOf = (problem: Problem, rules: readonly Rule[]): Problem =>
  onlyRunning(problem, new Set(rules.flatMap(({ item }) => item.agent ?? [])))

/** The rules that a conflict names. */
function named(problem: Problem, conflict: readonly ConflictItem[]): Rule[] {
  const details = new Set(conflict.map(({ detail }) => detail))
  return rulesOf(problem).filter(({ item }) => details.has(item.detail))
}

const MOST_TOGETHER = 4

/**
 * Where no rule is enough alone: one rule is dropped after the other, of each new conflict the first that is not demand, until one more is
 * enough; then those dropped are weakened instead as far as can be. Not shown that fewer or others would not do.
 */
async function enoughTogether(
  problem: Problem,
  conflict: readonly ConflictItem[],
  parts: ExplainParts,
  time: Allowance,
  most: number,
): Promise<Remedy[] | undefined> {
  const [first] = named(problem, conflict)
  if (!first || most < 2 || time.secondsLeft() < 1) return undefined
  const rest = first.leftOut(problem)
  const next = await parts.whyInfeasible(rest, time.part(0.3).secondsLeft())
  if (!next) return undefined
  const found = (await remediesIn(rest, next.conflict, parts, time.part(0.5))).filter((one) => typeof one !== 'string')
  const others = found.length > 0 ? [found[0]] : await enoughTogether(rest, next.conflict, parts, time, most - 1)
  if (!others) return undefined
  const withOthers = applied(problem, others)
  const part = partOf(withOthers, named(withOthers, conflict))
  const eased = await remedyOf({ problem: withOthers, part, rule: first }, parts, time)
  return typeof eased === 'string' ? undefined : [eased, ...others.map((one) => ({ ...one, usdPerHour: eased.usdPerHour }))]
}

/** The problem with remedies taken. */
function applied(problem: Problem, remedies: readonly Remedy[]): Problem {
  let rest = problem
  for (const { rule, change } of remedies) {
    const [found] = named(rest, [rule])
    if (found) rest = change.kind === 'dropped' ? found.leftOut(rest) : easedTo(rest, found, change.to)
  }
  return rest
}

function easedTo(problem: Problem, { kind, easing }: Rule, to: number): Problem {
  if (!easing || kind === 'budget') return { ...problem, limits: { ...problem.limits, usdPerHour: to } }
  let steps = 1
  while (easing.amount(steps) !== to) steps++
  return easing.by(problem, steps)
}
