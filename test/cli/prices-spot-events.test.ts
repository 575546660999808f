import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../src/catalogue/interruptions/refusal.ts'
import type { SpotEvent } from '../../src/domain/spot-event.ts'
import { NOW, prices } from './prices-command-line.ts'

/** What was recorded, and what was said. */
async function recorded(...args: string[]) {
  const events: SpotEvent[] = []
  const said = await prices(args, {
    recordSpotEvents: async (given) => void events.push(...given),
    refusalOf: (event, now) => refusalOf([event], now, { spotRefusalHours: 6, spotRefusalFactor: 1.5 }),
  })
  return { ...said, events }
}

const M5 = { provider: 'aws', region: 'eu-west-1', instanceType: 'm5.large' }

describe('ballast prices refused', () => {
  it('records the refusal, and says how it counts until when', async () => {
    const { events, code, out } = await recorded('refused', 'aws', 'eu-west-1', 'm5.large')
    expect(events).toEqual([{ kind: 'refused', ...M5, zone: '', at: NOW.toISOString() }])
    expect([code, out]).toEqual([
      0,
      'Recorded: aws eu-west-1 m5.large as spot could not be had at 2026-11-02T12:00Z; it counts 1.5 times as dear now, less with every hour, and as usual from 2026-11-02T18:00Z on.\n',
    ])
  })

  it('takes the zone, and a moment that is past', async () => {
    const args = ['refused', 'aws', 'eu-west-1', 'm5.large', '--zone', 'eu-west-1a', '--at']
    const { events } = await recorded(...args, '2026-11-02T09:00:00Z')
    expect(events).toMatchObject([{ zone: 'eu-west-1a', at: '2026-11-02T09:00:00.000Z' }])
    expect((await recorded(...args, '2026-11-01T09:00:00Z')).out).toMatch(/so long ago that it counts as usual/)
    expect(await recorded(...args, '2026-11-02T12:00:01Z')).toMatchObject({
      code: 2,
      events: [],
      err: expect.stringMatching(/yet to come/),
    })
  })

  it.each([
    [['awz', 'eu-west-1'], /provider: "awz" is not known \(did you mean "aws"\?\)/],
    [['aws', 'eu-west-2'], /region: "eu-west-2" is not known \(did you mean "eu-west-1"\?\)/],
    [['aws', 'westeurope'], /region: "westeurope" is not known/],
  ])('a place that nobody knows is refused, for it would never count: %s', async (place, message) => {
    expect(await recorded('refused', ...place, 'm5.large')).toMatchObject({ code: 2, events: [], err: expect.stringMatching(message) })
  })
})

describe('ballast prices seen', () => {
  it('records the hours that nodes ran, and each that was lost', async () => {
    const { events, out } = await recorded('seen', 'aws', 'eu-west-1', 'm5.large', '--node-hours', '1460', '--interruptions', '2')
    expect(events.map(({ kind, nodeHours }) => [kind, nodeHours])).toEqual([
      ['ran', 1460],
      ['interrupted', undefined],
      ['interrupted', undefined],
    ])
    expect(out).toMatch(/^Recorded: 1460 node-hours of aws eu-west-1 m5\.large as spot, 2 lost\./)
  })

  it.each(['0', '-1', 'many', 'Infinity'])('hours that cannot be (%s) are refused', async (hours) => {
    expect(await recorded('seen', 'aws', 'eu-west-1', 'm5.large', '--node-hours', hours)).toMatchObject({ code: 2, events: [] })
  })
})
