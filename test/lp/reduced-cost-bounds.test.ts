import fc from 'fast-check'
import { expect, it } from 'vitest'
import { loadHighs } from '../../src/lp/highs.ts'
import { LinearModel, relaxationOf, times } from '../../src/lp/model.ts'
import { cheaperThan } from '../../src/lp/reduced-cost-bounds.ts'

const highs = await loadHighs()

/** Cover `need` with whole pieces of sizes 1, 2, 3 … at the prices given, at most four of each. */
function cover(prices: readonly number[], need: number): LinearModel {
  const model = new LinearModel()
  const pieces = prices.map((cost) => model.variable({ upper: 4, cost, integer: true }))
  model.require(
    'cover',
    pieces.map((piece, size) => times(size + 1, piece)),
    '>=',
    need,
  )
  return model
}

it('a piece that would cost the cutoff by itself is left out, one that stands at its most stays there', () => {
  const model = cover([0.1, 5, 3], 6)
  const { rowDuals } = highs.solve(relaxationOf(model))
  const { lowers, uppers } = cheaperThan(model, 3, rowDuals!)
  expect([lowers, uppers]).toEqual([
    [4, 0, 0],
    [4, 0, 4],
  ])
})

it('what is cheaper than the cutoff is still found, and nothing cheaper than the optimum', () => {
  let narrowed = 0
  const prices = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 6 })
  fc.assert(
    fc.property(prices, fc.integer({ min: 1, max: 20 }), fc.double({ min: 1.01, max: 1.6, noNaN: true }), (cents, need, share) => {
      const model = cover(
        cents.map((cent) => cent / 100),
        need,
      )
      const best = highs.solve(model)
      if (best.objective === undefined) return
      const { rowDuals } = highs.solve(relaxationOf(model))
      const narrow = cheaperThan(model, share * best.objective, rowDuals!)
      if (narrow.uppers.some((upper, j) => upper < model.uppers[j])) narrowed++
      expect(highs.solve(narrow).objective).toBeCloseTo(best.objective, 6)
    }),
    { numRuns: 200, seed: 8 },
  )
  expect(narrowed).toBeGreaterThan(50)
})

it('a program without a solution below the cutoff is answered with the cutoff as its bound', () => {
  const model = cover([1, 1.9], 3)
  expect(highs.solve(model, { cutoff: 3 })).toMatchObject({ status: 'optimal', objective: 2.9 })
  const { status, lowerBound } = highs.solve(model, { cutoff: 2.8 })
  expect(status).toBe('unknown')
  expect(lowerBound).toBeCloseTo(2.8, 5)
})
