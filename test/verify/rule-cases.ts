import { describe, expect, it } from 'vitest'
import type { NodeGroup } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import type { Violation } from '../../src/verify/verdict.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { aCluster, anOffer, aSpotOffer } from '../builders.ts'
import { aGroup, aPlan } from './plans.ts'

/** A rule of the contract, a decision that keeps it and one that breaks nothing else. */
export interface RuleCase {
  readonly rule: string
  readonly problem: Problem
  readonly kept: readonly NodeGroup[]
  readonly broken: readonly NodeGroup[]
  /** All that is said of the broken decision. */
  readonly violation: Violation
}

export const cork = aCluster({ id: 'cork' })
export const virginia = aCluster({ id: 'virginia', region: 'us-east-1', tags: ['US'] })
export const berlin = aCluster({ id: 'berlin', provider: 'own', region: 'berlin' })
export const withSpot = aCluster({ offers: [anOffer(), aSpotOffer({ interruptionsPerHour: 0.1 })] })
export const spotGroup = { capacityType: 'spot' } as const
export const pods = (replicas: number, agent = 'support') => [{ agent, replicas }]
export const on = (...parts: Partial<NodeGroup>[]): NodeGroup[] => parts.map(aGroup)

export function describeRules(cases: readonly RuleCase[]): void {
  describe.each(cases)('$rule', ({ problem, kept, broken, violation }) => {
    it('and a plan that keeps it holds', () => {
      expect(verifyPlan(problem, aPlan(problem, kept)).violations).toEqual([])
    })

    it('and a plan that breaks it is told so', () => {
      expect(verifyPlan(problem, aPlan(problem, broken)).violations).toEqual([violation])
    })
  })
}
