import type { Problem } from '../../domain/problem.ts'
import type { Rule } from '../../domain/rules/rule.ts'
import type { UsdPerHour } from '../../domain/units.ts'
import type { Interval, PolicyCost } from '../explanation.ts'
import type { LimitUse } from '../limits-used.ts'
import { type Known, savingWithin, tightened } from './interval.ts'
import type { Change, Resolved } from './resolve.ts'
import { coversOf, easedName, type RuleSet, withoutRules } from './rule-sets.ts'

/** A set of rules to drop, as a change. */
export const dropping = (problem: Problem, { rules }: RuleSet, potential: (rule: Rule) => UsdPerHour): Change => ({
  covers: coversOf(rules),
  changed: () => withoutRules(problem, rules),
  estimate: rules.reduce((sum, rule) => sum + potential(rule), 0),
})

/** A limit with room for its smallest node more, as a change; undefined where it cannot be raised. */
export function raising(problem: Problem, { rule, most, smallest }: LimitUse, potential: (rule: Rule) => UsdPerHour): Raise | undefined {
  const { easing } = rule
  if (!easing || !Number.isFinite(smallest)) return undefined
  let steps = 1
  while (easing.amount(steps) < most + smallest - 1e-9 && steps < MOST_STEPS) steps++
  return {
    to: easing.amount(steps),
    covers: new Set([easedName(rule)]),
    changed: () => easing.by(problem, steps),
    estimate: Math.min(potential(rule), (potential(rule) / Math.max(1, most)) * smallest),
  }
}

export interface Raise extends Change {
  readonly to: number
}

/** Steps are at least a thousandth of a vCPU. */
const MOST_STEPS = 1_000_000

/** What was found out of every change, told with what all of them together prove. */
export class Savings {
  readonly base: Known
  private readonly results: ReadonlyMap<Change, Resolved>
  private readonly tight: ReadonlyMap<Change, Known>

  constructor(base: Known, results: ReadonlyMap<Change, Resolved>) {
    const changes = [...results.keys()]
    const tight = tightened(base, [...results.values()])
    this.base = tight.base
    this.results = results
    this.tight = new Map(changes.map((change, at) => [change, tight.outcomes[at]]))
  }

  /** Undefined where a change was never come to, or nothing was shown of it. */
  of(change: Change): { readonly saving: Interval; readonly isResolved: boolean; readonly withoutUsdPerHour?: UsdPerHour } | undefined {
    const [known, result] = [this.tight.get(change), this.results.get(change)]
    if (!known || !result) return undefined
    const { isResolved } = result
    const saving = savingWithin(this.base, known)
    if (known.lower <= 0 && saving.atLeastUsdPerHour === 0 && this.base.upper > 0 && !isClosed(known)) return undefined
    return { saving, isResolved, ...(isResolved ? { withoutUsdPerHour: known.upper } : {}) }
  }
}

/** A plan that costs nothing needs no bound. */
const isClosed = ({ lower, upper }: Known): boolean => upper <= lower

/** The cost of a set of rules, as it is told. */
export function policyCost({ about, policy, rules }: RuleSet, found: NonNullable<ReturnType<Savings['of']>>): PolicyCost {
  const agents = new Set(rules.flatMap(({ item }) => item.agent ?? []))
  const only = <Key extends 'agent' | 'cluster' | 'quota'>(key: Key) => {
    const names = new Set(rules.map(({ item }) => item[key]))
    const [name] = names
    return names.size === 1 && name !== undefined ? { [key]: name } : {}
  }
  return {
    about,
    policy,
    kinds: [...new Set(rules.map(({ kind }) => kind))],
    ...only('agent'),
    ...only('cluster'),
    ...only('quota'),
    rules: rules.length,
    agents: agents.size,
    ...found,
  }
}
