import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bestPattern, type Capacity, type Item } from '../../../models/packing/best-pattern.ts'
import { fractionalPattern, needed, RESOURCES } from '../../../models/packing/fractional-pattern.ts'
import { loadHighs } from '../../../src/lp/highs.ts'
import { LinearModel, times } from '../../../src/lp/model.ts'
import { nodeAndPods } from './every-pattern.ts'

const highs = await loadHighs()
const needsOf = (items: readonly Item[]) => Float64Array.from(items.flatMap(({ cpu, memoryGiB, gpu }) => [cpu, memoryGiB, gpu, 1]))

/** The pods that are worth something and find all that they ask for on the node. */
function worthSomething(items: readonly Item[], amounts: readonly number[], capacity: Capacity) {
  const fits = ({ gpu, cpu, memoryGiB }: Item) => gpu <= capacity.gpu && cpu <= capacity.cpu && memoryGiB <= capacity.memoryGiB
  const kept = items.flatMap((item, i) => (amounts[i] > 0 && fits(item) ? [i] : []))
  return { kept, values: kept.map((i) => amounts[i]), needs: needsOf(items) }
}

/** The same by a solver of linear programs. */
function byLinearProgram(items: readonly Item[], kept: readonly number[], values: readonly number[], capacity: Capacity): number {
  const model = new LinearModel()
  const pods = values.map((value) => model.variable({ upper: 1e4, cost: -value }))
  for (const resource of RESOURCES) {
    const taken = kept.map((item, i) => times(resource === 'pods' ? 1 : items[item][resource], pods[i]))
    model.require(resource, taken, '<=', capacity[resource])
  }
  return -(highs.solve(model).objective ?? Number.NaN)
}

it('of pods of 3 vCPU worth 5 and of 2 worth 3, a node of 4 vCPU holds one and a third of the first', () => {
  const node = { cpu: 4, memoryGiB: 16, gpu: 0, pods: 100 }
  const { value, unitValues, mix } = fractionalPattern([0, 1], [5, 3], Float64Array.of(3, 1, 0, 1, 2, 1, 0, 1), node)
  expect(value).toBeCloseTo(20 / 3, 9)
  expect(unitValues.map((unit) => unit.toFixed(6))).toEqual([(5 / 3).toFixed(6), '0.000000', '0.000000', '0.000000'])
  expect(mix).toEqual([0])
})

it('nothing is worth nothing', () => {
  expect(fractionalPattern([], [], Float64Array.of(), { cpu: 4, memoryGiB: 16, gpu: 0, pods: 9 })).toEqual({
    value: 0,
    unitValues: [0, 0, 0, 0],
    mix: [],
  })
})

it('finds what a linear program finds, and never less than the best pattern of whole pods', () => {
  fc.assert(
    fc.property(nodeAndPods, ({ items, capacity, amounts }) => {
      const { kept, values, needs } = worthSomething(items, amounts, capacity)
      const { value } = fractionalPattern(kept, values, needs, capacity)
      if (capacity.pods > 0) expect(value).toBeCloseTo(byLinearProgram(items, kept, values, capacity), 6)
      expect(value).toBeGreaterThanOrEqual(bestPattern(items, amounts, capacity).value - 1e-9)
    }),
    { numRuns: 300, seed: 3 },
  )
})

it('no pod is worth more than what it takes of the node at the unit values', () => {
  fc.assert(
    fc.property(nodeAndPods, ({ items, capacity, amounts }) => {
      const { kept, values, needs } = worthSomething(items, amounts, capacity)
      const { unitValues } = fractionalPattern(kept, values, needs, capacity)
      for (const [i, item] of kept.entries()) expect(needed(needs, item, unitValues)).toBeGreaterThanOrEqual(values[i] - 1e-9)
    }),
    { numRuns: 300, seed: 4 },
  )
})
