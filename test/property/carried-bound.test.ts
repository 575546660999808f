import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Agent, Problem } from '../../src/domain/problem.ts'
import { carriedBound } from '../../src/optimise/carried-bound.ts'
import { tinyProblem } from '../oracle/arbitrary-problem.ts'
import { type Cheapest, cheapestPlanByBruteForce } from '../oracle/cheapest-plan.ts'
import { RULES_DROPPED, withDearerNodes, withMoreQuota, withPricesTimes } from './changed-problems.ts'
import { isAtMost } from './costs.ts'
import { idleAndUnlimited, withTwiceTheReplicas } from './fleets.ts'
import { freshSeed } from './seeds.ts'

type Change = (problem: Problem, other: Problem) => Problem

const RULES_OF_AGENTS = ['survive', 'spread', 'latency', 'placement', 'spot', 'move', 'maxPerNode', 'restartUsd', 'arch'] as const

/** The first agent with one rule as another problem's first agent has it, or without it where that one has none. */
const ruleOfAnother =
  (rule: (typeof RULES_OF_AGENTS)[number]): Change =>
  (problem, { agents: [other] }) => {
    const [{ [rule]: _, ...first }, ...rest] = problem.agents as [Agent, ...Agent[]]
    return { ...problem, agents: [{ ...first, ...(other?.[rule] === undefined ? {} : { [rule]: other[rule] }) }, ...rest] }
  }

const withoutOneOffer: Change = ({ clusters: [first, ...others], ...problem }) => ({
  ...problem,
  clusters: [{ ...first!, offers: first!.offers.slice(1) }, ...others],
})
const withLimitsOfAnother: Change = ({ clusters: [first, ...others], ...problem }, { clusters: [other], limits }) => {
  const { limits: _, ...cluster } = first!
  return {
    ...problem,
    ...(limits ? { limits } : {}),
    clusters: [{ ...cluster, ...(other?.limits ? { limits: other.limits } : {}) }, ...others],
  }
}

/** Some that can only make plans dearer, some that can only make them cheaper, most of them either. */
const CHANGES: readonly Change[] = [
  withDearerNodes,
  withPricesTimes(2),
  withPricesTimes(0.5),
  withMoreQuota,
  withoutOneOffer,
  withLimitsOfAnother,
  idleAndUnlimited,
  withTwiceTheReplicas,
  ...Object.values(RULES_DROPPED),
  ...RULES_OF_AGENTS.map(ruleOfAnother),
]

const least = (found: Cheapest | 'infeasible') => (found === 'infeasible' ? Number.POSITIVE_INFINITY : found.usdPerHour)

it.each([
  ['the same in every run', 150, 51],
  ['drawn anew', 50, freshSeed()],
])('of tiny problems, %s, no bound that is carried over a change passes the cheapest plan after it', (_, numRuns, seed) => {
  const changed = { carried: 0, dearer: 0, cheaper: 0 }
  fc.assert(
    fc.property(tinyProblem, tinyProblem, (problem, other) => {
      const found = cheapestPlanByBruteForce(problem)
      if (found === 'infeasible') return
      for (const change of CHANGES) {
        const after = change(problem, other)
        const [carried, optimum] = [carriedBound({ problem, plan: found.plan }, after), least(cheapestPlanByBruteForce(after))]
        expect(carried).toSatisfy((bound) => isAtMost(bound, optimum), `at most ${optimum}`)
        if (carried > 0) changed.carried++
        if (optimum > found.usdPerHour + 1e-3) changed.dearer++
        if (optimum < found.usdPerHour - 1e-3) changed.cheaper++
      }
    }),
    { numRuns, seed },
  )
  expect(Math.min(changed.carried, changed.dearer, changed.cheaper)).toBeGreaterThan(numRuns / 10)
})
