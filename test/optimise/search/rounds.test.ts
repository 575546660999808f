import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Problem } from '../../../src/domain/problem.ts'
import { draftOf } from '../../../src/optimise/plan-of.ts'
import { Annealing, anneal, layoutOf } from '../../../src/optimise/search/anneal.ts'
import { type Guide, guess } from '../../../src/optimise/search/guide.ts'
import { Random } from '../../../src/optimise/search/random.ts'
import type { SearchSpace } from '../../../src/optimise/search/space.ts'
import { verifyPlan } from '../../../src/verify/verify.ts'
import { tinyProblem } from '../../oracle/arbitrary-problem.ts'
import { largeProblem } from '../large-problem.ts'
import { hasTrafficBetween, spaceOf } from './spaces.ts'

const CHECKS = 8
const ROUNDS = 400

/** Any guide may be followed, sensible or not: half of them name prices of places and machines. */
function anyGuide(space: SearchSpace, seed: number): Guide {
  const random = new Random(seed)
  const draw = (length: number, most: number) => Float64Array.from({ length }, () => most * random.next())
  const places = space.agentCount * space.groupCount
  const wanted = Int32Array.from({ length: places }, () => random.below(4))
  const prices = { pod: draw(places, 2), place: draw(places, 1), node: draw(space.machineCount, 3) }
  return { ...guess(space), wanted, ...(random.next() < 0.5 ? { prices } : {}) }
}

/** How a standing plan differs from what the contract says of it: undefined where it does not. The search may route traffic dearer, never cheaper. */
function difference(problem: Problem, { state }: Annealing): string | undefined {
  const layout = layoutOf(state)
  const draft = draftOf(problem, state.space, layout)
  const { total } = draft.usdPerHour
  const plan = { schema: 'placement-plan/v1', status: 'feasible', ...draft, lowerBoundUsdPerHour: 0, gap: total > 0 ? 1 : 0 } as const
  const broken = verifyPlan(problem, plan).violations.filter(({ constraint }) => constraint !== 'budget')
  const excess = layout.usdPerHour - total
  if (broken.length > 0) return broken[0].detail
  return excess < -1e-6 || (excess > 1e-6 && !hasTrafficBetween(problem)) ? `${layout.usdPerHour} counted, ${total} true` : undefined
}

it('after thousands of rounds, whatever the guide, a plan keeps every rule and costs what was counted round by round', () => {
  let plans = 0
  fc.assert(
    fc.property(tinyProblem, fc.nat(1_000_000), (problem, seed) => {
      const space = spaceOf(problem)
      fc.pre(space.agentCount > 0)
      const annealing = new Annealing(space, {
        guide: anyGuide(space, seed),
        seed,
        rounds: CHECKS * ROUNDS,
        elapsed: () => 0,
        guidedShare: 0.5,
      })
      for (let check = 0; check < CHECKS; check++) {
        for (let round = 0; round < ROUNDS; round++) annealing.round(check / CHECKS)
        if (annealing.state.waiting > 0) continue
        plans++
        expect(difference(problem, annealing)).toBeUndefined()
      }
    }),
    { numRuns: 60, seed: 3 },
  )
  expect(plans).toBeGreaterThan(200)
})

it('the same seed and rounds give the same plan, another seed another way to one', () => {
  const space = spaceOf(largeProblem(20))
  const plan = (seed: number) => anneal(space, { guide: guess(space), seed, rounds: 2_000, elapsed: () => 0, guidedShare: 0.3 })
  expect(plan(1)).toEqual(plan(1))
  expect(plan(2).nodes).not.toEqual(plan(1).nodes)
})
