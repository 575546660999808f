import type { InputIssue } from '../input-error.ts'
import type { Policy } from '../policy.ts'
import type { SurviveRule } from '../problem.ts'

export interface NamedPolicy {
  readonly name: string
  readonly policy: Policy
}

/** A rule of a policy by its path (`spot.maxShare`), with the policy that states it. */
interface Rule {
  readonly from: string
  readonly value: unknown
}

/** Rules that both hold when two policies state them: what is forbidden by either, and every loss that either survives. */
const TOGETHER: Readonly<Record<string, (one: unknown, other: unknown) => unknown>> = {
  'placement.noTag': (one, other) => [...new Set([...(one as string[]), ...(other as string[])])],
  survive: (one, other) => strictest([...(one as SurviveRule[]), ...(other as SurviveRule[])]),
}

/**
 * The policies that an agent names as one; what its own policy says comes before theirs.
 * Two that demand different things are a conflict, unless the agent's own policy decides it.
 */
export function mergedPolicy(named: readonly NamedPolicy[], own: Policy, path: string): { policy: Policy; issues: InputIssue[] } {
  const ownRules = rulesOf({ name: 'its own policy', policy: own })
  const merged = new Map<string, Rule>()
  const issues: InputIssue[] = []
  for (const [rulePath, rule] of named.flatMap((policy) => [...rulesOf(policy)])) {
    const before = merged.get(rulePath)
    const both = before ? bothOf(rulePath, before, rule) : rule
    if (both) merged.set(rulePath, both)
    else if (!ownRules.has(rulePath)) issues.push(conflict(path, rulePath, before!, rule))
  }
  return { policy: policyOf(new Map([...merged, ...ownRules])), issues }
}

function bothOf(rulePath: string, one: Rule, other: Rule): Rule | undefined {
  if (JSON.stringify(one.value) === JSON.stringify(other.value)) return one
  const together = TOGETHER[rulePath]
  return together && { from: `${one.from} and ${other.from}`, value: together(one.value, other.value) }
}

function conflict(path: string, rulePath: string, one: Rule, other: Rule): InputIssue {
  return {
    path,
    message: `policies ${one.from} and ${other.from} disagree on ${rulePath}: ${JSON.stringify(one.value)} and ${JSON.stringify(other.value)}`,
    remedy: `name only one of them, or decide it under the agent's own \`policy\``,
  }
}

/** Blocks of rules are taken apart; a latency limit or a right-sizing rule makes sense only whole. */
function rulesOf({ name, policy }: NamedPolicy): Map<string, Rule> {
  const rules = new Map<string, Rule>()
  for (const [key, value] of Object.entries(policy)) {
    if (value === undefined) continue
    if (typeof value !== 'object' || Array.isArray(value) || key === 'latency') rules.set(key, { from: name, value })
    else for (const [inner, rule] of Object.entries(value)) rules.set(`${key}.${inner}`, { from: name, value: rule })
  }
  return rules
}

function policyOf(rules: ReadonlyMap<string, Rule>): Policy {
  const policy: Record<string, unknown> = {}
  for (const [path, { value }] of rules) {
    const [key, inner] = path.split('.') as [string, string?]
    policy[key] = inner === undefined ? value : { ...(policy[key] as object | undefined), [inner]: value }
  }
  return policy
}

/** One rule for each kind of loss: the one that keeps most. */
export function strictest(rules: readonly SurviveRule[]): SurviveRule[] {
  const byLoss = new Map<string, SurviveRule>()
  for (const rule of rules) if (rule.keep >= (byLoss.get(rule.loss)?.keep ?? 0)) byLoss.set(rule.loss, rule)
  return [...byLoss.values()]
}
