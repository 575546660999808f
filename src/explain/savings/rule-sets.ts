import type { Problem } from '../../domain/problem.ts'
import type { Rule, RuleKind } from '../../domain/rules/rule.ts'
import { rulesOf } from '../../domain/rules/rules-of.ts'
import type { PolicyCost } from '../explanation.ts'
import { FAMILIES, KIND_WORDS } from './policy-words.ts'

/** Rules that are dropped together, to see what they cost together. */
export interface RuleSet {
  readonly about: PolicyCost['about']
  readonly policy: string
  readonly rules: readonly Rule[]
}

/** Without demand there is nothing to place; what is reserved is a fact; that a budget saves nothing needs no solve. */
const COSTS_NOTHING_TO_ASK = new Set<RuleKind>(['demand', 'reserved', 'budget'])

/** The rules whose cost can be asked for; not those that ask for nothing, such as a share of spot of 100 %. */
export const policyRules = (problem: Problem): Rule[] =>
  rulesOf(problem).filter(({ kind, easing }) => !COSTS_NOTHING_TO_ASK.has(kind) && (kind === 'latency' || easing?.most !== 0))

/** Over all agents: each kind of rule, each family of kinds, and of one kind those that ask for the same. No set of rules stands twice. */
export function setsOverAll(rules: readonly Rule[]): RuleSet[] {
  const kinds = [...Map.groupBy(rules, ({ kind }) => kind)].map(([kind, own]) => set('kind', policyOf(kind, own), own))
  const families = Object.entries(FAMILIES).map(([name, has]) =>
    set(
      'family',
      `${name}: all of it`,
      rules.filter(({ kind }) => has(kind)),
    ),
  )
  const same = [...Map.groupBy(rules, ({ kind, asks }) => `${kind}|${asks}`).values()]
    .filter((own) => own[0].item.agent !== undefined && own.length > 1)
    .map((own) => set('same', own[0].asks, own))
  return unique([...kinds, ...families, ...same])
}

/** Of one agent: its rules of each kind, and all of them together. */
export function setsOfAgent(rules: readonly Rule[], agent: string): RuleSet[] {
  const own = rules.filter(({ item }) => item.agent === agent)
  const kinds = [...Map.groupBy(own, ({ kind }) => kind).values()].map((few) => set('agent', asked(few), few))
  return unique([...kinds, set('agent', 'all its rules together', own)])
}

export const setOfLimit = (rule: Rule): RuleSet => set('limit', rule.asks, [rule])

const set = (about: RuleSet['about'], policy: string, rules: readonly Rule[]): RuleSet => ({ about, policy, rules })

const policyOf = (kind: RuleKind, rules: readonly Rule[]): string =>
  new Set(rules.map(({ asks }) => asks)).size === 1 ? rules[0].asks : KIND_WORDS[kind]

const asked = (rules: readonly Rule[]): string => rules.map(({ asks }) => asks).join('; ')

/** The first of equal sets stays; empty ones go. */
export function unique(sets: readonly RuleSet[]): RuleSet[] {
  const known = new Set<string>()
  return sets.filter(({ rules }) => {
    const key = [...coversOf(rules)].sort().join('\n')
    if (rules.length === 0 || known.has(key)) return false
    known.add(key)
    return true
  })
}

/** Names of what is no longer asked for: a rule, and that it were a little weaker, which a raised limit asks no longer either. */
export const coversOf = (rules: readonly Rule[]): Set<string> => new Set(rules.flatMap((rule) => [nameOf(rule), easedName(rule)]))
export const easedName = (rule: Rule): string => `${nameOf(rule)} (eased)`
const nameOf = ({ kind, item }: Rule): string => `${kind}|${item.detail}`

export const withoutRules = (problem: Problem, rules: readonly Rule[]): Problem => rules.reduce((rest, rule) => rule.leftOut(rest), problem)
