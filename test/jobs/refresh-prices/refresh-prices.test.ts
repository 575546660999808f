import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { RefreshParts, RefreshProgress, RefreshRequest } from '../../../src/jobs/refresh-prices/refresh-parts.ts'
import { refreshPrices } from '../../../src/jobs/refresh-prices/refresh-prices.ts'
import { type Failure, PriceSourceError } from '../../../src/prices/price-source-error.ts'
import type { Feed } from '../../../src/prices/source.ts'
import { feedOf, IRELAND, pricesOf, sourceWith, VIRGINIA } from './feeds.ts'
import { MemoryStore } from './memory-store.ts'

const ASKED: RefreshRequest = { sources: ['aws'], regions: [], anew: false, acceptIncomplete: false }
const SETTINGS = { feedsPerHost: 4, deadlineSeconds: 60, leastCompleteness: 0.9, mostJump: 3, historyDays: 400, fullDays: 35 }
const SHAPE = { provider: 'aws', instanceType: 'm5.large', arch: 'amd64' as const, vcpu: 2, memoryGiB: 8, gpu: 0, gpuModel: '' }
const BAND = { provider: 'aws', region: IRELAND, instanceType: 'm5.large', band: '<5%' }
const KNOWN = [IRELAND, VIRGINIA].map((region) => ({ provider: 'aws', region }))

function refresh(
  feeds: readonly Feed[],
  store = new MemoryStore(),
  request: Partial<RefreshRequest> = {},
  parts: Partial<RefreshParts> = {},
) {
  return refreshPrices(
    { ...ASKED, ...request },
    {
      sourceOf: () => sourceWith(feeds),
      knownRegions: KNOWN,
      origin: 'test',
      store,
      settings: SETTINGS,
      now: () => new Date('2026-11-02T03:00:00Z'),
      ...parts,
    },
  )
}

const failing =
  (failure: Partial<Failure> = {}) =>
  () => {
    throw new PriceSourceError('GET prices', { message: 'HTTP 404 (not found)', isPassing: false, isOfHost: false, ...failure })
  }
const refused = failing({ message: 'connection refused', isOfHost: true, remedy: 'check the address' })

describe('a refresh', () => {
  it('keeps every answer and says of each feed what it came to', async () => {
    const store = new MemoryStore()
    const outcome = await refresh([feedOf(IRELAND), feedOf(VIRGINIA)], store)
    expect(outcome).toMatchObject({ kind: 'complete', resumed: false, warnings: [] })
    expect(outcome.feeds).toMatchObject([
      { feed: 'aws-pricing eu-west-1', outcome: 'read', rows: 1, kept: { added: 1, completeness: 1 }, leftOut: {} },
      { feed: 'aws-pricing us-east-1', outcome: 'read', rows: 1 },
    ])
    expect([...store.known.keys()]).toEqual(['aws-pricing eu-west-1', 'aws-pricing us-east-1'])
    expect([store.refreshes[0]?.outcome, store.compacted]).toEqual(['complete', 1])
  })

  it('forgets nothing old where no cloud has confirmed the clock of this machine', async () => {
    const store = new MemoryStore()
    await refresh([feedOf(IRELAND, failing())], store)
    await refresh([feedOf(IRELAND, undefined, { source: 'bundled' })], store)
    expect(store.compacted).toBe(0)
  })

  it('saves machine shapes and interruption bands where they belong', async () => {
    const store = new MemoryStore()
    const shapes = feedOf(IRELAND, () => ({ gives: 'shapes', shapes: [SHAPE], leftOut: {} }), {
      id: 'shapes',
      gives: 'shapes',
      listing: 'ec2-types',
    })
    const bands = feedOf(IRELAND, () => ({ gives: 'interruption bands', bands: [BAND], leftOut: {} }), {
      id: 'bands',
      gives: 'interruption bands',
    })
    const outcome = await refresh([shapes, bands], store)
    expect([outcome.kind, store.savedShapes, store.savedBands]).toEqual(['complete', ['ec2-types'], ['aws']])
  })

  it('does not take a list without a single price for an answer, and says what was left out', async () => {
    const empty = () => ({ gives: 'prices' as const, regions: [IRELAND], prices: [], leftOut: { Windows: 12 } })
    const outcome = await refresh([feedOf(IRELAND, empty)])
    expect(outcome).toMatchObject({ kind: 'failed', feeds: [{ outcome: 'failed', leftOut: { Windows: 12 } }] })
    expect(outcome.feeds[0]?.failure).toContain('it lists no prices that count: left out were 12 Windows')
  })

  it('takes a list without a price for a region where a cloud sells nothing, if it has prices of others and never had one there', async () => {
    const empty = () => ({ gives: 'prices' as const, regions: [IRELAND], prices: [], leftOut: {} })
    const store = new MemoryStore()
    const outcome = await refresh([feedOf(IRELAND, empty), feedOf(VIRGINIA)], store)
    expect(outcome).toMatchObject({ kind: 'complete', feeds: [{ outcome: 'empty' }, { outcome: 'read' }] })
    expect([...store.known.keys()]).toEqual(['aws-pricing us-east-1'])
    await refresh([feedOf(IRELAND), feedOf(VIRGINIA)], store)
    expect(await refresh([feedOf(IRELAND, empty), feedOf(VIRGINIA)], store)).toMatchObject({
      kind: 'partial',
      feeds: [{ outcome: 'failed', lastGood: { prices: 1 } }, { outcome: 'read' }],
    })
  })

  it('keeps no price under a name that a terminal or a spreadsheet would follow', async () => {
    const [plain] = pricesOf(IRELAND).prices
    const strange = ['=HYPERLINK("x")', 'm5.\u001b[31mlarge', ''].map((instanceType) => ({ ...plain!, instanceType }))
    const answer = () => ({ gives: 'prices' as const, regions: [IRELAND], prices: [plain!, ...strange], leftOut: {} })
    const outcome = await refresh([feedOf(IRELAND, answer)])
    expect(outcome.feeds[0]).toMatchObject({ outcome: 'read', rows: 1, leftOut: { 'of a name that is none': 3 } })
  })

  it('one feed that fails loses no other, and keeps what was known of it, with its age', async () => {
    const store = new MemoryStore()
    await refresh([feedOf(IRELAND), feedOf(VIRGINIA)], store)
    const outcome = await refresh([feedOf(IRELAND, failing()), feedOf(VIRGINIA)], store)
    expect(outcome.kind).toBe('partial')
    expect(outcome.feeds[0]).toMatchObject({
      outcome: 'failed',
      failure: 'GET prices: HTTP 404 (not found)',
      lastGood: { prices: 1, at: '2026-11-01T03:00:00.000Z' },
    })
    expect(outcome.feeds[1]).toMatchObject({ outcome: 'read' })
    expect(store.failures).toEqual(new Map([['aws-pricing eu-west-1', 'GET prices: HTTP 404 (not found)']]))
  })

  it('where no feed of prices was read it failed', async () => {
    expect((await refresh([feedOf(IRELAND, failing()), feedOf(VIRGINIA, failing())])).kind).toBe('failed')
  })

  it('machine shapes that cannot be read make no refresh fail', async () => {
    const shapes = feedOf(IRELAND, failing(), { id: 'shapes', gives: 'shapes' })
    expect(await refresh([shapes, feedOf(IRELAND)])).toMatchObject({
      kind: 'complete',
      feeds: [{ outcome: 'read' }, { outcome: 'failed' }],
    })
  })

  it('an error that nobody foresaw is told as a defect and loses no other feed', async () => {
    const defects: unknown[] = []
    const broken = feedOf(IRELAND, () => {
      throw new TypeError('rows is not iterable')
    })
    const outcome = await refresh([broken, feedOf(VIRGINIA)], new MemoryStore(), {}, { onDefect: (error) => defects.push(error) })
    expect(outcome.feeds).toMatchObject([
      { outcome: 'failed', isDefect: true, failure: 'aws-pricing eu-west-1: rows is not iterable' },
      { outcome: 'read' },
    ])
    expect(defects).toEqual([new TypeError('rows is not iterable')])
  })

  it('an answer that the history does not believe is a failure in its words', async () => {
    const store = new MemoryStore()
    store.refusals.set('aws-pricing eu-west-1', Object.assign(new Error('lists 3 of 10'), { name: 'IncompleteAnswerError' }))
    const [report] = (await refresh([feedOf(IRELAND)], store)).feeds
    expect(report).toMatchObject({ outcome: 'failed', failure: 'lists 3 of 10' })
    expect(report).not.toHaveProperty('isDefect')
    expect(store.failures.get('aws-pricing eu-west-1')).toBe('lists 3 of 10')
  })

  it('believes an incomplete answer where it is told to', async () => {
    const store = new MemoryStore()
    await refresh([feedOf(IRELAND)], store)
    expect(store.least).toBe(0.9)
    await refresh([feedOf(IRELAND)], store, { acceptIncomplete: true })
    expect(store.least).toBe(0)
  })

  it("believes a user's own file whatever it no longer lists and however a price has changed", async () => {
    const store = new MemoryStore()
    await refresh([feedOf(IRELAND)], store)
    expect([store.least, store.mostJump]).toEqual([0.9, 3])
    await refresh([feedOf(IRELAND, undefined, { source: 'file' })], store, { sources: ['file'] })
    expect([store.least, store.mostJump]).toEqual([0, Number.POSITIVE_INFINITY])
  })

  it('a history that cannot be made smaller is a warning', async () => {
    const store = new MemoryStore()
    store.prices.compact = () => Promise.reject(new Error('disk full'))
    expect(await refresh([feedOf(IRELAND)], store)).toMatchObject({
      kind: 'complete',
      warnings: ['the price history could not be made smaller: disk full'],
    })
  })
})

describe('a host that cannot be reached', () => {
  it('is not asked again: its other feeds say why, and each other host is asked', async () => {
    const [first, second] = [feedOf(IRELAND, refused), feedOf(VIRGINIA)]
    const elsewhere = feedOf(VIRGINIA, undefined, { id: 'aws-pricing elsewhere', host: 'another' })
    const store = new MemoryStore()
    const outcome = await refresh([first, second, elsewhere], store, {}, { settings: { ...SETTINGS, feedsPerHost: 1 } })
    expect(second.reads()).toBe(0)
    expect(outcome.feeds).toMatchObject([
      { outcome: 'failed' },
      { outcome: 'not asked', failure: 'GET prices: connection refused; check the address' },
      { outcome: 'read' },
    ])
    expect(store.failures.get('aws-pricing us-east-1')).toBe('not asked: GET prices: connection refused; check the address')
  })

  it('a right that only machine shapes need keeps no prices from being read', async () => {
    const shapes = feedOf(IRELAND, failing({ message: 'HTTP 403 (not allowed)', isOfHost: true }), {
      id: 'shapes',
      listing: 'shapes',
      gives: 'shapes',
    })
    const more = feedOf(VIRGINIA, undefined, { id: 'more shapes', listing: 'shapes', gives: 'shapes' })
    const prices = feedOf(IRELAND)
    const outcome = await refresh([shapes, more, prices], new MemoryStore(), {}, { settings: { ...SETTINGS, feedsPerHost: 1 } })
    expect([outcome.kind, prices.reads(), more.reads()]).toEqual(['complete', 1, 0])
  })

  it('no more feeds of a host are read at once than the setting allows, and hosts do not wait for each other', async () => {
    let now = 0
    let most = 0
    const slow = (region: string, host: string) =>
      feedOf(
        region,
        async () => {
          most = Math.max(most, ++now)
          await wait(1)
          now--
          return pricesOf(region)
        },
        { id: `${host} ${region}`, host },
      )
    const feeds = ['a', 'b', 'c', 'd'].flatMap((region) => [slow(region, 'one'), slow(region, 'other')])
    await refresh(feeds, new MemoryStore(), {}, { settings: { ...SETTINGS, feedsPerHost: 2 } })
    expect(most).toBe(4)
  })
})

describe('a refresh that was cut short', () => {
  const stopped = () => {
    const person = new AbortController()
    const stopping = feedOf(IRELAND, () => {
      person.abort()
      return new Promise(() => undefined)
    })
    return { person, stopping }
  }

  it('goes on where it was: what was read is not read again', async () => {
    const store = new MemoryStore()
    const { person, stopping } = stopped()
    const read = feedOf(VIRGINIA)
    const one = { settings: { ...SETTINGS, feedsPerHost: 1 } }
    const first = await refresh([read, stopping], store, {}, { ...one, signal: person.signal })
    expect(first).toMatchObject({ kind: 'partial', cutShort: 'called off', feeds: [{ outcome: 'read' }, { outcome: 'failed' }] })
    expect(first.feeds[1]?.failure).toMatch(/called off; run it again: it goes on/)
    const second = await refresh([read, feedOf(IRELAND)], store, {}, one)
    expect(second).toMatchObject({ kind: 'complete', resumed: true, feeds: [{ outcome: 'read before' }, { outcome: 'read' }] })
    expect([read.reads(), store.refreshes.length]).toEqual([1, 1])
  })

  it('asks nobody any more', async () => {
    const { person, stopping } = stopped()
    const later = feedOf(VIRGINIA)
    const one = { settings: { ...SETTINGS, feedsPerHost: 1 } }
    const outcome = await refresh([stopping, later], new MemoryStore(), {}, { ...one, signal: person.signal })
    expect([later.reads(), outcome.feeds[1]?.outcome]).toEqual([0, 'not asked'])
  })

  it('ends when its time is over, also where a feed does not listen', async () => {
    const deaf = feedOf(IRELAND, () => new Promise(() => undefined))
    const outcome = await refresh([deaf], new MemoryStore(), {}, { settings: { ...SETTINGS, deadlineSeconds: 0.01 } })
    expect(outcome).toMatchObject({ kind: 'failed', cutShort: 'out of time' })
    expect(outcome.feeds[0]?.failure).toMatch(/time for the whole refresh is over/)
  })

  it.each([
    ['where all is to be read anew', { anew: true }],
    ['where other regions are asked for', { regions: [VIRGINIA] }],
    ['where incomplete answers are to be believed', { acceptIncomplete: true }],
  ])('does not go on %s', async (_, request) => {
    const store = new MemoryStore()
    const { person, stopping } = stopped()
    await refresh([stopping], store, {}, { signal: person.signal })
    expect(await refresh([feedOf(IRELAND)], store, request)).toMatchObject({ resumed: false })
  })

  it('one that failed is over: the next begins anew', async () => {
    const store = new MemoryStore()
    const read = feedOf(VIRGINIA)
    await refresh([read, feedOf(IRELAND, failing())], store)
    await refresh([read, feedOf(IRELAND)], store)
    expect(read.reads()).toBe(2)
  })
})

describe('what is asked for', () => {
  it('each source is told its own regions alone', async () => {
    const told: unknown[] = []
    const feeds = (regions?: readonly string[]) => {
      told.push(regions)
      return []
    }
    const sourceOf = () => ({ name: 'aws' as const, feeds })
    const knownRegions = [...KNOWN, { provider: 'gcp', region: 'us-east1' }]
    const request = { sources: ['aws', 'gcp'] as const, regions: [IRELAND, 'us-east1'] }
    await refresh([], new MemoryStore(), request, { sourceOf, knownRegions })
    expect(told).toEqual([[IRELAND], ['us-east1']])
  })

  it('begins no refresh for a region that is a slip of the pen', async () => {
    const store = new MemoryStore()
    await expect(refresh([feedOf(IRELAND)], store, { regions: ['eu-wets-1'] })).rejects.toThrow(/did you mean "eu-west-1"/)
    expect(store.refreshes).toEqual([])
  })
})

it('progress tells how many feeds there are to read, each that begins, its pages, and how it ended', async () => {
  const told: RefreshProgress[] = []
  const paged = feedOf(IRELAND, ({ onPage }) => {
    onPage?.({ rows: 7 })
    return pricesOf(IRELAND)
  })
  await refresh([paged], new MemoryStore(), {}, { onProgress: (progress) => told.push(progress) })
  expect(told).toMatchObject([
    { kind: 'planned', feeds: 1 },
    { kind: 'begun', feed: { id: 'aws-pricing eu-west-1' } },
    { kind: 'page', rows: 7 },
    { kind: 'ended', report: { outcome: 'read' } },
  ])
})
