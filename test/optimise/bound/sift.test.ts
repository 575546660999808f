import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildPlacementModel } from '../../../models/placement/model.ts'
import type { Problem } from '../../../src/domain/problem.ts'
import { loadHighs } from '../../../src/lp/highs.ts'
import { relaxationOf } from '../../../src/lp/model.ts'
import { sift } from '../../../src/optimise/bound/sifting/sift.ts'
import type { Guide } from '../../../src/optimise/search/guide.ts'
import { anAgent, anOffer, aProblem } from '../../builders.ts'
import { dublin } from '../../models/places.ts'
import { tinyProblem } from '../../oracle/arbitrary-problem.ts'
import { cheapestPlanByBruteForce } from '../../oracle/cheapest-plan.ts'
import { largeProblem } from '../large-problem.ts'
import { spaceOf } from '../search/spaces.ts'

const highs = await loadHighs()

function sifted(problem: Problem, cuts = false) {
  const bounds: number[] = []
  const guides: Guide[] = []
  const outcome = sift(
    spaceOf(problem),
    highs,
    {
      onBound: (usdPerHour) => bounds.push(usdPerHour),
      bound: () => 0,
      onGuide: (guide) => guides.push(guide),
      onLayout: () => {},
      secondsLeft: () => Number.POSITIVE_INFINITY,
      goal: () => Number.POSITIVE_INFINITY,
      isClosed: () => false,
    },
    { cuts },
  )
  return { outcome, lowerBound: Math.max(0, ...bounds), guides }
}

it('of tiny problems of every rule, no bound passes the cheapest plan, and none that has a plan is called infeasible', () => {
  let close = 0
  let raised = 0
  fc.assert(
    fc.property(tinyProblem, (problem) => {
      const cheapest = cheapestPlanByBruteForce(problem)
      if (cheapest === 'infeasible') return
      const [plain, cut] = [sifted(problem), sifted(problem, true)]
      for (const { outcome, lowerBound } of [plain, cut]) {
        expect(outcome).not.toBe('infeasible')
        expect(lowerBound).toBeLessThanOrEqual(cheapest.usdPerHour + 1e-6 * Math.max(1, cheapest.usdPerHour))
      }
      if (plain.lowerBound > 0.5 * cheapest.usdPerHour) close++
      if (cut.lowerBound > plain.lowerBound + 1e-3 * cheapest.usdPerHour) raised++
    }),
    { numRuns: 150, seed: 31 },
  )
  expect(close).toBeGreaterThan(50)
  expect(raised).toBeGreaterThan(10)
})

describe('of a problem of hundreds of columns', () => {
  const problem = largeProblem(25)
  const whole = highs.solve(relaxationOf(buildPlacementModel(spaceOf(problem).instance, { fitRows: false }).model)).lowerBound
  const { lowerBound, guides, outcome } = sifted(problem)

  it('the bound comes to that of the relaxation over all of them', () => {
    expect(outcome).toBe('done')
    expect(lowerBound).toBeGreaterThan(0.999 * whole)
    expect(lowerBound).toBeLessThanOrEqual(whole * (1 + 1e-9))
  })

  it('the guide places every replica', () => {
    const { wanted } = guides.at(-1)!
    const { agents, groupCount } = spaceOf(problem)
    for (const { index, least } of agents)
      expect(wanted!.slice(index * groupCount, (index + 1) * groupCount).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(
        least,
      )
  })
})

it('a budget below the bound is shown to be out of reach', () => {
  const node = anOffer({ usdPerHour: 1, allocatable: { cpu: 2, memoryGiB: 64, gpu: 0, pods: 110 } })
  const agents = [anAgent({ replicas: 4, requests: { cpu: 1, memoryGiB: 1 } })]
  const within = (usdPerHour: number) =>
    sifted(aProblem({ clusters: [dublin({ offers: [node] })], agents, limits: { usdPerHour } })).outcome
  expect([within(2), within(1.9)]).toEqual(['done', 'infeasible'])
})
