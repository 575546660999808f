import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildInstance } from '../../models/instance/instance.ts'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { draftOf } from '../../src/optimise/plan-of.ts'
import { anneal, type Layout } from '../../src/optimise/search/anneal.ts'
import { searchSpace } from '../../src/optimise/search/build-space.ts'
import { guess } from '../../src/optimise/search/guide.ts'
import type { SearchSpace } from '../../src/optimise/search/space.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { tinyProblem } from '../oracle/arbitrary-problem.ts'
import { cheapestPlanByBruteForce } from '../oracle/cheapest-plan.ts'
import { type Bounded, bounded, WAYS_TO_BOUND } from '../oracle/ways-to-bound.ts'
import { isAtMost, isSame } from './costs.ts'
import { freshSeed } from './seeds.ts'

type Claim = (space: SearchSpace, optimum: number) => void

/** What is infeasible costs more than anything. */
const forTinyProblems = (numRuns: number, seed: number, claim: Claim) =>
  fc.assert(
    fc.property(tinyProblem, (problem) => {
      const cheapest = cheapestPlanByBruteForce(problem)
      claim(searchSpace(buildInstance(problem)), cheapest === 'infeasible' ? Number.POSITIVE_INFINITY : cheapest.usdPerHour)
    }),
    { numRuns, seed },
  )

function expectNoMoreThan(optimum: number, { outcome, lowerBound }: Bounded): void {
  if (optimum === Number.POSITIVE_INFINITY) return
  expect(outcome).not.toBe('infeasible')
  expect(lowerBound).toSatisfy((bound) => isAtMost(bound, optimum), `at most ${optimum}`)
}

function planOf(problem: Problem, space: SearchSpace, layout: Layout): Plan {
  const draft = draftOf(problem, space, layout)
  const gap = draft.usdPerHour.total > 0 ? 1 : 0
  return { schema: 'placement-plan/v1', status: 'feasible', ...draft, lowerBoundUsdPerHour: 0, gap }
}

/** Plans that are known: the cheapest itself, one a little dearer than the gap asks for, one far from it. */
const KNOWN = [
  { times: 1, gap: 1e-6 },
  { times: 1.03, gap: 0.02 },
  { times: 1.5, gap: 0.1 },
]

describe.each([
  ['the same in every run', 250, 41],
  ['drawn anew', 100, freshSeed()],
])('of tiny problems, %s,', (_, count, seed) => {
  it.each(Object.entries(WAYS_TO_BOUND))('no bound %s passes the cheapest plan, or calls infeasible what has one', (_, way) => {
    forTinyProblems(count, seed, (space, optimum) => expectNoMoreThan(optimum, bounded(space, way)))
  })

  it('no bound passes it either where only what is cheaper than a known plan is looked for', () => {
    forTinyProblems(count, seed, (space, optimum) => {
      for (const { times, gap } of KNOWN)
        expectNoMoreThan(optimum, bounded(space, WAYS_TO_BOUND['by cuts and whole numbers'], { usdPerHour: times * optimum, gap }))
    })
  })

  it('the search makes no plan that costs less than the cheapest or breaks a rule', () => {
    forTinyProblems(count, seed, (space, optimum) => {
      const { problem } = space.instance
      const layout = anneal(space, { guide: guess(space), seed, rounds: 300, elapsed: () => 0, guidedShare: 0.35 })
      if (layout.unplaced > 0) return
      const plan = planOf(problem, space, layout)
      const broken = verifyPlan(problem, plan).violations.map(({ constraint }) => constraint)
      expect(broken).toEqual(plan.usdPerHour.total > (problem.limits?.usdPerHour ?? Number.POSITIVE_INFINITY) + 1e-6 ? ['budget'] : [])
      if (broken.length === 0) expect(plan.usdPerHour.total).toSatisfy((cost) => isAtMost(optimum, cost), `at least ${optimum}`)
    })
  })
})

it('cuts and whole numbers prove nearly all of the optimum of nearly all tiny problems, and nearly all that are infeasible', () => {
  const solved = { feasible: 0, closed: 0, infeasible: 0, proved: 0 }
  forTinyProblems(200, 42, (space, optimum) => {
    const { outcome, lowerBound } = bounded(space, WAYS_TO_BOUND['by cuts and whole numbers'])
    if (optimum === Number.POSITIVE_INFINITY) {
      solved.infeasible++
      if (outcome === 'infeasible') solved.proved++
    } else {
      solved.feasible++
      if (lowerBound >= 0.999 * optimum) solved.closed++
    }
  })
  expect(solved.closed / solved.feasible).toBeGreaterThan(0.9)
  expect(solved.proved / solved.infeasible).toBeGreaterThan(0.9)
})

it('the search, guided by cuts and whole numbers, finds the cheapest plan of nearly all', () => {
  const found = { plans: 0, cheapest: 0 }
  forTinyProblems(150, 43, (space, optimum) => {
    if (optimum === Number.POSITIVE_INFINITY || space.agentCount === 0) return
    const { guides } = bounded(space, WAYS_TO_BOUND['by cuts and whole numbers'])
    const layout = anneal(space, { guide: guides.at(-1)!, seed: 1, rounds: 1_500, elapsed: () => 0, guidedShare: 0.35 })
    found.plans++
    if (layout.unplaced === 0 && isSame(planOf(space.instance.problem, space, layout).usdPerHour.total, optimum)) found.cheapest++
  })
  expect(found.plans).toBeGreaterThan(80)
  expect(found.cheapest / found.plans).toBeGreaterThan(0.85)
})
