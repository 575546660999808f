import type { CostRate } from '../domain/plan.ts'
import type { Reading } from './reading.ts'
import type { Violation } from './verdict.ts'

const TOLERANCE = 1e-6

/** Budget: the total cost rate is within the limit. */
export function* budget({ problem }: Reading, { total }: CostRate): Iterable<Violation> {
  const most = problem.limits?.usdPerHour
  if (most !== undefined && total > most + TOLERANCE)
    yield { constraint: 'budget', detail: `the plan costs ${total} USD/h and the budget is ${most}` }
}
