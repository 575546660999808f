import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadSolver, SOLVER_NAMES } from '../../src/lp/index.ts'
import { randomModel } from '../contract/linear-models.ts'
import { lpSolverContract } from '../contract/lp-solver.ts'

describe.each(SOLVER_NAMES)('%s', (name) => {
  lpSolverContract(() => loadSolver(name))
})

test.each([
  ['linear programs', { integers: false }],
  ['mixed-integer programs', { integers: true }],
])('all solvers agree on %s', async (_, kind) => {
  const solvers = await Promise.all(SOLVER_NAMES.map(loadSolver))
  const property = fc.property(randomModel(kind), (model) => {
    const [first, ...others] = solvers.filter((solver) => !solver.refuses(model)).map((solver) => solver.solve(model))
    for (const other of others) {
      expect(other.status).toBe(first.status)
      if (first.objective !== undefined) expect(other.objective).toBeCloseTo(first.objective, 5)
    }
  })
  fc.assert(property, { numRuns: 300 })
})
