import fc from 'fast-check'
import type { Capacity, Item } from '../../../models/packing/best-pattern.ts'

/** Every way to put pods on a node, the empty one included: for a handful of items. */
export function everyPattern(items: readonly Item[], capacity: Capacity): number[][] {
  const [item, ...rest] = items
  if (!item) return [[]]
  const patterns: number[][] = []
  for (let count = 0; count <= item.most; count++) {
    const left = {
      cpu: capacity.cpu - count * item.cpu,
      memoryGiB: capacity.memoryGiB - count * item.memoryGiB,
      gpu: capacity.gpu - count * item.gpu,
      pods: capacity.pods - count,
    }
    if (Math.min(left.cpu, left.memoryGiB, left.gpu, left.pods) < 0) break
    patterns.push(...everyPattern(rest, left).map((others) => [count, ...others]))
  }
  return patterns
}

/** Quarters, which binary fractions hold exactly: whether a pod fits is then no question of rounding. */
const quarters = (least: number, most: number) => fc.integer({ min: 4 * least, max: 4 * most }).map((value) => value / 4)

const anyItem: fc.Arbitrary<Item> = fc.record({
  cpu: quarters(0, 4),
  memoryGiB: quarters(0, 8),
  gpu: fc.constantFrom(0, 0, 0, 1),
  most: fc.integer({ min: 0, max: 4 }),
})

const anyCapacity: fc.Arbitrary<Capacity> = fc.record({
  cpu: quarters(0, 8),
  memoryGiB: quarters(0, 16),
  gpu: fc.integer({ min: 0, max: 2 }),
  pods: fc.integer({ min: 1, max: 8 }),
})

/** A node, some kinds of pod and a number for each kind, 0 to 4: a value or a load. */
export const nodeAndPods = fc.integer({ min: 1, max: 4 }).chain((count) =>
  fc.record({
    items: fc.array(anyItem, { minLength: count, maxLength: count }),
    capacity: anyCapacity,
    amounts: fc.array(quarters(0, 4), { minLength: count, maxLength: count }),
  }),
)

export const worth = (amounts: ArrayLike<number>, pattern: ArrayLike<number>): number =>
  Array.from(pattern, (count, at) => count * amounts[at]).reduce((sum, value) => sum + value, 0)
