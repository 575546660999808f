import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Problem } from '../../src/domain/problem.ts'
import { RULES_DROPPED, renamedAndReordered, withDearerNodes } from '../property/changed-problems.ts'
import { tinyProblem } from './arbitrary-problem.ts'
import { cheapestPlanByBruteForce } from './cheapest-plan.ts'

/** Infeasible costs more than anything. */
function least(problem: Problem): number {
  const found = cheapestPlanByBruteForce(problem)
  return found === 'infeasible' ? Number.POSITIVE_INFINITY : found.usdPerHour
}

const forTinyProblems = (claim: (problem: Problem, cost: number) => void) =>
  fc.assert(
    fc.property(tinyProblem, (problem) => {
      claim(problem, least(problem))
    }),
    { numRuns: 100, seed: 2 },
  )

it('dearer nodes never make the cheapest plan cheaper', () => {
  forTinyProblems((problem, cost) => expect(least(withDearerNodes(problem))).toBeGreaterThanOrEqual(cost))
})

it.each(Object.entries(RULES_DROPPED))('dropping %s never makes it dearer', (_, drop) => {
  forTinyProblems((problem, cost) => expect(least(drop(problem))).toBeLessThanOrEqual(cost + 1e-9))
})

it('other names and another order change nothing of its cost', () => {
  forTinyProblems((problem, cost) => expect(least(renamedAndReordered(problem))).toBeCloseTo(cost, 9))
})
