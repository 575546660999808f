import { describe, expect, it } from 'vitest'
import type { Problem } from '../../src/domain/problem.ts'
import { loadHighs } from '../../src/lp/highs.ts'
import { shadowPrices } from '../../src/optimise/shadow-prices.ts'
import { anOffer } from '../builders.ts'
import { anAgentOfWholeNodes, dublin, problemOf, virginia } from '../models/places.ts'

const highs = await loadHighs()

/** Two replicas of a node each; a node costs a dollar in Dublin and half of it in Virginia, where there is little room. */
const tight = (part: Partial<Problem>, limits = {}) =>
  problemOf(
    anAgentOfWholeNodes({ replicas: 2 }),
    [dublin({ offers: [anOffer()] }), virginia({ offers: [anOffer({ usdPerHour: 0.5 })], limits })],
    part,
  )

function pricesOf(problem: Problem): Record<string, number> {
  const relaxed = shadowPrices(problem, highs, 10)
  if (relaxed.status !== 'optimal') throw new Error(relaxed.status)
  const isLimit = ([row]: [string, number]) => row.startsWith('limit') || row.startsWith('quota')
  return Object.fromEntries([...relaxed.shadowPrices].filter(isLimit).map(([row, price]) => [row, Number(price.toFixed(6))]))
}

describe('what one unit more of a limit saves the relaxation', () => {
  it('a node spares half a dollar', () => {
    expect(pricesOf(tight({}, { nodes: 1 }))).toEqual({ 'limit[virginia,nodes]': 0.5 })
  })

  it('a vCPU a quarter of that', () => {
    expect(pricesOf(tight({ quotas: [{ id: 'us', clusters: ['virginia'], vcpu: 5 }] }))).toEqual({ 'quota[us,vcpu]': 0.125 })
  })

  it('nothing where there is room', () => {
    expect(pricesOf(tight({ quotas: [{ id: 'us', clusters: ['virginia'], vcpu: 80 }] }, { nodes: 9 }))).toEqual({})
  })
})

it('the relaxation costs no more than the plan, and no plan costs less', () => {
  const relaxed = shadowPrices(tight({}, { nodes: 1 }), highs, 10)
  expect(relaxed).toMatchObject({ status: 'optimal', lowerBoundUsdPerHour: expect.closeTo(1.5, 6) })
})

it('where no plan exists because of sums alone, the relaxation says so', () => {
  expect(
    shadowPrices(problemOf(anAgentOfWholeNodes({ replicas: 2 }), [dublin({ offers: [anOffer({ maxNodes: 1 })] })]), highs, 10),
  ).toEqual({
    status: 'infeasible',
  })
})
