import { expect, it } from 'vitest'
import { buildInstance, type Instance } from '../../models/instance/instance.ts'
import { buildExactModel, buildPlacementModel, type ExactModel } from '../../models/placement/model.ts'
import { everyFilledNode } from '../../models/placement/whole-nodes.ts'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { loadHighs } from '../../src/lp/highs.ts'
import { relaxationOf } from '../../src/lp/model.ts'
import { exactLayout } from '../../src/optimise/bound/exact-layout.ts'
import { draftOf } from '../../src/optimise/plan-of.ts'
import { searchSpace } from '../../src/optimise/search/build-space.ts'
import { verifyPlan } from '../../src/verify/verify.ts'

const highs = await loadHighs()

/** A problem whose cheapest plan can be found in the head. */
export interface KnownOptimum {
  readonly fact: string
  readonly problem: Problem
  readonly usdPerHour: number | 'infeasible'
}

/**
 * One test a fact: the exact model costs what it should, its plan keeps every rule when recomputed from the contract and costs the
 * same there, and the relaxation never costs more.
 */
export function optima(facts: readonly KnownOptimum[]): void {
  it.each(facts)('$fact', ({ problem, usdPerHour }) => {
    const plan = cheapestPlan(problem)
    if (usdPerHour === 'infeasible') {
      expect(plan).toBe('infeasible')
      return
    }
    if (plan === 'infeasible') throw new Error('no plan at all, though there is one')
    expect(plan.usdPerHour.total).toBeCloseTo(usdPerHour, 6)
    expect(verifyPlan(problem, plan, { largestGap: 1e-6 }).violations).toEqual([])
    expect(relaxedUsdPerHour(problem)).toBeLessThanOrEqual(usdPerHour + 1e-6)
  })
}

/** The plan that the exact model's own values describe, with the model's objective as its bound. */
export function cheapestPlan(problem: Problem): Plan | 'infeasible' {
  const instance = buildInstance(problem)
  const exact = exactModelOf(instance)
  const { status, values, objective } = highs.solve(exact.model, { relativeGap: 1e-9 })
  if (status === 'infeasible') return 'infeasible'
  const space = searchSpace(instance)
  const draft = draftOf(problem, space, exactLayout(instance, exact, values!, space.zoneNumber))
  const gap = draft.usdPerHour.total > 0 ? (draft.usdPerHour.total - objective!) / draft.usdPerHour.total : 0
  return { schema: 'placement-plan/v1', status: 'optimal', ...draft, lowerBoundUsdPerHour: objective!, gap }
}

/** With every way to fill a node: for problems small enough to name them. */
export function exactModelOf(instance: Instance): ExactModel {
  const ways = everyFilledNode(instance, 20_000)
  if (!ways) throw new Error('there are too many ways to fill a node')
  return buildExactModel(instance, ways)
}

function relaxedUsdPerHour(problem: Problem): number {
  const { model } = buildPlacementModel(buildInstance(problem), { fitRows: true })
  return highs.solve(relaxationOf(model)).lowerBound
}
