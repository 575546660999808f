import { describe, expect, it } from 'vitest'
import { withSpotSeen } from '../../../src/catalogue/interruptions/with-spot-seen.ts'
import { aCatalogue, aMachine } from '../../builders.ts'
import { aSpotEvent, machineIn, NOON } from '../live/live-facts.ts'

const SETTINGS = { spotRefusalHours: 6, spotRefusalFactor: 1.5 }
const seen = (...events: Parameters<typeof withSpotSeen>[1]) => machineIn(withSpotSeen(aCatalogue(), events, NOON, SETTINGS))

describe('the bundled catalogue with what was seen', () => {
  it('has its prices, with the rate that was seen and the refusal', () => {
    expect(seen(aSpotEvent(), aSpotEvent({ kind: 'ran', nodeHours: 730 }))?.spot).toMatchObject({
      usdPerHour: 0.3,
      interruption: { perHour: 0.005, origin: 'observed' },
      refusal: { at: '2026-07-20T11:00:00.000Z' },
    })
  })

  it('is as it was where nothing was seen of a machine, or only later', () => {
    expect(seen(aSpotEvent({ instanceType: 'm.2xlarge' }))).toEqual(aMachine())
    expect(seen(aSpotEvent({ at: '2026-07-20T12:00:01.000Z' }))).toEqual(aMachine())
  })
})
