import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { everyFilledNode } from '../../../models/placement/whole-nodes.ts'
import type { Problem } from '../../../src/domain/problem.ts'
import { loadHighs } from '../../../src/lp/highs.ts'
import { type BoundHooks, bound } from '../../../src/optimise/bound/bound.ts'
import { anneal, type Layout } from '../../../src/optimise/search/anneal.ts'
import type { Guide } from '../../../src/optimise/search/guide.ts'
import { tinyProblem } from '../../oracle/arbitrary-problem.ts'
import { cheapestPlanByBruteForce } from '../../oracle/cheapest-plan.ts'
import { largeProblem } from '../large-problem.ts'
import { spaceOf } from '../search/spaces.ts'

const highs = await loadHighs()

/** All that the bound tells while it works, and how it ends. */
function toldBy(problem: Problem, hooks: Partial<BoundHooks> = {}) {
  const told = { bounds: [] as number[], guides: [] as Guide[], layouts: [] as Layout[] }
  const outcome = bound(spaceOf(problem), highs, {
    onBound: (usdPerHour) => told.bounds.push(usdPerHour),
    onGuide: (guide) => told.guides.push(guide),
    onLayout: (layout) => told.layouts.push(layout),
    bound: () => 0,
    secondsLeft: () => 5,
    goal: () => Number.POSITIVE_INFINITY,
    isClosed: () => false,
    ...hooks,
  })
  return { ...told, outcome }
}

describe('of a tiny problem', () => {
  it('a bound never passes the cheapest plan, and only a problem without a plan is called infeasible', () => {
    fc.assert(
      fc.property(tinyProblem, (problem) => {
        const cheapest = cheapestPlanByBruteForce(problem)
        const { bounds, outcome } = toldBy(problem)
        expect(outcome).toBe(cheapest === 'infeasible' ? 'infeasible' : 'done')
        if (cheapest === 'infeasible') return
        expect(Math.max(0, ...bounds)).toBeLessThanOrEqual(cheapest.usdPerHour + 1e-6 * Math.max(1, cheapest.usdPerHour))
      }),
      { numRuns: 100, seed: 21 },
    )
  })
})

describe('of a problem with more ways to fill a node than can be named', () => {
  const problem = largeProblem(25)
  const space = spaceOf(problem)

  it('there are more indeed', () => expect(everyFilledNode(space.instance, 4_000)).toBeUndefined())

  it('the bound rises and stays below the plans to which it guides', () => {
    let best = Number.POSITIVE_INFINITY
    const { bounds, outcome } = toldBy(problem, {
      onGuide: (guide) => {
        const layout = anneal(space, { guide, seed: 1, rounds: 2_000, elapsed: () => 0, guidedShare: 1 })
        if (layout.unplaced === 0) best = Math.min(best, layout.usdPerHour)
      },
      isClosed: (lower) => lower > 0.97 * best,
    })
    expect(outcome).toBe('done')
    expect(best).toBeLessThan(Number.POSITIVE_INFINITY)
    expect(bounds.at(-1)!).toBeGreaterThan(0.9 * best)
    expect(bounds.at(-1)!).toBeLessThanOrEqual(best)
  })

  it('the first guide says where the relaxation places replicas, and what one more costs', () => {
    const { guides } = toldBy(problem, { isClosed: () => true })
    const [{ wanted, target, worth }] = guides
    expect(guides).toHaveLength(1)
    for (const { index, least } of space.agents) {
      const places = wanted!.slice(index * space.groupCount, (index + 1) * space.groupCount)
      expect(places.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(least)
      expect([target[index], worth[index] > 0]).toEqual([least, true])
    }
  })

  it('no round begins once the time is over', () => {
    const { bounds, guides } = toldBy(problem, { secondsLeft: () => 0.4 })
    expect([bounds.length, guides.length]).toEqual([1, 1])
  })
})
