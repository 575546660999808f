import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../src/catalogue/interruptions/refusal.ts'
import { aSpotEvent } from '../live/live-facts.ts'

const SETTINGS = { spotRefusalHours: 6, spotRefusalFactor: 1.5 }
const refusedAt = (...hours: string[]) => hours.map((hour) => aSpotEvent({ at: `2026-07-20T${hour}:00.000Z` }))
const factorAt = (hour: string, events = refusedAt('08:00'), settings = SETTINGS) =>
  refusalOf(events, new Date(`2026-07-20T${hour}:00.000Z`), settings)?.timesAsDear

describe('an offer that could not be had at eight', () => {
  it('counts 1.5 times as dear then, 1.25 times at eleven, and as usual from two on', () => {
    expect(['08:00', '11:00', '13:48', '14:00', '20:00'].map((hour) => factorAt(hour))).toEqual([
      1.5,
      1.25,
      expect.closeTo(1.0167, 4),
      undefined,
      undefined,
    ])
    expect(refusalOf(refusedAt('08:00'), new Date('2026-07-20T09:00:00Z'), SETTINGS)).toMatchObject({
      at: '2026-07-20T08:00:00.000Z',
      until: '2026-07-20T14:00:00.000Z',
    })
  })

  it('counts by its last refusal, and one that is yet to come does not count', () => {
    expect(factorAt('11:00', refusedAt('11:00', '08:00'))).toBe(1.5)
    expect(factorAt('07:00')).toBeUndefined()
    expect(factorAt('11:00', refusedAt('08:00', '23:00'))).toBe(1.25)
  })

  it('is not dearer where the settings make nothing of it', () => {
    expect(factorAt('08:00', undefined, { ...SETTINGS, spotRefusalHours: 0 })).toBeUndefined()
    expect(factorAt('08:00', undefined, { ...SETTINGS, spotRefusalFactor: 1 })).toBeUndefined()
  })

  it('was refused, not lost: an interruption makes it no dearer', () => {
    expect(factorAt('08:00', [aSpotEvent({ kind: 'interrupted', at: '2026-07-20T08:00:00.000Z' })])).toBeUndefined()
  })
})
