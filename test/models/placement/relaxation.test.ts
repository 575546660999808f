import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildInstance } from '../../../models/instance/instance.ts'
import { addCuts } from '../../../models/placement/cuts.ts'
import { buildPlacementModel } from '../../../models/placement/model.ts'
import type { Problem } from '../../../src/domain/problem.ts'
import { loadHighs } from '../../../src/lp/highs.ts'
import { relaxationOf } from '../../../src/lp/model.ts'
import { anAgent, aProblem } from '../../builders.ts'
import { tinyProblem } from '../../oracle/arbitrary-problem.ts'
import { cheapestPlanByBruteForce } from '../../oracle/cheapest-plan.ts'
import { exactModelOf } from '../known-optimum.ts'
import { dublin, problemOf } from '../places.ts'

const highs = await loadHighs()
const NONE = Number.POSITIVE_INFINITY
const relaxed = (problem: Problem, fitRows: boolean) =>
  highs.solve(relaxationOf(buildPlacementModel(buildInstance(problem), { fitRows }).model)).lowerBound

/** The bounds of the linear relaxation with ever more cuts, and of whole numbers with all of them [USD/h]; Infinity where infeasible. */
function boundsOf(problem: Problem): { linear: number[]; whole: number } {
  const instance = buildInstance(problem)
  const placement = buildPlacementModel(instance, { fitRows: false })
  const linear: number[] = []
  for (let added = 1; added > 0 && linear.length < 60; ) {
    const { lowerBound, values } = highs.solve(relaxationOf(placement.model))
    linear.push(lowerBound)
    added = values ? addCuts(instance, placement, values, highs) : 0
  }
  return { linear, whole: highs.solve(placement.model, { relativeGap: 1e-9 }).lowerBound }
}

describe('of tiny problems of every rule', () => {
  const forTinyProblems = (claim: (problem: Problem, usdPerHour: number) => void) =>
    fc.assert(
      fc.property(tinyProblem, (problem) => {
        const cheapest = cheapestPlanByBruteForce(problem)
        claim(problem, cheapest === 'infeasible' ? NONE : cheapest.usdPerHour)
      }),
      { numRuns: 100, seed: 11 },
    )

  it('no bound passes the cheapest plan: not the relaxation, not with cuts, not over whole numbers', () => {
    forTinyProblems((problem, usdPerHour) => {
      const { linear, whole } = boundsOf(problem)
      for (const bound of [...linear, whole]) expect(bound).toBeLessThanOrEqual(usdPerHour + 1e-6 * Math.max(1, usdPerHour))
    })
  })

  it('cuts only raise the bound', () => {
    let raised = 0
    forTinyProblems((problem) => {
      const { linear } = boundsOf(problem)
      for (const [round, bound] of linear.entries()) if (round > 0) expect(bound).toBeGreaterThanOrEqual(linear[round - 1] - 1e-6)
      if (linear.at(-1)! > linear[0] + 1e-6) raised++
    })
    expect(raised).toBeGreaterThan(5)
  })

  it('the exact model costs what the cheapest plan costs', () => {
    forTinyProblems((problem, usdPerHour) => {
      const exact = exactModelOf(buildInstance(problem))
      const { objective = NONE } = highs.solve(exact.model, { relativeGap: 1e-9 })
      if (usdPerHour === NONE) expect(objective).toBe(NONE)
      else expect(objective).toBeCloseTo(usdPerHour, 5)
    })
  })
})

describe('two pods of 51 % of a node at 1 USD/h', () => {
  const requests = { cpu: 2.04, memoryGiB: 1 }
  const ofOneAgent = problemOf(anAgent({ replicas: 2, requests }))
  const ofTwoAgents = aProblem({
    clusters: [dublin()],
    agents: [anAgent({ requests }), anAgent({ id: 'other', requests: { ...requests, memoryGiB: 2 } })],
  })

  it('cost 1.02 where only their CPU is counted', () => expect(relaxed(ofOneAgent, false)).toBeCloseTo(1.02, 6))
  it('cost 2 once it is told how many of them a node holds', () => expect(relaxed(ofOneAgent, true)).toBeCloseTo(2, 6))
  it('of two agents still cost 1.02 then, since a node holds one of each kind by itself', () =>
    expect(relaxed(ofTwoAgents, true)).toBeCloseTo(1.02, 6))
  it('of two agents cost 2 with cuts', () => expect(boundsOf(ofTwoAgents).linear.at(-1)).toBeCloseTo(2, 6))
})
