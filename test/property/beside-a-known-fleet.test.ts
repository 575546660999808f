import fc from 'fast-check'
import { expect, it } from 'vitest'
import { everyFilledNode } from '../../models/placement/whole-nodes.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { optimise } from '../../src/optimise/index.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { aCluster, anAgent, anOffer } from '../builders.ts'
import { spaceOf } from '../optimise/search/spaces.ts'
import { tinyProblem } from '../oracle/arbitrary-problem.ts'
import { cheapestPlanByBruteForce } from '../oracle/cheapest-plan.ts'
import { isAtMost } from './costs.ts'

/** Pods that nearly fill five nodes of ten vCPUs, in more ways than can be named. */
const SIZES = [1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.1, 2.2, 2.3]
const KNOWN_USD_PER_HOUR = 5 * 0.7
const annex = aCluster({
  id: 'annex',
  provider: 'annex',
  region: 'annex',
  tags: [],
  offers: [
    anOffer({
      instanceType: 'annex-node',
      usdPerHour: 0.7,
      vcpu: 10,
      taints: ['annex'],
      allocatable: { cpu: 10, memoryGiB: 100, gpu: 0, pods: 100 },
    }),
  ],
})
const annexed = SIZES.map((cpu) =>
  anAgent({
    id: `annexed-${cpu}`,
    replicas: cpu > 1.6 ? 2 : 3,
    requests: { cpu, memoryGiB: 1 },
    tolerates: ['annex'],
    placement: { clusters: ['annex'] },
  }),
)

/** Both problems as one that neither changes: nobody of the one may stand where the other stands, and no quota counts both. */
function besideKnownFleet({ quotas, limits, ...problem }: Problem): Problem {
  const own = problem.clusters.map(({ id }) => id)
  const budget = limits?.usdPerHour === undefined ? {} : { usdPerHour: limits.usdPerHour + KNOWN_USD_PER_HOUR }
  return {
    ...problem,
    clusters: [...problem.clusters, annex],
    agents: [...problem.agents, ...annexed],
    ...(quotas ? { quotas: quotas.map((quota) => ({ ...quota, clusters: quota.clusters ?? own })) } : {}),
    ...(limits ? { limits: { ...limits, ...budget } } : {}),
  }
}

it('a tiny problem beside a fleet whose cost is known costs both, though no longer small enough to be solved node by node', async () => {
  let solved = 0
  await fc.assert(
    fc.asyncProperty(tinyProblem, async (problem) => {
      const cheapest = cheapestPlanByBruteForce(problem)
      fc.pre(cheapest !== 'infeasible')
      const both = besideKnownFleet(problem)
      expect(everyFilledNode(spaceOf(both).instance, 4_000)).toBeUndefined()
      const optimum = cheapest.usdPerHour + KNOWN_USD_PER_HOUR
      const plan = await optimise(both, { gap: 0.01, seed: 1 })
      expect(verifyPlan(both, plan)).toMatchObject({ holds: true })
      expect(plan.lowerBoundUsdPerHour).toSatisfy((bound) => isAtMost(bound, optimum), `at most ${optimum}`)
      expect(plan.usdPerHour.total).toSatisfy((cost) => isAtMost(optimum, cost), `at least ${optimum}`)
      if (plan.usdPerHour.total < 1.01 * optimum && plan.lowerBoundUsdPerHour > 0.99 * optimum) solved++
    }),
    { numRuns: 12, seed: 61 },
  )
  expect(solved).toBeGreaterThan(9)
})
