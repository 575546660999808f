import { describe, expect, it } from 'vitest'
import { judgePrices, type PriceNeed } from '../../src/catalogue/freshness.ts'
import type { FeedState } from '../../src/domain/known-price.ts'

const SETTINGS = { onDemandPricesValidHours: 72, spotPricesValidHours: 26, leastPriceCompleteness: 0.9 }
const NOON = new Date('2026-07-20T12:00:00.000Z')
const hoursAgo = (hours: number) => new Date(NOON.getTime() - hours * 3_600_000).toISOString()
const DUBLIN: PriceNeed = { provider: 'aws', region: 'eu-west-1', capacityTypes: ['on-demand'] }

function state(part: Partial<FeedState> = {}): FeedState {
  return {
    source: 'aws',
    listing: 'aws-pricing',
    provider: 'aws',
    region: 'eu-west-1',
    feedId: 'aws-pricing eu-west-1',
    lastGoodAt: hoursAgo(10),
    known: { 'on-demand': 500, spot: 0 },
    completeness: 1,
    setAside: 0,
    ...part,
  }
}
const spot = (part: Partial<FeedState> = {}) => state({ listing: 'aws-ec2-spot', known: { 'on-demand': 0, spot: 300 }, ...part })
const judge = (feedStates: FeedState[], needs = [DUBLIN], unread?: Parameters<typeof judgePrices>[0]['unread']) =>
  judgePrices({ needs, feedStates, settings: SETTINGS, now: NOON, ...(unread && { unread }) })

describe('prices that a fleet needs', () => {
  it('may be acted on while they are fresh and complete, and there is nothing to say', () => {
    expect(judge([state()])).toMatchObject({
      mayAct: true,
      warnings: [],
      feeds: [{ listing: 'aws-pricing', verdict: 'fresh', ageHours: 10, validUntil: '2026-07-23T02:00:00.000Z', prices: 500 }],
    })
  })

  it('count for 72 hours on demand and 26 as spot: a minute later nothing may be acted on', () => {
    const both = { ...DUBLIN, capacityTypes: ['on-demand', 'spot'] as const }
    expect(judge([state({ lastGoodAt: hoursAgo(72) }), spot({ lastGoodAt: hoursAgo(26) })], [both])).toMatchObject({ mayAct: true })
    expect(judge([state({ lastGoodAt: hoursAgo(72.02) }), spot({ lastGoodAt: hoursAgo(26.02) })], [both])).toMatchObject({
      mayAct: false,
      reasons: [
        'On-demand prices of aws eu-west-1 (aws-pricing) are 72 h old, past the 72 h for which they count.',
        'Spot prices of aws eu-west-1 (aws-ec2-spot) are 26 h old, past the 26 h for which they count.',
      ],
    })
  })

  it('of a source that failed are kept: how old they are, and why it failed, is told', () => {
    const failure = { at: hoursAgo(1), message: 'https://prices.example: HTTP 503' }
    expect(judge([state({ failure })])).toMatchObject({
      mayAct: true,
      warnings: [
        'On-demand prices of aws eu-west-1 (aws-pricing) are 10 h old and count until 2026-07-23 at 02:00 UTC; aws-pricing could not be read on 2026-07-20 at 11:00 UTC: https://prices.example: HTTP 503.',
      ],
    })
    expect(judge([state({ failure, lastGoodAt: hoursAgo(200) })]).reasons).toEqual([
      'On-demand prices of aws eu-west-1 (aws-pricing) are 8 days old, past the 72 h for which they count; aws-pricing could not be read on 2026-07-20 at 11:00 UTC: https://prices.example: HTTP 503.',
    ])
  })

  it('of several regions that fail alike are told in one sentence, by the oldest', () => {
    const virginia = { ...DUBLIN, region: 'us-east-1' }
    const { reasons } = judge(
      [state({ lastGoodAt: hoursAgo(80) }), state({ region: 'us-east-1', lastGoodAt: hoursAgo(100) })],
      [DUBLIN, virginia],
    )
    expect(reasons).toEqual([
      'On-demand prices of aws eu-west-1, us-east-1 (aws-pricing) are 4 days old, past the 72 h for which they count.',
    ])
  })

  it('that keep jumping are as old as when they were last listed: on demand the feed is stale by the oldest, as spot they are not offered', () => {
    const both = { ...DUBLIN, capacityTypes: ['on-demand', 'spot'] as const }
    const jumping = { setAside: 1, oldestContradictedAt: { 'on-demand': hoursAgo(71), spot: hoursAgo(25) } }
    const fresh = judge([state({ ...jumping, known: { 'on-demand': 500, spot: 9 } })], [both])
    expect(fresh).toMatchObject({
      mayAct: true,
      feeds: [
        { ageHours: 71, verdict: 'fresh' },
        { ageHours: 25, verdict: 'fresh' },
      ],
    })
    expect(judge([state({ setAside: 1, oldestContradictedAt: { 'on-demand': hoursAgo(73) } })]).reasons).toEqual([
      'On-demand prices of aws eu-west-1 (aws-pricing) are 73 h old where they keep jumping, past the 72 h for which they count.',
    ])
    expect(judge([state(), spot({ setAside: 1, oldestContradictedAt: { spot: hoursAgo(27) } })], [both])).toMatchObject({
      mayAct: true,
      warnings: [
        expect.stringContaining('jumped'),
        'Spot prices of aws eu-west-1 (aws-ec2-spot) that keep jumping are past the 26 h for which they count: no spot is offered at them.',
      ],
    })
  })

  it('that keep jumping and were an offer when the catalogue was made forbid to act with it once they are stale', () => {
    const jumping = spot({ lastGoodAt: hoursAgo(3), oldestContradictedAt: { spot: hoursAgo(27) } })
    const needs = [{ ...DUBLIN, capacityTypes: ['spot'] as const }]
    const judged = (cataloguedAt: Date) => judgePrices({ needs, feedStates: [jumping], settings: SETTINGS, now: NOON, cataloguedAt })
    expect(judged(new Date(hoursAgo(2))).mayAct).toBe(false)
    expect(judged(new Date(hoursAgo(0.5))).mayAct).toBe(true)
  })

  it('that are incomplete may not be acted on', () => {
    expect(judge([state({ completeness: 0.9 })]).mayAct).toBe(true)
    expect(judge([state({ completeness: 0.899 })])).toMatchObject({
      mayAct: false,
      reasons: [
        'On-demand prices of aws eu-west-1 (aws-pricing) are incomplete: 89 % of those known before were listed again, and 90 % are asked for.',
      ],
    })
  })

  it('that jumped and are set aside are told, and forbid nothing', () => {
    expect(
      judge([state({ setAside: 2, known: { 'on-demand': 500, spot: 9 } })], [{ ...DUBLIN, capacityTypes: ['on-demand', 'spot'] }]),
    ).toMatchObject({
      mayAct: true,
      warnings: ['2 prices of aws eu-west-1 (aws-pricing) jumped: until they are seen twice, the last ones before count.'],
    })
  })
})

describe('prices that nobody read', () => {
  it('of a whole region: the bundled ones stand in, and nothing may be acted on', () => {
    expect(judge([])).toMatchObject({ mayAct: false, reasons: ['No live price of aws eu-west-1 is known: the bundled ones stand in.'] })
  })

  it('of several regions of a provider are told in one sentence', () => {
    const needs = [DUBLIN, { ...DUBLIN, region: 'us-east-1' }, { ...DUBLIN, provider: 'azure', region: 'westeurope' }]
    expect(judge([], needs).reasons).toEqual([
      'No live price of aws eu-west-1, us-east-1 is known: the bundled ones stand in.',
      'No live price of azure westeurope is known: the bundled ones stand in.',
    ])
  })

  it('say why, where reading them was tried', () => {
    const unread = [
      { listing: 'aws-pricing', provider: 'aws', message: 'connection refused' },
      { listing: 'azure-retail', provider: 'azure', message: 'HTTP 503' },
    ]
    expect(judge([], [DUBLIN], unread).reasons).toEqual([
      'No live price of aws eu-west-1 is known (aws-pricing: connection refused): the bundled ones stand in.',
    ])
  })

  it('as spot are no spot offer, which forbids nothing; on demand the bundled ones stand in, which does', () => {
    expect(judge([state()], [{ ...DUBLIN, capacityTypes: ['on-demand', 'spot'] }])).toMatchObject({
      mayAct: true,
      warnings: ['No live spot price of aws eu-west-1 is known: no spot is offered there.'],
    })
    expect(judge([spot()], [{ ...DUBLIN, capacityTypes: ['on-demand', 'spot'] }])).toMatchObject({
      mayAct: false,
      reasons: ['No live on-demand price of aws eu-west-1 is known: the bundled ones stand in.'],
    })
  })

  it('as spot where nothing else is wanted are no offer, which forbids nothing as long as other prices of the place are known', () => {
    const onlySpot = [{ ...DUBLIN, capacityTypes: ['spot'] as const }]
    expect(judge([state()], onlySpot)).toMatchObject({
      mayAct: true,
      warnings: ['No live spot price of aws eu-west-1 is known: no spot is offered there.'],
    })
    expect(judge([], onlySpot).mayAct).toBe(false)
  })

  it('and that nobody needs are nobody’s concern', () => {
    expect(
      judge([state(), spot({ lastGoodAt: hoursAgo(500) }), state({ region: 'us-east-1', lastGoodAt: hoursAgo(500) })]).warnings,
    ).toEqual([])
    expect(judge([], [])).toMatchObject({ mayAct: true, feeds: [] })
  })
})
