import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bestPattern, type Capacity, type Item } from '../../../models/packing/best-pattern.ts'
import { everyPattern, nodeAndPods, worth } from './every-pattern.ts'

const item = (part: Partial<Item>): Item => ({ cpu: 1, memoryGiB: 1, gpu: 0, most: 9, ...part })
const node: Capacity = { cpu: 4, memoryGiB: 16, gpu: 0, pods: 100 }

it('two that fill a node are worth more than the dearest, which leaves no room', () => {
  const { counts, value } = bestPattern([item({ cpu: 3 }), item({ cpu: 2 })], [5, 3], node)
  expect([[...counts], value]).toEqual([[0, 2], 6])
})

it('pods that ask for nothing, or are worth nothing, take only what they take', () => {
  const { counts, value } = bestPattern([item({ cpu: 0, memoryGiB: 0, most: 7 }), item({})], [1, 0], node)
  expect([[...counts], value]).toEqual([[7, 0], 7])
})

it('forty pods of 0.1 vCPU fit on four', () => {
  expect(bestPattern([item({ cpu: 0.1, memoryGiB: 0.1, most: 99 })], [1], node).value).toBe(40)
})

it('finds what trying every pattern finds, and says that nothing is worth more', () => {
  fc.assert(
    fc.property(nodeAndPods, ({ items, capacity, amounts }) => {
      const patterns = everyPattern(items, capacity)
      const best = bestPattern(items, amounts, capacity)
      expect(patterns).toContainEqual([...best.counts])
      expect(best.value).toBeCloseTo(Math.max(...patterns.map((pattern) => worth(amounts, pattern))), 9)
      expect(worth(amounts, best.counts)).toBeCloseTo(best.value, 9)
      expect(best.valueAtMost).toBe(best.value)
    }),
    { numRuns: 500, seed: 1 },
  )
})

it('a search that is cut short still tells a value that no pattern passes', () => {
  const even = Array.from({ length: 30 }, (_, i) => item({ cpu: 2 * i + 2, memoryGiB: 0, most: 2 }))
  const values = even.map(({ cpu }) => cpu)
  const best = bestPattern(even, values, { cpu: 101, memoryGiB: 1, gpu: 0, pods: 1000 })
  expect(best.value).toBe(100)
  expect(best.valueAtMost).toBeCloseTo(101, 6)
})
