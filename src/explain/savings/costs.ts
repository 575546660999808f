import type { Problem } from '../../domain/problem.ts'
import type { Rule } from '../../domain/rules/rule.ts'
import type { Seconds, UsdPerHour } from '../../domain/units.ts'
import type { Allowance } from '../allowance.ts'
import type { LimitPrice, PolicyCost } from '../explanation.ts'
import { type LimitUse, limitsUsed } from '../limits-used.ts'
import { nodeCosts } from '../list-price.ts'
import type { ExplainParts, Relaxed } from '../parts.ts'
import type { Known } from './interval.ts'
import { dropping, policyCost, type Raise, raising, Savings } from './policies.ts'
import { MEASURES, potentials } from './potential.ts'
import { type Base, type Change, resolve } from './resolve.ts'
import { policyRules, type RuleSet, setOfLimit, setsOfAgent, setsOverAll, unique } from './rule-sets.ts'

export interface CostsRequest {
  readonly problem: Problem
  readonly base: Base
  readonly relaxed: Relaxed
  /** What the relaxation took. */
  readonly relaxSeconds: Seconds
  /** Only the rules of this agent; absent: of all, and one by one of those that cost most. */
  readonly agent?: string
  readonly time: Allowance
}

export interface Costs {
  readonly policies: readonly PolicyCost[]
  readonly limits: readonly LimitPrice[]
  /** What is known of the optimum by now. */
  readonly base: Known
  readonly leftOut: readonly string[]
}

/** Agents whose rules are looked at one by one: those whose nodes cost most. */
const AGENTS_ONE_BY_ONE = 8

/** What policies cost and limits are worth: the most promising are solved anew without them, for as long as there is time. */
export async function costsOfRules(request: CostsRequest, parts: ExplainParts): Promise<Costs> {
  const { problem, base, relaxed, agent } = request
  const rules = policyRules(problem)
  const potential = potentials(problem, relaxed)
  const uses = agent === undefined ? limitsUsed(problem, rules, base.plan) : []
  const binding = uses.filter((use) => isBinding(use, relaxed))
  const sets = unique(agent === undefined ? setsOf(request, rules, binding) : setsOfAgent(rules, agent))
  const drops = new Map(sets.map((set) => [set, dropping(problem, set, potential)]))
  const raises = new Map(binding.flatMap((use) => entryOf(use, raising(problem, use, potential))))
  const results = await resolve(base, [...drops.values(), ...raises.values()], parts, request.time, request.relaxSeconds)
  const savings = new Savings(base, results)
  return {
    policies: [...policiesIn(drops, savings), ...(agent === undefined ? budgetCost(problem) : [])].sort(
      (a, b) => b.saving.atLeastUsdPerHour - a.saving.atLeastUsdPerHour || b.saving.atMostUsdPerHour - a.saving.atMostUsdPerHour,
    ),
    limits: uses.map((use) => limitPrice(use, relaxed, raises.get(use), dropOf(use, drops), savings)),
    base: savings.base,
    leftOut: leftOut(drops, savings),
  }
}

const entryOf = (use: LimitUse, raise: Raise | undefined): [LimitUse, Raise][] => (raise ? [[use, raise]] : [])

function setsOf({ problem, base }: CostsRequest, rules: readonly Rule[], binding: readonly LimitUse[]): RuleSet[] {
  const dearest = [...nodeCosts(problem, base.plan)].sort(([, a], [, b]) => b - a).slice(0, AGENTS_ONE_BY_ONE)
  return [
    ...setsOverAll(rules),
    ...binding.map(({ rule }) => setOfLimit(rule)),
    ...dearest.flatMap(([id]) => setsOfAgent(rules, id).filter((set) => set.policy !== 'all its rules together')),
  ]
}

/** Not even the smallest node more would be allowed, or the relaxation would pay for it. */
const isBinding = (use: LimitUse, relaxed: Relaxed): boolean =>
  use.most - use.used < use.smallest - 1e-9 || (marginal(use, relaxed) ?? 0) * use.smallest >= WORTH_TELLING

/** Less is no price to speak of [USD/h]. */
const WORTH_TELLING: UsdPerHour = 1e-4

/** What a unit more saves the relaxation; undefined where that was not solved. */
function marginal({ rule: { kind, item }, unit }: LimitUse, relaxed: Relaxed): UsdPerHour | undefined {
  if (relaxed.status !== 'optimal') return undefined
  const owner = item.cluster ?? item.quota ?? item.agent
  const row = owner === undefined ? 'moves' : kind === 'moves' ? `moves[${owner}]` : `${kind}[${owner},${MEASURES[unit]}]`
  return relaxed.shadowPrices.get(row) ?? 0
}

const policiesIn = (drops: ReadonlyMap<RuleSet, Change>, savings: Savings): PolicyCost[] =>
  [...drops].flatMap(([set, change]) => {
    const found = savings.of(change)
    return found ? [policyCost(set, found)] : []
  })

/**
 * A budget saves nothing: where the cheapest plan of all keeps it, it is the cheapest with it too; and where that does not, no plan does.
 */
function budgetCost({ limits }: Problem): PolicyCost[] {
  if (limits?.usdPerHour === undefined) return []
  const saving = { atLeastUsdPerHour: 0, atMostUsdPerHour: 0 }
  const policy = `the plan may cost at most ${limits.usdPerHour} USD/h`
  return [{ about: 'limit', policy, kinds: ['budget'], rules: 1, agents: 0, saving, isResolved: true }]
}

const dropOf = ({ rule }: LimitUse, drops: ReadonlyMap<RuleSet, Change>): Change | undefined =>
  [...drops].find(([{ rules }]) => rules.length === 1 && rules[0] === rule)?.[1]

function limitPrice(use: LimitUse, relaxed: Relaxed, raise: Raise | undefined, drop: Change | undefined, savings: Savings): LimitPrice {
  const { rule, unit, most, used } = use
  const price = marginal(use, relaxed)
  const [raised, dropped] = [raise && savings.of(raise), drop && savings.of(drop)]
  return {
    limit: rule.item,
    unit,
    most,
    used,
    isBinding: isBinding(use, relaxed),
    ...(price === undefined ? {} : { marginalUsdPerHourPerUnit: price }),
    ...(raise && raised ? { raised: { to: raise.to, saving: raised.saving, isResolved: raised.isResolved } } : {}),
    ...(dropped ? { dropped: { saving: dropped.saving, isResolved: dropped.isResolved } } : {}),
  }
}

function leftOut(drops: ReadonlyMap<RuleSet, Change>, savings: Savings): string[] {
  const found = [...drops.values()].map((change) => savings.of(change))
  const unseen = found.filter((one) => one === undefined).length
  return unseen === 0 ? [] : [`${unseen} of ${found.length} policies were not looked at`]
}
