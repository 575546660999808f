import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dualBound } from '../../src/lp/certificate.ts'
import { LinearModel, type Sense } from '../../src/lp/model.ts'
import { type LinearSolution, type LinearSolver, largestViolation, type SolveOptions } from '../../src/lp/solver.ts'
import { linearModel, type ModelText, placementTrap, randomModel } from './linear-models.ts'

interface KnownOptimum extends ModelText {
  readonly name: string
  readonly optimum: number
}

const KNOWN: readonly KnownOptimum[] = [
  {
    name: 'ten vCPU come cheapest from the machine with the least price a vCPU',
    variables: [
      { cost: 3, upper: 9 },
      { cost: 5, upper: 9 },
    ],
    rows: [[[2, 4], '>=', 10]],
    optimum: 12.5,
  },
  {
    name: 'whole machines cost more than parts of them',
    variables: [
      { cost: 3, upper: 9, integer: true },
      { cost: 5, upper: 9, integer: true },
    ],
    rows: [[[2, 4], '>=', 10]],
    optimum: 13,
  },
  {
    name: 'a profit is a negative cost, and its limit binds',
    variables: [
      { cost: -1200, upper: 100 },
      { cost: -1600, upper: 100 },
    ],
    rows: [
      [[30, 20], '<=', 300],
      [[5, 10], '<=', 110],
    ],
    optimum: -19_200,
  },
  {
    name: 'a knapsack of three takes the two that fit, not the best by weight',
    variables: [
      { cost: -10, upper: 1, integer: true },
      { cost: -9, upper: 1, integer: true },
      { cost: -2, upper: 1, integer: true },
    ],
    rows: [[[6, 5, 5], '<=', 10]],
    optimum: -11,
  },
  {
    name: 'an equality binds from both sides',
    variables: [
      { cost: 1, upper: 10 },
      { cost: 2, upper: 10 },
    ],
    rows: [[[1, 1], '=', 12]],
    optimum: 14,
  },
  {
    name: 'a variable may go below zero, as far as its bound',
    variables: [
      { cost: 1, lower: -7, upper: 3 },
      { cost: 1, lower: 2, upper: 2 },
    ],
    rows: [[[1, 1], '>=', -4]],
    optimum: -4,
  },
  {
    name: 'without rows every variable stands at its cheaper bound',
    variables: [
      { cost: 2, lower: -1, upper: 4 },
      { cost: -3, lower: 0, upper: 5 },
    ],
    rows: [],
    optimum: -17,
  },
  {
    name: 'the same limit three times is a limit once',
    variables: [
      { cost: -1, upper: 5 },
      { cost: -1, upper: 5 },
    ],
    rows: [
      [[1, 1], '<=', 4],
      [[1, 1], '<=', 4],
      [[2, 2], '<=', 8],
      [[1, -1], '=', 0],
    ],
    optimum: -4,
  },
  {
    name: 'prices of a millionth and quantities of a million keep their optimum',
    variables: [
      { cost: 2e-6, upper: 1e6 },
      { cost: 3, upper: 10 },
    ],
    rows: [[[1e-6, 1], '>=', 1.5]],
    optimum: 3.5,
  },
  {
    name: 'a node holds at most its pods, so half a node is no node',
    variables: [{ cost: 1, upper: 4, integer: true }, { upper: 6 }],
    rows: [
      [[-4, 1], '<=', 0],
      [[0, 1], '>=', 5],
    ],
    optimum: 2,
  },
]

const INFEASIBLE: readonly (ModelText & { readonly name: string })[] = [
  { name: 'a demand above all capacity', variables: [{ upper: 3 }, { upper: 4 }], rows: [[[1, 1], '>=', 8]] },
  {
    name: 'a demand and a limit that exclude each other',
    variables: [{ upper: 9 }],
    rows: [
      [[1], '>=', 5],
      [[1], '<=', 4],
    ],
  },
  { name: 'an equality that no whole number meets', variables: [{ upper: 9, integer: true }], rows: [[[2], '=', 7]] },
  { name: 'a row without terms that must be one', variables: [{ upper: 1 }], rows: [[[0], '>=', 1]] },
  { name: 'a requirement of nothing at all', variables: [], rows: [[[], '>=', 1]] },
]

/** What every solver of linear models keeps: its answers are checked against the model, its bounds proved by its duals. */
export function lpSolverContract(load: () => Promise<LinearSolver>): void {
  describe('known optima', () => {
    test.each(KNOWN)('$name', async (known) => {
      const model = linearModel(known)
      const solution = (await load()).solve(model)
      expect(solution).toMatchObject({ status: 'optimal', objective: expect.closeTo(known.optimum, 6) })
      expectSound(model, solution)
    })
  })

  test.each([1e-8, 1e9])('at prices of %d the cheapest whole machines are the same, and no bound passes them', async (usd) => {
    const variables = [3, 5].map((price) => ({ cost: price * usd, upper: 9, integer: true }))
    const model = linearModel({ variables, rows: [[[2, 4], '>=', 10]] })
    const { status, values, lowerBound } = (await load()).solve(model)
    expect({ status, values: [...values!] }).toEqual({ status: 'optimal', values: [1, 2] })
    expect(lowerBound / usd).toBeCloseTo(13, 4)
    expect(lowerBound).toBeLessThanOrEqual(model.objective([1, 2]))
  })

  describe('infeasible', () => {
    test.each(INFEASIBLE)('$name', async (text) => {
      const solution = (await load()).solve(linearModel(text))
      expect(solution).toMatchObject({
        status: 'infeasible',
        values: undefined,
        objective: undefined,
        lowerBound: Number.POSITIVE_INFINITY,
      })
    })
  })

  test.each<[Sense, number]>([
    ['>=', 2],
    ['<=', -2],
  ])('the dual of a %s row has its sign: what one unit more of the limit costs', async (sense, dual) => {
    const model = linearModel({ variables: [{ cost: dual, upper: 10 }], rows: [[[1], sense, 4]] })
    const { rowDuals } = (await load()).solve(model)
    expect([...rowDuals!]).toEqual([expect.closeTo(dual, 9)])
  })

  test('a model without variables and without rows costs nothing', async () => {
    const solution = (await load()).solve(new LinearModel())
    expect(solution).toMatchObject({ status: 'optimal', objective: 0, lowerBound: 0 })
  })

  test.each([
    [3, 2, 3, 112],
    [8, 4, 5, 290],
    [10, 4, 6, 380],
    [20, 4, 6, 750],
  ])(
    '%i agents in %i clusters of %i machine types cost no less than can be, and stand on whole machines, or are refused',
    async (...known) => {
      const [agents, clusters, machines, optimum] = known
      const solver = await load()
      const model = placementTrap(agents, clusters, machines)
      if (solver.refuses(model)) {
        expect(() => solver.solve(model)).toThrow(/refuses/)
        return
      }
      const solution = solver.solve(model, { timeLimitSeconds: 1 })
      expectSound(model, solution)
      expect(solution.lowerBound).toBeLessThanOrEqual(optimum + 1e-6)
      if (solution.objective !== undefined) expect(solution.objective).toBeGreaterThanOrEqual(optimum - 1e-6)
      if (solution.status === 'optimal') expect(solution.objective).toBeCloseTo(optimum, 6)
    },
  )

  test('out of time at once, it claims no optimum and no infeasibility that it has not proved', async () => {
    const solution = (await load()).solve(placementTrap(8, 4, 5), { timeLimitSeconds: 0 })
    expect(['feasible', 'unknown']).toContain(solution.status)
    expect(solution.lowerBound).toBeLessThanOrEqual(290)
  })

  test('a solve that is told to stop stops, with a bound that holds', async () => {
    const model = placementTrap(6, 4, 4)
    const stopped = (await load()).solve(model, { onProgress: () => false })
    expectSound(model, stopped)
    expect(stopped.lowerBound).toBeLessThanOrEqual(240)
  })

  test('a linear program is solved to its optimum, proved by its duals, or refused', async () => {
    await everyModel({ integers: false }, load, ({ status }) => expect(['optimal', 'infeasible']).toContain(status))
  })

  test('a small mixed-integer program is solved to its optimum or refused', async () => {
    await everyModel({ integers: true }, load, ({ status }) => expect(['optimal', 'infeasible']).toContain(status))
  })
}

async function everyModel(kind: { integers: boolean }, load: () => Promise<LinearSolver>, check: (solution: LinearSolution) => void) {
  const solver = await load()
  const property = fc.property(randomModel(kind), (model) => {
    if (solver.refuses(model)) return
    const solution = solver.solve(model)
    expectSound(model, solution)
    check(solution)
  })
  fc.assert(property, { numRuns: 150 })
}

/** What holds of any answer, whatever its status. */
export function expectSound(model: LinearModel, solution: LinearSolution, { relativeGap = 1e-6 }: SolveOptions = {}): void {
  const { status, values, objective, lowerBound, rowDuals } = solution
  expect(values !== undefined).toBe(status === 'optimal' || status === 'feasible')
  if (!values) return
  expect(largestViolation(model, values)).toBeLessThan(1e-5)
  expect(objective).toBe(model.objective(values))
  const scale = Math.max(1, Math.abs(objective!))
  expect(lowerBound).toBeLessThanOrEqual(objective! + 1e-12 * scale)
  if (status !== 'optimal') return
  expect(objective! - lowerBound).toBeLessThanOrEqual(2 * relativeGap * scale)
  if (model.integerCount > 0) return
  expect(Math.abs(dualBound(model, rowDuals!) - objective!)).toBeLessThanOrEqual(1e-6 * scale)
}
