import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../src/domain/problem.ts'
import type { Easing } from '../../src/domain/rules/rule.ts'
import { explain } from '../../src/explain/explain.ts'
import type { Interval } from '../../src/explain/explanation.ts'
import { costWithin, type Known, savingWithin, tightened } from '../../src/explain/savings/interval.ts'
import { policyRules, setsOfAgent, setsOverAll, withoutRules } from '../../src/explain/savings/rule-sets.ts'
import { tinyProblem } from '../oracle/arbitrary-problem.ts'
import { cheapestPlanByBruteForce } from '../oracle/cheapest-plan.ts'
import { hastyParts, realParts } from './real-parts.ts'

const exactly = (usdPerHour: number): Known => ({ lower: usdPerHour, upper: usdPerHour })

describe('what two gaps allow', () => {
  it('two optima leave one saving', () => {
    expect(savingWithin(exactly(3), exactly(2))).toEqual({ atLeastUsdPerHour: 1, atMostUsdPerHour: 1 })
  })

  it('each gap widens it', () => {
    expect(savingWithin({ lower: 9, upper: 10 }, { lower: 4, upper: 6 })).toEqual({ atLeastUsdPerHour: 3, atMostUsdPerHour: 6 })
  })

  it('where no plan was found without the rules, only the bounds speak', () => {
    const unsolved = { lower: 4, upper: Number.POSITIVE_INFINITY }
    expect(savingWithin(exactly(10), unsolved)).toEqual({ atLeastUsdPerHour: 0, atMostUsdPerHour: 6 })
  })

  it('asking for more costs from the one bound to the other plan', () => {
    expect(costWithin({ lower: 9, upper: 10 }, { lower: 12, upper: 15 })).toEqual({ atLeastUsdPerHour: 2, atMostUsdPerHour: 6 })
  })

  it('every pair of optima that the bounds allow saves what the interval says', () => {
    const cents = fc.integer({ min: 0, max: 400 })
    fc.assert(
      fc.property(fc.tuple(cents, cents, cents, cents, cents, cents), ([o, without, b, t, b2, t2]) => {
        const [less, optimum] = [Math.min(o, without), Math.max(o, without)]
        const base = { lower: optimum - Math.min(b, optimum), upper: optimum + t }
        const relaxed = { lower: less - Math.min(b2, less), upper: less + t2 }
        const { atLeastUsdPerHour, atMostUsdPerHour } = savingWithin(base, relaxed)
        expect(optimum - less).toBeGreaterThanOrEqual(atLeastUsdPerHour)
        expect(optimum - less).toBeLessThanOrEqual(atMostUsdPerHour)
      }),
    )
  })
})

describe('what outcomes tell of each other', () => {
  const dropping = (covers: string[], lower: number, upper: number) => ({ covers: new Set(covers), lower, upper })

  it('who drops more costs no more: its bound holds for who drops less, whose plan holds for it', () => {
    const [less, more] = tightened(exactly(10), [dropping(['a'], 2, 7), dropping(['a', 'b'], 5, 9)]).outcomes
    expect(less).toMatchObject({ lower: 5, upper: 7 })
    expect(more).toMatchObject({ lower: 5, upper: 7 })
  })

  it('who drops other rules tells nothing', () => {
    const [one] = tightened(exactly(10), [dropping(['a'], 2, 9), dropping(['b'], 5, 6)]).outcomes
    expect(one).toMatchObject({ lower: 2, upper: 9 })
  })

  it('what is proved of less rules bounds the plan too', () => {
    expect(tightened({ lower: 3, upper: 10 }, [dropping(['a'], 6, 8)]).base).toEqual({ lower: 6, upper: 10 })
  })
})

function stepsTo({ amount }: Easing, to: number): number {
  let steps = 0
  while (amount(steps) !== to) steps++
  return steps
}

const optimumOf = (problem: Problem): number => {
  const found = cheapestPlanByBruteForce(problem)
  return found === 'infeasible' ? Number.POSITIVE_INFINITY : found.usdPerHour
}

it.each([
  ['solved to the end', realParts(), 8],
  ['solved in haste', hastyParts(), 9],
])('of tiny problems %s, the true saving of every policy lies in its interval', { timeout: 240_000 }, async (_, parts, seed) => {
  let checked = 0
  await fc.assert(
    fc.asyncProperty(tinyProblem, async (problem) => {
      const optimum = optimumOf(problem)
      if (!Number.isFinite(optimum)) return
      const { policies, limits, plan } = await explain(problem, parts, { timeLimitSeconds: 60 })
      expect(plan!.lowerBoundUsdPerHour).toBeLessThanOrEqual(optimum + 1e-6)
      const holds = (what: string, { atLeastUsdPerHour, atMostUsdPerHour }: Interval, changed: Problem) => {
        const saving = optimum - optimumOf(changed)
        const told = `${what}: ${saving} within ${atLeastUsdPerHour} and ${atMostUsdPerHour}`
        expect(saving >= atLeastUsdPerHour - 1e-6 && saving <= atMostUsdPerHour + 1e-6, told).toBe(true)
        checked++
      }
      const rules = policyRules(problem)
      for (const set of [...setsOverAll(rules), ...problem.agents.flatMap(({ id }) => setsOfAgent(rules, id))]) {
        const agent = set.about === 'agent' ? set.rules[0].item.agent : undefined
        const found = policies.find((one) => one.about === set.about && one.policy === set.policy && (!agent || one.agent === agent))
        if (found) holds(set.policy, found.saving, withoutRules(problem, set.rules))
      }
      for (const { limit, raised } of limits) {
        const { easing } = rules.find(({ item }) => item.detail === limit.detail)!
        if (raised) holds(`${limit.detail}, raised to ${raised.to}`, raised.saving, easing!.by(problem, stepsTo(easing!, raised.to)))
      }
    }),
    { numRuns: 25, seed },
  )
  expect(checked).toBeGreaterThan(100)
})
