import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bestPattern, type Capacity, type Item } from '../../../models/packing/best-pattern.ts'
import { configurationCut } from '../../../models/packing/configuration.ts'
import { loadHighs } from '../../../src/lp/highs.ts'
import { LinearModel, times } from '../../../src/lp/model.ts'
import { everyPattern, nodeAndPods, worth } from './every-pattern.ts'

const highs = await loadHighs()
const node: Capacity = { cpu: 1, memoryGiB: 1, gpu: 0, pods: 100 }
const item = (cpu: number, memoryGiB = 0.01): Item => ({ cpu, memoryGiB, gpu: 0, most: 9 })

it('two pods of 51 % on one node are cut off: together they weigh one node each', () => {
  const cut = configurationCut([item(0.51), item(0.51, 0.02)], [1, 1], node, highs)
  expect(cut?.load).toBeCloseTo(2, 6)
  expect([...cut!.weights].map((weight) => weight.toFixed(6))).toEqual(['1.000000', '1.000000'])
})

it('two pods of 49 % on one node are not', () => {
  expect(configurationCut([item(0.49), item(0.49, 0.02)], [1, 1], node, highs)).toBeUndefined()
})

it('of pods of 60 % and 40 % a node holds one each, or two of the smaller, and a mix of the two is a load', () => {
  const pods = [item(0.6), item(0.4)]
  expect(configurationCut(pods, [0.5, 1.5], node, highs)).toBeUndefined()
  expect(configurationCut(pods, [0.5, 1.6], node, highs)).toBeDefined()
})

it('a cut holds for every pattern of the node and the load breaks it', () => {
  let cuts = 0
  fc.assert(
    fc.property(nodeAndPods, ({ items, capacity, amounts }) => {
      const cut = configurationCut(items, amounts, capacity, highs)
      if (!cut) return
      cuts++
      const heaviest = Math.max(...everyPattern(items, capacity).map((pattern) => worth(cut.weights, pattern)))
      expect(heaviest).toBeLessThanOrEqual(1 + 1e-9)
      expect(Math.min(...cut.weights)).toBeGreaterThanOrEqual(0)
      expect(cut.load).toBeGreaterThan(1)
      expect(cut.load).toBeCloseTo(worth(cut.weights, amounts), 9)
    }),
    { numRuns: 300, seed: 2 },
  )
  expect(cuts).toBeGreaterThan(100)
})

it('a load without a cut is a mix of patterns, or nearly', () => {
  let mixes = 0
  fc.assert(
    fc.property(nodeAndPods, ({ items, capacity, amounts }) => {
      fc.pre(items.every((one) => everyPattern([one], capacity).length > 1))
      const load = amounts.map((amount) => amount / 4)
      if (configurationCut(items, load, capacity, highs)) return
      mixes++
      expect(nodesFor(load, everyPattern(items, capacity))).toBeLessThanOrEqual(1 + 2e-4)
    }),
    { numRuns: 300, seed: 3 },
  )
  expect(mixes).toBeGreaterThan(50)
})

/** The fewest nodes, in fractions, whose patterns carry a load; Infinity where none do. */
function nodesFor(load: readonly number[], patterns: readonly number[][]): number {
  const model = new LinearModel()
  const shares = patterns.map(() => model.variable({ upper: 100, cost: 1 }))
  for (const [at, amount] of load.entries()) {
    const carried = shares.map((share, p) => times(patterns[p][at], share))
    model.require(`item ${at}`, carried, '>=', amount)
  }
  return highs.solve(model).objective ?? Number.POSITIVE_INFINITY
}

it('where the search for a heavier pattern was cut short, even what it could not exclude weighs at most one node', () => {
  const pods = Array.from({ length: 30 }, (_, i): Item => ({ cpu: 2 * i + 2, memoryGiB: ((i * 37) % 23) + 1, gpu: 0, most: 3 }))
  const capacity = { cpu: 101, memoryGiB: 91, gpu: 0, pods: 1000 }
  const load = pods.map((_, i) => 1 + (i % 5) / 5)
  const { weights } = configurationCut(pods, load, capacity, highs)!
  const { value, valueAtMost } = bestPattern(pods, weights, capacity)
  expect(valueAtMost).toBeGreaterThan(value)
  expect(valueAtMost).toBeLessThanOrEqual(1 + 1e-9)
})
