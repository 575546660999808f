import { describe, expect, it } from 'vitest'
import { survivedZones } from '../../src/domain/zone-spread.ts'

const keep = (spread: Parameters<typeof survivedZones>[0][number], replicas: number) => survivedZones([spread], replicas)[0]?.keep ?? 0

describe('replicas over three zones', () => {
  it.each([
    [1, 0],
    [2, 1 / 2],
    [3, 2 / 3],
    [6, 4 / 6],
    [7, 4 / 7],
  ])('that differ by one at most: of %i, the loss of a zone leaves %f', (replicas, left) => {
    expect(keep({ zones: 3, maxSkew: 1 }, replicas)).toBeCloseTo(left)
  })

  it('one in each at most: all but one are left, as long as there are zones enough', () => {
    expect([1, 2, 3].map((replicas) => keep({ zones: 3, atMost: 1 }, replicas))).toEqual([0, 1 / 2, 2 / 3])
    expect(keep({ zones: 3, atMost: 1 }, 4)).toBe(2 / 4)
  })

  it('of several spreads the strictest counts', () => {
    const loose = { zones: 3, maxSkew: 3 }
    const strict = { zones: 3, maxSkew: 1 }
    expect(survivedZones([loose, strict], 6)).toEqual([{ loss: 'zone', keep: 4 / 6 }])
  })
})

it('nothing is asked of no replicas, nor of a single zone', () => {
  expect(survivedZones([{ zones: 3, maxSkew: 1 }], 0)).toEqual([])
  expect(survivedZones([{ zones: 1, maxSkew: 1 }], 5)).toEqual([])
})
