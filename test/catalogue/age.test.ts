import { expect, test } from 'vitest'
import { ageInDays, ageSentence } from '../../src/catalogue/age.ts'
import { aCatalogue } from '../builders.ts'

const catalogue = {
  ...aCatalogue(),
  oldestPriceAt: '2025-12-18',
  oldestPrice: { provider: 'aws', capacityType: 'spot', asOf: '2025-12-18' },
} as const

test('prices of 18 December are 339 days old on 22 November', () => {
  expect(ageInDays(catalogue, new Date('2026-11-22T10:00:00Z'))).toBe(339)
  expect(ageSentence(catalogue, new Date('2026-11-22T10:00:00Z'))).toBe('prices are 339 days old at the oldest (AWS spot, 2025-12-18)')
})

test('a day less an hour is no day yet', () => {
  expect(ageInDays(catalogue, new Date('2025-12-18T23:00:00Z'))).toBe(0)
  expect(ageSentence(catalogue, new Date('2025-12-19T00:00:00Z'))).toContain('are 1 day old')
})

test('a catalogue that does not say whose its oldest price is still says from when', () => {
  const { oldestPrice: _, ...unnamed } = catalogue
  expect(ageSentence(unnamed, new Date('2025-12-20T00:00:00Z'))).toBe('prices are 2 days old at the oldest (2025-12-18)')
})
