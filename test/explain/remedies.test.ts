import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Problem } from '../../src/domain/problem.ts'
import { type Easing, without } from '../../src/domain/rules/rule.ts'
import { rulesOf } from '../../src/domain/rules/rules-of.ts'
import type { Remedy } from '../../src/explain/explanation.ts'
import { tinyProblem } from '../oracle/arbitrary-problem.ts'
import { cheapestPlanByBruteForce } from '../oracle/cheapest-plan.ts'
import { explained } from './real-parts.ts'

const isFeasible = (problem: Problem): boolean => cheapestPlanByBruteForce(problem) !== 'infeasible'

function stepsTo({ amount }: Easing, to: number): number {
  let steps = 0
  while (amount(steps) !== to) steps++
  return steps
}

/** The problem with a change, and the one with a little less of it. */
function changes(problem: Problem, { rule, change }: Remedy): { enough: Problem; tooLittle: Problem | undefined } {
  const { kind, easing, leftOut } = rulesOf(problem).find(({ item }) => item.detail === rule.detail)!
  if (change.kind === 'dropped') return { enough: leftOut(problem), tooLittle: undefined }
  if (kind === 'budget') {
    const costing = (usdPerHour: number) => ({ ...problem, limits: { ...without(problem.limits!, 'usdPerHour'), usdPerHour } })
    return { enough: costing(change.to), tooLittle: change.isSmallest ? costing(change.to - 1e-3) : undefined }
  }
  const steps = stepsTo(easing!, change.to)
  return { enough: easing!.by(problem, steps), tooLittle: change.isSmallest ? easing!.by(problem, steps - 1) : undefined }
}

it('of tiny infeasible problems, each change is enough, no less of it is, and no other rule of the conflict is', {
  timeout: 300_000,
}, async () => {
  let checked = 0
  await fc.assert(
    fc.asyncProperty(tinyProblem, async (problem) => {
      if (isFeasible(problem)) return
      const { infeasible } = await explained(problem)
      const { conflict, remedies, noOtherIsEnough, conflictIsMinimal } = infeasible!
      expect([noOtherIsEnough, conflictIsMinimal]).toEqual([true, true])
      for (const remedy of remedies) {
        const { enough, tooLittle } = changes(problem, remedy)
        expect([remedy.rule.detail, remedy.change, isFeasible(enough)]).toEqual([remedy.rule.detail, remedy.change, true])
        if (tooLittle)
          expect([remedy.rule.detail, remedy.change, isFeasible(tooLittle)]).toEqual([remedy.rule.detail, remedy.change, false])
        checked++
      }
      const enough = new Set(remedies.map(({ rule }) => rule.detail))
      for (const rule of rulesOf(problem)) {
        if (enough.has(rule.item.detail) || !conflict.some(({ detail }) => detail === rule.item.detail)) continue
        expect([rule.item.detail, isFeasible(rule.leftOut(problem))]).toEqual([rule.item.detail, false])
        checked++
      }
    }),
    { numRuns: 120, seed: 10 },
  )
  expect(checked).toBeGreaterThan(40)
})
