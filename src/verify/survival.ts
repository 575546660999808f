import { survivableLosses } from '../domain/losses.ts'
import { wholeUp } from '../domain/units.ts'
import type { Reading } from './reading.ts'
import type { Violation } from './verdict.ts'

/** Survival: whichever single domain of a rule's kind is lost, at least ⌈keep × R⌉ replicas are left. */
export function* survival({ problem, plan }: Reading): Iterable<Violation> {
  const agents = problem.agents.filter(({ survive = [] }) => survive.length > 0)
  const losses = survivableLosses({ ...problem, agents }, plan)
  for (const { id, replicas, survive = [] } of agents) {
    for (const { loss, keep } of survive) {
      const least = wholeUp(keep * replicas)
      const worst = losses.get(id)?.[loss]
      if (!worst || worst.left >= least) continue
      const lost = `the loss of the ${loss} ${worst.domain ?? ''}`.trim()
      yield {
        constraint: 'survive',
        agent: id,
        detail: `${lost} would leave ${id} ${worst.left} replicas and it keeps at least ${least} of ${replicas}`,
      }
    }
  }
}
