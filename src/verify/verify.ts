import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { Share } from '../domain/units.ts'
import { bound, recomputedGap } from './bound.ts'
import { budget } from './budget.ts'
import { cost, recomputedCost } from './cost.ts'
import { demand } from './demand.ts'
import { eligibility } from './eligibility.ts'
import { moves } from './moves.ts'
import { packing } from './packing.ts'
import { quotas } from './quotas.ts'
import { type Reading, readPlan } from './reading.ts'
import { references } from './references.ts'
import { spotShare } from './spot.ts'
import { spread } from './spread.ts'
import { survival } from './survival.ts'
import { traffic } from './traffic.ts'
import type { CheckedVerdict, UncheckedVerdict, Verdict, Violation } from './verdict.ts'

/** The contract's rules in its order; cost, budget and bound follow, since they are judged against the recomputed cost. */
const RULES: readonly ((reading: Reading) => Iterable<Violation>)[] = [
  references,
  demand,
  eligibility,
  packing,
  quotas,
  survival,
  spread,
  spotShare,
  moves,
  traffic,
]

/**
 * Whether a plan keeps every rule of its problem and costs what it says, recomputed from the contract alone.
 * It shares no predicate with the optimiser, so that a misreading there shows here. A claim that nothing is feasible is not checked.
 */
export function verifyPlan(problem: Problem, plan: Plan, { largestGap }: { readonly largestGap?: Share } = {}): Verdict {
  if (plan.status === 'infeasible' || plan.status === 'unknown') return uncheckedClaim(plan, plan.status)
  const reading = readPlan(problem, plan)
  const usdPerHour = recomputedCost(reading)
  const gap = recomputedGap(reading, usdPerHour)
  const violations = [
    ...form(plan),
    ...RULES.flatMap((rule) => [...rule(reading)]),
    ...cost(reading, usdPerHour),
    ...budget(reading, usdPerHour),
    ...bound(reading, usdPerHour, gap, largestGap),
  ]
  return { checked: true, holds: violations.length === 0, violations, recomputed: { usdPerHour, gap } } satisfies CheckedVerdict
}

function uncheckedClaim(plan: Plan, claim: UncheckedVerdict['claim']): UncheckedVerdict {
  const silent = claim === 'infeasible' && !plan.conflict?.length
  const violations: Violation[] = [...form(plan)]
  if (silent)
    violations.push({ constraint: 'document', detail: 'the plan claims that no plan exists and names no constraints in conflict' })
  return { checked: false, holds: false, claim, violations }
}

function* form(plan: Plan): Iterable<Violation> {
  const { schema, status }: { schema: string; status: string } = plan
  if (schema !== 'placement-plan/v1') yield { constraint: 'document', detail: `the plan's schema is ${schema}, not placement-plan/v1` }
  if (!['optimal', 'feasible', 'infeasible', 'unknown'].includes(status))
    yield { constraint: 'document', detail: `the plan's status is ${status}` }
}
