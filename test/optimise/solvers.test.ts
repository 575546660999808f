import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SolverError } from '../../src/lp/solver.ts'
import { optimise } from '../../src/optimise/index.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { anAgent } from '../builders.ts'
import { dublin, problemOf, virginia } from '../models/places.ts'
import { tinyProblem } from '../oracle/arbitrary-problem.ts'
import { largeProblem } from './large-problem.ts'

const second = { solver: 'javascript-lp-solver', gap: 0, timeLimitSeconds: 5 } as const
const first = { solver: 'highs', gap: 0, timeLimitSeconds: 5 } as const

describe('both solvers', () => {
  it('find the same cost for small problems, or that there is no plan', async () => {
    let solved = 0
    await fc.assert(
      fc.asyncProperty(tinyProblem, async (problem) => {
        const one = await optimise(problem, first)
        const other = await optimise(problem, { ...second, timeLimitSeconds: 1 })
        if (other.status !== 'optimal' && other.status !== 'infeasible') return
        solved++
        expect(other.status).toBe(one.status)
        expect(other.usdPerHour.total).toBeCloseTo(one.usdPerHour.total, 5)
      }),
      { numRuns: 25, seed: 8 },
    )
    expect(solved).toBeGreaterThan(15)
  })

  it.each([first, second])('prove that eight replicas take two nodes: $solver', async (options) => {
    const problem = problemOf(anAgent({ replicas: 8 }), [dublin(), virginia()])
    const plan = await optimise(problem, options)
    expect(verifyPlan(problem, plan, { largestGap: 1e-6 }).violations).toEqual([])
    expect(plan.usdPerHour.total).toBeCloseTo(1, 9)
  })
})

describe('a solver that is not right for the size says so, under the name that its error has', () => {
  const refusal = { name: SolverError.name, message: expect.stringMatching(/^javascript-lp-solver refuses the model: its tableau/) }

  it('where there is no plan yet', () => expect(optimise(largeProblem(200), second)).rejects.toMatchObject(refusal))

  it('where a candidate could be told instead, of which nothing was proved', async () => {
    const known = await optimise(largeProblem(200), { gap: 0.5, timeLimitSeconds: 10 })
    await expect(optimise(largeProblem(200), { ...second, candidates: [known] })).rejects.toMatchObject(refusal)
  })
})
