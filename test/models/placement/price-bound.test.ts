import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildInstance, type Instance } from '../../../models/instance/instance.ts'
import { bestPattern } from '../../../models/packing/best-pattern.ts'
import { interruptionRate, leastRestartUsd } from '../../../models/placement/assignment.ts'
import { buildRules } from '../../../models/placement/model.ts'
import { priceBound } from '../../../models/placement/price-bound.ts'
import type { Problem } from '../../../src/domain/problem.ts'
import { anAgent, anOffer, aProblem } from '../../builders.ts'
import { tinyProblem } from '../../oracle/arbitrary-problem.ts'
import { cheapestPlanByBruteForce } from '../../oracle/cheapest-plan.ts'
import { dublin } from '../places.ts'

/** What the dearest pattern of each machine is worth at prices on pods, beyond its interruptions. */
function nodeWorths(instance: Instance, pod: Float64Array): Float64Array {
  const restartUsd = leastRestartUsd(instance)
  return Float64Array.from(instance.machines, (machine) => {
    const held = [...machine.holds]
    const items = held.map(([shape, most]) => ({ ...instance.shapes[shape].requests, most }))
    const values = held.map(
      ([shape]) => pod[shape * instance.groups.length + machine.group] - interruptionRate(machine) * restartUsd[shape],
    )
    return bestPattern(items, values, machine.offer.allocatable).valueAtMost
  })
}

/** The bound that prices drawn one after the other prove, with duals drawn for the rows of the rules. */
function boundBy(problem: Problem, price: () => number, dual: () => number): number {
  const instance = buildInstance(problem)
  const rules = buildRules(instance)
  const pod = Float64Array.from({ length: instance.shapes.length * instance.groups.length }, price)
  const duals = Float64Array.from(rules.model.rowNames, (_, row) => {
    const drawn = dual()
    const isAtMost = rules.model.rowLowers[row] === Number.NEGATIVE_INFINITY
    const isAtLeast = rules.model.rowUppers[row] === Number.POSITIVE_INFINITY
    return isAtMost ? -Math.abs(drawn) : isAtLeast ? Math.abs(drawn) : drawn
  })
  return priceBound(instance, rules, { pod, node: nodeWorths(instance, pod) }, duals).lowerBound
}

describe('three pods of one vCPU and nodes of two vCPU at 1 USD/h', () => {
  const node = anOffer({ usdPerHour: 1, allocatable: { cpu: 2, memoryGiB: 64, gpu: 0, pods: 110 } })
  const problem = aProblem({
    clusters: [dublin({ offers: [node] })],
    agents: [anAgent({ replicas: 3, requests: { cpu: 1, memoryGiB: 1 } })],
  })

  it('cost at least 1.50 at half a dollar a pod', () =>
    expect(
      boundBy(
        problem,
        () => 0.5,
        () => 0,
      ),
    ).toBeCloseTo(1.5, 9))
  it('cost at least 0.75 at a quarter', () =>
    expect(
      boundBy(
        problem,
        () => 0.25,
        () => 0,
      ),
    ).toBeCloseTo(0.75, 9))
  it('are not shown to cost more by dearer pods: nodes are then worth more than they cost', () =>
    expect(
      boundBy(
        problem,
        () => 0.6,
        () => 0,
      ),
    ).toBeLessThanOrEqual(2))
})

it('an agent that may stand nowhere makes the bound infinite', () => {
  const nowhere = aProblem({ clusters: [dublin()], agents: [anAgent({ requests: { cpu: 10_000, memoryGiB: 1 } })] })
  expect(
    boundBy(
      nowhere,
      () => 1,
      () => 0,
    ),
  ).toBe(Number.POSITIVE_INFINITY)
})

it('whatever the prices and the duals, no plan of a tiny problem costs less', () => {
  let above = 0
  fc.assert(
    fc.property(tinyProblem, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (problem, draws) => {
      const cheapest = cheapestPlanByBruteForce(problem)
      if (cheapest === 'infeasible') return
      const next = () => draws.next().value as number
      const scale = Math.max(1e-3, cheapest.usdPerHour)
      for (const share of [0.05, 0.2, 0.5]) {
        const lowerBound = boundBy(
          problem,
          () => share * scale * next(),
          () => (next() < 0.5 ? 0 : share * scale * (next() - 0.5)),
        )
        expect(lowerBound).toBeLessThanOrEqual(cheapest.usdPerHour + 1e-6 * Math.max(1, cheapest.usdPerHour))
        if (lowerBound > 0.01 * cheapest.usdPerHour) above++
      }
    }),
    { numRuns: 150, seed: 5 },
  )
  expect(above).toBeGreaterThan(10)
})
