import { expect, test } from 'vitest'
import { solveCertified } from '../../src/lp/certified-lp.ts'
import { jsLp } from '../../src/lp/js-lp.ts'
import { LinearModel, times } from '../../src/lp/model.ts'
import { linearModel } from '../contract/linear-models.ts'

const NEVER = Number.POSITIVE_INFINITY

/** Forty pairs of agents that swap replicas in a circle, at no cost: every basis is degenerate. */
function circle(demand: number): LinearModel {
  const model = new LinearModel()
  const flows = Array.from({ length: 40 }, () => model.variable({ upper: 3 }))
  for (const [j, flow] of flows.entries()) {
    const next = flows[(j + 1) % flows.length]
    model.require(`balance[${j}]`, [times(1, flow), times(-1, next)], '=', 0)
  }
  const everything = flows.map((flow) => times(1, flow))
  model.require('demand', everything, '>=', demand)
  return model
}

test('where all costs are equal, the stalling simplex is helped to an optimum', () => {
  expect(solveCertified(circle(100), NEVER)).toMatchObject({ status: 'optimal', objective: 0, lowerBound: 0 })
})

test('where all costs are equal, infeasibility is still proved', () => {
  expect(solveCertified(circle(121), NEVER).status).toBe('infeasible')
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
