import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completenessOf, refuseIncomplete } from '../../../src/store/prices/completeness.ts'
import { isJump } from '../../../src/store/prices/jump.ts'

describe('a price jumps', () => {
  it.each([
    [1, 3, false],
    [1, 3.001, true],
    [3, 1, false],
    [3.001, 1, true],
    [0.7, 2.1, false],
    [0.3, 0.1, false],
    [0.1, 0.3, false],
  ])('from %d to %d by more than threefold: %s', (from, to, jumps) => {
    expect(isJump(from, to, 3)).toBe(jumps)
  })

  it('as far up as down', () => {
    const usd = fc.double({ min: 1e-4, max: 1e4, noNaN: true })
    fc.assert(fc.property(usd, usd, (one, other) => isJump(one, other, 3) === isJump(other, one, 3)))
  })
})

describe('an answer is refused', () => {
  const refusal = (counts: Readonly<Record<string, [listedAgain: number, known: number]>>, rows = 1): string => {
    const regions = new Map(Object.entries(counts).map(([region, [listedAgain, known]]) => [region, { listedAgain, known }]))
    try {
      refuseIncomplete('aws-spot', regions, rows, 0.9)
      return 'believed'
    } catch (error) {
      return (error as Error).message
    }
  }

  it('with the regions that lack most told first, three of them by name', () => {
    expect(refusal({ a: [8, 10], b: [0, 10], c: [5, 10], d: [9, 10], e: [4, 10], f: [7, 10] })).toBe(
      'aws-spot: the answer is incomplete: it lists 0 of the 10 prices known before of b; it lists 4 of the 10 prices known before of e; ' +
        'it lists 5 of the 10 prices known before of c; and so in 2 more regions; what was known before is kept; ' +
        'read it again, or, where so much was truly withdrawn, with --accept-incomplete',
    )
  })

  it('by the share of ten prices or more, never by that of fewer', () => {
    expect(refusal({ a: [8, 9], b: [1000, 1000] })).toBe('believed')
    expect(refusal({ a: [8, 10], b: [1000, 1000] })).toMatch(/8 of the 10 prices known before of a/)
  })

  it('with no way around it where it is empty', () => {
    expect(refusal({ a: [0, 1] }, 0)).toMatch(/an answer without any price is never believed$/)
    expect(refusal({ a: [0, 0] }, 0)).toBe('believed')
  })

  it('never where nothing was known', () => {
    expect(completenessOf({ known: 0, listedAgain: 0 })).toBe(1)
  })
})
