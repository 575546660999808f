import type { CostRate } from '../domain/plan.ts'
import type { Share } from '../domain/units.ts'
import { isAmount, type Reading } from './reading.ts'
import type { Violation } from './verdict.ts'

const BOUND_TOLERANCE = 1e-6
const GAP_TOLERANCE = 1e-4

/** (total − bound) / total, never negative; 0 where nothing is paid, 1 where the plan states no bound. */
export function recomputedGap({ plan }: Reading, { total }: CostRate): Share {
  if (!isAmount(plan.lowerBoundUsdPerHour)) return 1
  return total > 0 ? Math.max(0, (total - plan.lowerBoundUsdPerHour) / total) : 0
}

/** Bound and gap: the bound is no higher than the cost, the gap follows from both. That nothing can cost less than the bound is not shown here. */
export function* bound({ plan }: Reading, { total }: CostRate, gap: Share, largestGap: Share | undefined): Iterable<Violation> {
  const stated = plan.lowerBoundUsdPerHour
  if (!isAmount(stated)) yield { constraint: 'bound', detail: `the lower bound is ${stated}, which is no cost` }
  else if (stated > total + BOUND_TOLERANCE * Math.max(1, total))
    yield { constraint: 'bound', detail: `the lower bound ${stated} USD/h is above the cost ${total}` }
  if (!(Math.abs(gap - plan.gap) <= GAP_TOLERANCE)) yield { constraint: 'bound', detail: `the gap is ${gap} and the plan says ${plan.gap}` }
  if (largestGap !== undefined && gap > largestGap)
    yield { constraint: 'bound', detail: `the gap ${gap} is above the ${largestGap} asked for` }
}
