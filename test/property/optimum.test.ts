import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { optimise } from '../../src/optimise/optimise.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { tinyProblem } from '../oracle/arbitrary-problem.ts'
import { cheapestPlanByBruteForce } from '../oracle/cheapest-plan.ts'
import { contractVerifierIsAbsent, exitCodesByContract } from '../verify/contract-verifier.ts'
import { RULES_DROPPED, renamedAndReordered, withDearerNodes } from './changed-problems.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-optimum-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const judged: [problem: string, plan: string][] = []
const solve = (problem: Problem) => optimise(problem, { gap: 0, timeLimitSeconds: 20, seed: 1 })
/** To 1e-6 of the cost; infeasible costs more than anything, and as much as itself. */
const isAtMost = (cost: number, other: number) => cost <= other || cost - other <= 1e-6 * Math.max(1, other)
const isSame = (cost: number, other: number) => isAtMost(cost, other) && isAtMost(other, cost)

function costOf({ status, usdPerHour }: Plan): number {
  if (status === 'infeasible') return Number.POSITIVE_INFINITY
  if (status !== 'optimal') throw new Error(`a tiny problem ended as ${status}`)
  return usdPerHour.total
}

const forTinyProblems = (numRuns: number, seed: number, claim: (problem: Problem, plan: Plan) => Promise<void> | void) =>
  fc.assert(
    fc.asyncProperty(tinyProblem, async (problem) => claim(problem, await solve(problem))),
    { numRuns, seed },
  )

function keepForContract(problem: Problem, plan: Plan): void {
  const files = ['problem', 'plan'].map((name) => join(folder, `${judged.length}.${name}.json`)) as [string, string]
  writeFileSync(files[0], JSON.stringify(problem))
  writeFileSync(files[1], JSON.stringify(plan))
  judged.push(files)
}

it('the plan of a tiny problem costs what brute force finds, keeps every rule and proves its bound', { timeout: 120_000 }, async () => {
  await forTinyProblems(150, 3, (problem, plan) => {
    const cheapest = cheapestPlanByBruteForce(problem)
    keepForContract(problem, plan)
    if (cheapest === 'infeasible') {
      expect(plan.status).toBe('infeasible')
      expect(plan.conflict?.length).toBeGreaterThan(0)
      return
    }
    expect(plan.status).toBe('optimal')
    expect(verifyPlan(problem, plan, { largestGap: 1e-6 }).violations).toEqual([])
    expect(plan.usdPerHour.total).toSatisfy((cost) => isSame(cost, cheapest.usdPerHour), `the ${cheapest.usdPerHour} of brute force`)
    expect(plan.lowerBoundUsdPerHour).toSatisfy((bound) => isAtMost(bound, cheapest.usdPerHour), `at most ${cheapest.usdPerHour}`)
  })
})

it.skipIf(contractVerifierIsAbsent)("the contract's own verifier finds nothing wrong with these plans", () => {
  const codes = exitCodesByContract(folder, judged)
  expect(codes.length).toBeGreaterThan(100)
  expect(judged.filter((_, at) => codes[at] !== 0 && codes[at] !== 3)).toEqual([])
})

it('dearer nodes never lower the cost', { timeout: 120_000 }, async () => {
  await forTinyProblems(40, 4, async (problem, plan) => {
    const dearer = costOf(await solve(withDearerNodes(problem)))
    expect(costOf(plan)).toSatisfy((cost) => isAtMost(cost, dearer), `at most ${dearer}`)
  })
})

it.each(Object.entries(RULES_DROPPED))('dropping %s never raises the cost', { timeout: 120_000 }, async (_, drop) => {
  await forTinyProblems(12, 5, async (problem, plan) => {
    const before = costOf(plan)
    expect(costOf(await solve(drop(problem)))).toSatisfy((cost) => isAtMost(cost, before), `at most ${before}`)
  })
})

it('other names and another order of clusters and agents change nothing of the cost', { timeout: 120_000 }, async () => {
  await forTinyProblems(40, 6, async (problem, plan) => {
    const before = costOf(plan)
    expect(costOf(await solve(renamedAndReordered(problem)))).toSatisfy((cost) => isSame(cost, before), `the same ${before}`)
  })
})
