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
import { RULES_DROPPED, renamedAndReordered, withDearerNodes, withMoreQuota, withPricesTimes } from './changed-problems.ts'
import { isAtMost, isSame, optimumOf } from './costs.ts'
import { idleAndUnlimited, withFirstAgentSplit, withPlainFirstAgent, withTwiceTheReplicas } from './fleets.ts'
import { freshSeed } from './seeds.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-optimum-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const judged: [problem: string, plan: string][] = []
const solve = (problem: Problem) => optimise(problem, { gap: 0, timeLimitSeconds: 20, seed: 1 })

type Claim = (problem: Problem, plan: Plan) => Promise<void> | void

const forProblems = (problems: fc.Arbitrary<Problem>, numRuns: number, seed: number, claim: Claim) =>
  fc.assert(
    fc.asyncProperty(problems, async (problem) => claim(problem, await solve(problem))),
    { numRuns, seed },
  )
const forTinyProblems = (numRuns: number, seed: number, claim: Claim) => forProblems(tinyProblem, numRuns, seed, claim)

function keepForContract(problem: Problem, plan: Plan): void {
  const files = ['problem', 'plan'].map((name) => join(folder, `${judged.length}.${name}.json`)) as [string, string]
  writeFileSync(files[0], JSON.stringify(problem))
  writeFileSync(files[1], JSON.stringify(plan))
  judged.push(files)
}

it.each([
  ['the same in every run', 400, 3],
  ['drawn anew', 100, freshSeed()],
])(
  'the plans of tiny problems, %s, cost what brute force finds, keep every rule and prove their bounds',
  { timeout: 240_000 },
  async (_, count, seed) => {
    await forTinyProblems(count, seed, (problem, plan) => {
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
  },
)

it.skipIf(contractVerifierIsAbsent)("the contract's own verifier finds nothing wrong with these plans", () => {
  const codes = exitCodesByContract(folder, judged)
  expect(codes.length).toBeGreaterThan(100)
  expect(judged.filter((_, at) => codes[at] !== 0 && codes[at] !== 3)).toEqual([])
})

it('dearer nodes never lower the cost', { timeout: 120_000 }, async () => {
  await forTinyProblems(40, 4, async (problem, plan) => {
    const dearer = optimumOf(await solve(withDearerNodes(problem)))
    expect(optimumOf(plan)).toSatisfy((cost) => isAtMost(cost, dearer), `at most ${dearer}`)
  })
})

/** Tiny problems that a change makes cheaper, or feasible, by brute force. */
const cheaperBy = (change: (problem: Problem) => Problem) => tinyProblem.filter((problem) => least(change(problem)) < least(problem) - 1e-3)

function least(problem: Problem): number {
  const found = cheapestPlanByBruteForce(problem)
  return found === 'infeasible' ? Number.POSITIVE_INFINITY : found.usdPerHour
}

it.each([...Object.entries(RULES_DROPPED), ['what makes quotas scarce', withMoreQuota] as const])(
  'dropping %s never raises the cost, and lowers it where the rule binds',
  { timeout: 120_000 },
  async (_, drop) => {
    const problems = fc.oneof({ arbitrary: tinyProblem, weight: 1 }, { arbitrary: cheaperBy(drop), weight: 2 })
    await forProblems(problems, 15, 5, async (problem, plan) => {
      const [before, after] = [optimumOf(plan), optimumOf(await solve(drop(problem)))]
      expect(after).toSatisfy((cost) => isAtMost(cost, before), `at most ${before}`)
      expect(after < before - 1e-3).toBe(least(drop(problem)) < least(problem) - 1e-3)
    })
  },
)

it('other names and another order of clusters and agents change nothing of the cost', { timeout: 120_000 }, async () => {
  await forTinyProblems(40, 6, async (problem, plan) => {
    const before = optimumOf(plan)
    expect(optimumOf(await solve(renamedAndReordered(problem)))).toSatisfy((cost) => isSame(cost, before), `the same ${before}`)
  })
})

it('twice the replicas of a fleet without a today and without limits cost at most twice as much', { timeout: 120_000 }, async () => {
  await forProblems(tinyProblem.map(idleAndUnlimited), 60, 8, async (problem, plan) => {
    const twice = 2 * optimumOf(plan)
    expect(optimumOf(await solve(withTwiceTheReplicas(problem)))).toSatisfy((cost) => isAtMost(cost, twice), `at most ${twice}`)
  })
})

it('two agents that are alike cost as much as one with the replicas of both', { timeout: 120_000 }, async () => {
  await forProblems(tinyProblem.map(withPlainFirstAgent), 60, 9, async (problem, plan) => {
    const before = optimumOf(plan)
    expect(optimumOf(await solve(withFirstAgentSplit(problem)))).toSatisfy((cost) => isSame(cost, before), `the same ${before}`)
  })
})

it('at a thousand times the prices the plan costs a thousand times as much', { timeout: 120_000 }, async () => {
  await forTinyProblems(40, 10, async (problem, plan) => {
    const before = 1024 * optimumOf(plan)
    expect(optimumOf(await solve(withPricesTimes(1024)(problem)))).toSatisfy((cost) => isSame(cost, before), `the same ${before}`)
  })
})

it('asked what would be if nothing changed, the answer is the plan', { timeout: 120_000 }, async () => {
  await forTinyProblems(40, 11, async (problem, plan) => {
    fc.pre(plan.status === 'optimal')
    expect(await optimise(problem, { gap: 0, seed: 2, base: { problem, plan } })).toEqual(plan)
  })
})
