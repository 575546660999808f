import { expect, test } from 'vitest'
import { branchAndBound } from '../../src/lp/branch-and-bound.ts'
import { solveCertified } from '../../src/lp/certified-lp.ts'
import type { LinearSolution } from '../../src/lp/solver.ts'
import { linearModel, placementTrap } from '../contract/linear-models.ts'

const NEVER = Number.POSITIVE_INFINITY
const NO_VALUES = { objective: undefined, values: undefined, rowDuals: undefined }

/** Three vCPU a machine at 2 USD/h, seven vCPU needed: 4.67 USD/h in parts, 6 in whole machines. */
const machines = linearModel({ variables: [{ cost: 2, upper: 5, integer: true }], rows: [[[3], '>=', 7]] })

test('a relaxation that settles nothing proves nothing: neither an optimum nor infeasibility', () => {
  const unsettled = (): LinearSolution => ({ ...NO_VALUES, status: 'unknown', lowerBound: 4 })
  expect(branchAndBound(machines, unsettled, NEVER, {})).toMatchObject({ status: 'unknown', lowerBound: 4 })
})

test('whole machines without a proof that fewer do not suffice are a feasible answer, not an optimum', () => {
  const unproved = (...given: Parameters<typeof solveCertified>): LinearSolution => {
    const solution = solveCertified(...given)
    return solution.values ? { ...solution, status: 'feasible', lowerBound: 1 } : solution
  }
  expect(branchAndBound(machines, unproved, NEVER, {})).toMatchObject({ status: 'feasible', objective: 6, lowerBound: 1 })
})

test('with a gap of a half the first whole answer within it is enough, and its bound says so', () => {
  const model = placementTrap(4, 3, 4)
  const { status, objective, lowerBound } = branchAndBound(model, solveCertified, NEVER, { relativeGap: 0.5 })
  expect(status).toBe('optimal')
  expect(objective! - lowerBound).toBeLessThanOrEqual(0.5 * objective!)
})

test('progress tells bounds that never fall and objectives that never rise', () => {
  const seen: { bound: number; objective: number | undefined }[] = []
  const onProgress = (progress: (typeof seen)[number]) => seen.push(progress) > 0
  branchAndBound(placementTrap(4, 3, 4), solveCertified, NEVER, { onProgress })
  const bounds = seen.map(({ bound }) => bound)
  const objectives = seen.map(({ objective }) => objective ?? Number.POSITIVE_INFINITY)
  expect(bounds.length).toBeGreaterThan(2)
  expect(bounds).toEqual(bounds.toSorted((a, b) => a - b))
  expect(objectives).toEqual(objectives.toSorted((a, b) => b - a))
})

test('an integer between 0.2 and 0.8 does not exist', () => {
  const model = linearModel({ variables: [{ lower: 0.2, upper: 0.8, integer: true }], rows: [] })
  expect(branchAndBound(model, solveCertified, NEVER, {}).status).toBe('infeasible')
})
