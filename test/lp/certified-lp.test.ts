import { describe, expect, test } from 'vitest'
import { type Simplex, solveCertified } from '../../src/lp/certified-lp.ts'
import { jsLp } from '../../src/lp/js-lp.ts'
import { runSimplex } from '../../src/lp/js-simplex.ts'
import { LinearModel } from '../../src/lp/model.ts'
import { linearModel } from '../contract/linear-models.ts'

const NEVER = Number.POSITIVE_INFINITY

/** Forty dense variables in thirty rows, drawn at random: measuring how far they miss their rows costs nothing almost everywhere. */
function denseAndInfeasible(seed: number): LinearModel {
  let state = seed
  const draw = (least: number, most: number): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return least + Math.floor((state / 2 ** 32) * (most - least + 1))
  }
  const variables = Array.from({ length: 40 }, () => {
    const lower = draw(-5, 3)
    return { lower, upper: lower + draw(0, 10), cost: draw(-9, 9) }
  })
  const rows = Array.from({ length: 30 }, () => {
    const coefficients = variables.map(() => (draw(0, 9) < 6 ? draw(-5, 7) : 0))
    return [coefficients, (['<=', '>=', '='] as const)[draw(0, 2)], draw(-10, 20)] as const
  })
  return linearModel({ variables, rows })
}

const withoutHelp: Simplex = (model, deadline) => runSimplex(model, deadline, 0)

test.each([2, 3, 4, 8, 9])('where equal costs make the simplex stall, it is helped to a proof of infeasibility (seed %i)', (seed) => {
  const model = denseAndInfeasible(seed)
  expect(solveCertified(model, NEVER, withoutHelp).status).toBe('unknown')
  expect(solveCertified(model, NEVER).status).toBe('infeasible')
})

describe('a simplex that errs is found out', () => {
  const model = linearModel({ variables: [{ cost: 2, upper: 5 }], rows: [[[1], '>=', 3]] })
  const answering =
    (value: number, dual: number): Simplex =>
    () => ({ values: Float64Array.of(value), rowDuals: Float64Array.of(dual) })

  test('the true optimum, with the duals that prove it', () => {
    expect(solveCertified(model, NEVER, answering(3, 2))).toMatchObject({ status: 'optimal', objective: 6, lowerBound: 6 })
  })

  test('values that miss a row are no answer', () => {
    expect(solveCertified(model, NEVER, answering(2.9, 2))).toMatchObject({ status: 'unknown', values: undefined })
  })

  test('values that cost more than the duals prove are no optimum', () => {
    expect(solveCertified(model, NEVER, answering(4, 2))).toMatchObject({ status: 'feasible', objective: 8, lowerBound: 6 })
  })

  test('duals that prove nothing make no optimum', () => {
    expect(solveCertified(model, NEVER, answering(3, 0))).toMatchObject({ status: 'feasible', objective: 6, lowerBound: 0 })
  })

  test('no answer is no proof that there is none', () => {
    expect(solveCertified(model, NEVER, () => undefined).status).toBe('unknown')
  })
})

test('a demand missed by less than a millionth is not called infeasible without proof', () => {
  const model = linearModel({ variables: [{ upper: 3 }], rows: [[[1], '>=', 3 + 1e-9]] })
  expect(solveCertified(model, NEVER).status).not.toBe('infeasible')
})

test('out of time, the bounds of the variables still bound the cost', () => {
  const model = linearModel({ variables: [{ cost: 2, lower: 1, upper: 5 }], rows: [[[1], '>=', 3]] })
  expect(solveCertified(model, Number.NEGATIVE_INFINITY)).toMatchObject({ status: 'unknown', values: undefined, lowerBound: 2 })
})

test('a large linear program is refused with the size that it would have', () => {
  const model = new LinearModel()
  for (let j = 0; j < 1000; j++) model.variable({ upper: 1 })
  expect(jsLp.refuses(model)).toContain('1002001 cells')
  expect(() => jsLp.solve(model)).toThrow('1002001 cells')
})
