import { describe, expect, it } from 'vitest'
import { observedRate, seenIn } from '../../../src/catalogue/interruptions/observed-rate.ts'
import { aSpotEvent } from '../live/live-facts.ts'

const ASSUMED = { perHour: 0.01, origin: 'assumed' } as const
const BAND = { perHour: 0.0001, origin: 'published band' } as const

describe('how often a spot node is lost, by what was seen', () => {
  it('730 node-hours weigh as much as an assumption: one of 7.3 interruptions and none seen make half of it', () => {
    expect(observedRate(ASSUMED, { interruptions: 0, nodeHours: 730 })).toEqual({ perHour: 0.005, origin: 'observed' })
  })

  it('a published band weighs ten times as much: 7,300 node-hours with as many interruptions as it says change nothing', () => {
    const { perHour, origin } = observedRate(BAND, { interruptions: 0.73, nodeHours: 7300 })
    expect([perHour, origin]).toEqual([expect.closeTo(0.0001, 12), 'observed'])
    expect(observedRate(BAND, { interruptions: 8, nodeHours: 730 }).perHour).toBeCloseTo((0.73 + 8) / 8030, 12)
  })

  it('less than a node-month is too little to speak of: what was known stands, with its own origin', () => {
    expect(observedRate(ASSUMED, { interruptions: 9, nodeHours: 729 })).toBe(ASSUMED)
  })

  it('counts the hours of nodes that ran and of those that were taken, and only what was taken as an interruption', () => {
    const events = [
      aSpotEvent({ kind: 'ran', nodeHours: 700 }),
      aSpotEvent({ kind: 'interrupted', nodeHours: 30 }),
      aSpotEvent({ kind: 'interrupted' }),
      aSpotEvent({ kind: 'refused' }),
    ]
    expect(seenIn(events)).toEqual({ interruptions: 2, nodeHours: 730 })
  })
})
