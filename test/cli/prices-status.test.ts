import { describe, expect, it } from 'vitest'
import type { FeedState } from '../../src/domain/known-price.ts'
import { prices } from './prices-command-line.ts'

const state = (facts: Partial<FeedState> = {}): FeedState => ({
  source: 'aws',
  listing: 'aws-pricing',
  provider: 'aws',
  region: 'eu-west-1',
  feedId: 'aws-pricing eu-west-1',
  lastGoodAt: '2026-11-02T09:00:00.000Z',
  known: { 'on-demand': 400, spot: 0 },
  completeness: 1,
  setAside: 0,
  ...facts,
})
const hoursAgo = (hours: number) => new Date(Date.parse('2026-11-02T12:00:00Z') - hours * 3_600_000).toISOString()
const SPOT = { listing: 'aws-spot', feedId: 'aws-spot eu-west-1', known: { 'on-demand': 0, spot: 900 } }

const status = (states: readonly FeedState[], ...args: string[]) => prices(['status', ...args], { feedStates: async () => states })

describe('how it stands with the known prices', () => {
  it('is told by listing and region: age, until when they hold, how many, how complete, how many set aside', async () => {
    const { code, out, err } = await status([state({ completeness: 0.97, setAside: 2 })])
    expect(out).toMatch(/aws\s+aws-pricing\s+eu-west-1\s+3 h\s+2026-11-05T09:00Z\s+fresh\s+400\s+0\s+97\.0\s+2/)
    expect([code, err]).toEqual([0, ''])
  })

  it('is told to programs with the units in the names', async () => {
    const { out } = await status([state()], '--format', 'csv')
    expect(out).toBe(
      'provider,listing,region,lastGoodAt,validUntil,verdict,onDemandPrices,spotPrices,completenessPercent,setAside,failedAt,failure\n' +
        'aws,aws-pricing,eu-west-1,2026-11-02T09:00:00.000Z,2026-11-05T09:00:00.000Z,fresh,400,0,100,0,,\n',
    )
  })

  it.each([
    ['on-demand prices hold for 72 h', { lastGoodAt: hoursAgo(71) }, 0],
    ['and not longer', { lastGoodAt: hoursAgo(73) }, 1],
    ['spot prices hold for 26 h', { ...SPOT, lastGoodAt: hoursAgo(25) }, 0],
    ['and not longer, or it ends with 1', { ...SPOT, lastGoodAt: hoursAgo(27) }, 1],
    ['a listing of both holds as long as its spot prices', { known: { 'on-demand': 1, spot: 1 }, lastGoodAt: hoursAgo(27) }, 1],
    ['one on demand that keeps jumping makes its listing stale', { oldestContradictedAt: { 'on-demand': hoursAgo(73) } }, 1],
    ['what may not be acted on for being incomplete is not fresh either', { completeness: 0.5 }, 1],
    ['what nobody asks for any more is nobody’s concern', { lastGoodAt: hoursAgo(900), isNoLongerRead: true as const }, 0],
    ['the bundled prices are never stale', { source: 'bundled', listing: 'bundled', lastGoodAt: hoursAgo(500) }, 0],
  ])('%s', async (_, facts, code) => {
    expect((await status([state(facts)])).code).toBe(code)
  })

  it('what is stale is named, with the remedy', async () => {
    const { err } = await status([state(), state({ ...SPOT, lastGoodAt: hoursAgo(30) })])
    expect(err).toBe('Stale: aws-spot eu-west-1. Run ballast prices refresh; nothing is acted on with stale prices.\n')
  })

  it('what is incomplete is named too, and what is no longer read or dated is told as that', async () => {
    const { out, err } = await status([
      state({ completeness: 0.5 }),
      state({ region: 'us-east-1', isNoLongerRead: true }),
      state({ listing: 'bundled', source: 'bundled' }),
    ])
    expect(err).toBe('Incomplete: aws-pricing eu-west-1. Run ballast prices refresh; nothing is acted on with incomplete prices.\n')
    expect(out).toMatch(/incomplete[\s\S]*no longer[\s\S]*dated/)
  })

  it('the last failure of a feed is told once, however many regions it is of', async () => {
    const failure = { at: hoursAgo(1), message: 'GET billing: HTTP 403 (not allowed); sign in' }
    const regions = ['europe-west1', 'us-east1'].map((region) => state({ region, listing: 'gcp-billing', feedId: 'gcp-billing', failure }))
    expect((await status(regions)).err).toBe('gcp-billing failed 1 h ago: GET billing: HTTP 403 (not allowed); sign in\n')
  })

  it('ends with 1 where nothing was read yet', async () => {
    expect(await status([])).toMatchObject({ code: 1, err: 'No prices were read yet: run ballast prices refresh.\n' })
  })
})
