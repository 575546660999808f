import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ScheduleProblem } from '../../src/domain/schedule.ts'
import { optimiseSchedule } from '../../src/optimise/schedule/index.ts'
import { verifySchedule } from '../../src/verify/schedule.ts'
import { tinySchedule } from '../oracle/arbitrary-schedule.ts'
import { cheapestScheduleByBruteForce } from '../oracle/cheapest-schedule.ts'

const isAtMost = (cost: number, other: number) => cost - other <= 2e-6 * Math.max(1, other)
const solve = (schedule: ScheduleProblem) => optimiseSchedule(schedule, { gap: 0, timeLimitSeconds: 20 })

it('a tiny day costs what trying every pair of plans finds, and its bound is never above that', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(tinySchedule, async (schedule) => {
      const cheapest = cheapestScheduleByBruteForce(schedule)
      const plan = await solve(schedule)
      if (cheapest === 'infeasible') {
        expect(plan.status).toBe('infeasible')
        expect(plan.conflict?.length).toBeGreaterThan(0)
        return
      }
      expect(plan.status).toBe('optimal')
      expect(verifySchedule(schedule, plan).violations).toEqual([])
      expect(plan.usdPerDay.total).toSatisfy(
        (cost) => isAtMost(cost, cheapest) && isAtMost(cheapest, cost),
        `the ${cheapest} of brute force`,
      )
      expect(plan.lowerBoundUsdPerDay).toSatisfy((bound) => isAtMost(bound, cheapest), `at most ${cheapest}`)
      for (const { usdPerDay, keepsRules } of Object.values(plan.alternatives))
        if (keepsRules) expect(plan.usdPerDay.total).toSatisfy((cost) => isAtMost(cost, usdPerDay), `no more than ${usdPerDay}`)
    }),
    { numRuns: 40, seed: 1 },
  )
})
