import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildInstance } from '../../../../models/instance/instance.ts'
import { aggregatePods } from '../../../../models/placement/aggregate.ts'
import { buildAggregateModel, buildRules } from '../../../../models/placement/model.ts'
import type { Egress, Problem } from '../../../../src/domain/problem.ts'
import { loadHighs } from '../../../../src/lp/highs.ts'
import { relaxationOf } from '../../../../src/lp/model.ts'
import { anAgent, anOffer, aProblem } from '../../../builders.ts'
import { tinyProblem } from '../../../oracle/arbitrary-problem.ts'
import { dublin, iowa, virginia } from '../../places.ts'

const highs = await loadHighs()

/** The rules with traffic between clouds only, packing told in sums. */
function coarse(problem: Problem): number {
  const instance = buildInstance(problem)
  const rules = buildRules(instance)
  aggregatePods(instance, rules.variables)
  return highs.solve(relaxationOf(rules.model)).lowerBound
}

/** Four vCPU each, on nodes of four: support in Dublin on aws; the retriever in one other place. */
const free = { offers: [anOffer({ usdPerHour: 0 })] }
const apart = (retriever: string, egress: Egress) =>
  aProblem({
    clusters: [dublin(free), virginia(free), iowa(free)],
    egress,
    agents: [
      anAgent({ placement: { clusters: ['dublin'] }, traffic: [{ to: 'retriever', gibPerHour: 10 }] }),
      anAgent({ id: 'retriever', placement: { clusters: [retriever] } }),
    ],
  })

it('what leaves a cloud pays the least price from there to where the receiver may be', () => {
  const pairs = [{ from: 'dublin', to: 'iowa', usdPerGiB: 0.05 }]
  expect(coarse(apart('iowa', { defaultUsdPerGiB: 0.09, pairs }))).toBeCloseTo(0.5, 6)
})

it('what stays in a cloud pays nothing', () => expect(coarse(apart('virginia', { defaultUsdPerGiB: 0.09 }))).toBeCloseTo(0, 6))

it('what goes to the internet pays the least of the clusters where the sender may stand', () => {
  const pairs = [{ from: 'virginia', to: 'internet', usdPerGiB: 0.02 }]
  const agents = [anAgent({ traffic: [{ to: 'internet', gibPerHour: 10 }], placement: { clusters: ['dublin', 'virginia'] } })]
  const problem = aProblem({ clusters: [dublin(free), virginia(free)], egress: { defaultUsdPerGiB: 0.09, pairs }, agents })
  expect(coarse(problem)).toBeCloseTo(0.2, 6)
})

it('of tiny problems never costs more than traffic told by pairs of clusters', () => {
  fc.assert(
    fc.property(tinyProblem, (problem) => {
      const { limits: _, ...unbudgeted } = problem
      const fine = highs.solve(relaxationOf(buildAggregateModel(buildInstance(unbudgeted)).model))
      if (fine.status === 'infeasible') return
      const restarts = unbudgeted.agents.some(({ restartUsd }) => restartUsd)
      if (!restarts) expect(coarse(unbudgeted)).toBeLessThanOrEqual(fine.lowerBound + 1e-6 * Math.max(1, fine.lowerBound))
    }),
    { numRuns: 150, seed: 17 },
  )
})
