import { describe, expect, it } from 'vitest'
import { chained, costOfAsking } from '../../../src/plan/preferences/proved-cost.ts'

const known = (usdPerHour: number, lowerBoundUsdPerHour: number) => ({ usdPerHour, lowerBoundUsdPerHour })

describe('what it costs to ask for more', () => {
  it('is the difference of the plans, and between what the bounds leave open', () => {
    expect(costOfAsking(known(10, 9), known(13, 12))).toEqual({ usdPerHour: 3, leastUsdPerHour: 2, mostUsdPerHour: 4 })
  })

  it('may be nothing where the gaps overlap, and is never less', () => {
    expect(costOfAsking(known(10, 9), known(9.5, 9))).toEqual({ usdPerHour: 0, leastUsdPerHour: 0, mostUsdPerHour: 0.5 })
  })

  it('a cheaper plan of a stricter problem is the better plan of the looser one, and its bound is at least the looser one’s', () => {
    expect(chained([known(10, 9), known(9.5, 8), known(12, 11)])).toEqual([known(9.5, 9), known(9.5, 9), known(12, 11)])
  })
})
