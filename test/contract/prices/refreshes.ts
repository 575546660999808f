import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { EmptyDatabase } from '../store.ts'
import { HOUR, price, priceStore, prices, START, type TestSource } from './price-store.ts'

/** How a refresh is begun, resumed and ended, and what is known of each feed. */
export function refreshesContract(kind: string, emptyDatabase: () => Promise<EmptyDatabase>): void {
  describe(`refreshes on ${kind}`, () => {
    const shared = priceStore(emptyDatabase)
    let source: TestSource
    beforeEach(() => {
      shared.clock = START
      source = shared.source()
    })
    const later = (hours = 1): Date => {
      shared.clock += hours * HOUR
      return new Date(shared.clock)
    }
    const start = (anew = false) => shared.store.prices.start(source.name, { anew })
    const states = async (time?: Date) => (await shared.store.prices.feedStates(time)).filter((one) => one.source === source.name)

    it('begin with nothing read', async () => {
      expect(await start()).toMatchObject({ doneFeeds: new Set(), resumed: false })
    })

    it('go on where the process died: what was read well by then is not read again', async () => {
      const { id } = await start()
      await source.read(prices({ large: 2 }), { refreshId: id })
      await shared.store.prices.done(id, source.feed('shapes'), 3, new Date(shared.clock))
      await shared.store.prices.fail(id, source.feed('spot'), 'connection refused', new Date(shared.clock))
      later()
      const doneFeeds = new Set([source.feed().id, source.feed('shapes').id])
      expect(await start()).toEqual({ id, doneFeeds, resumed: true })
    })

    it.each(['complete', 'partial', 'failed'] as const)('that ended %s are over: the next one reads all anew', async (outcome) => {
      const { id } = await start()
      await source.read(prices({ large: 2 }), { refreshId: id })
      await shared.store.prices.finish(id, outcome)
      expect(await start()).toMatchObject({ doneFeeds: new Set(), resumed: false })
    })

    it('are begun anew where the last one is too long ago, was another request, or where that is asked for', async () => {
      const unfinished = await start()
      expect(unfinished).toMatchObject({ resumed: false })
      expect(await shared.store.prices.start(`${source.name} eu-1`, { anew: false })).toMatchObject({ resumed: false })
      later(6)
      expect(await start()).toMatchObject({ id: unfinished.id, resumed: true })
      shared.clock += 1
      expect(await start()).toMatchObject({ resumed: false })
      expect(await start(true)).toMatchObject({ resumed: false })
    })

    it('are told with the latest first, also before a time', async () => {
      const first = await start(true)
      later()
      const second = await start(true)
      await shared.store.prices.finish(second.id, 'partial')
      expect(await shared.store.prices.lastRefresh(new Date(shared.clock + 1))).toEqual({
        id: second.id,
        request: source.name,
        startedAt: new Date(shared.clock).toISOString(),
        endedAt: new Date(shared.clock).toISOString(),
        outcome: 'partial',
      })
      const before = await shared.store.prices.lastRefresh(new Date(shared.clock))
      expect(before).toEqual({ id: first.id, request: source.name, startedAt: new Date(START).toISOString() })
      expect(await shared.store.prices.lastRefresh(new Date(0))).toBeUndefined()
    })

    it('that never began cannot end', async () => {
      await expect(shared.store.prices.finish(randomUUID(), 'complete')).rejects.toThrow(/never began/)
    })

    it('leave a state of each region: when it was last read well, by which feed, and what is known', async () => {
      const regions = ['eu-1', 'us-1']
      await source.read([...prices({ large: 2, small: 1 }), price('large', 1, { region: 'us-1', capacityType: 'spot' })], { regions })
      const whose = { source: source.name, listing: `${source.name}-list`, provider: 'acme', feedId: source.feed().id }
      const read = { lastGoodAt: new Date(START).toISOString(), completeness: 1, setAside: 0 }
      expect(await states()).toEqual([
        { ...whose, ...read, region: 'eu-1', known: { 'on-demand': 2, spot: 0 } },
        { ...whose, ...read, region: 'us-1', known: { 'on-demand': 0, spot: 1 } },
      ])
    })

    it('tell that a feed failed after it was last read well, in each of its regions, until it is read well again', async () => {
      const regions = ['eu-1', 'us-1']
      const both = [...prices({ large: 2 }), price('large', 2, { region: 'us-1' })]
      await source.read(both, { regions })
      const { id } = await start()
      const failure = { at: later().toISOString(), message: 'HTTP 503' }
      await shared.store.prices.fail(id, source.feed(), 'HTTP 503', new Date(shared.clock))
      await shared.store.prices.fail(id, source.feed('another'), 'HTTP 404', later())
      expect(await states()).toMatchObject([{ failure }, { failure }])
      await source.read(both, { regions })
      expect((await states())[0]).not.toHaveProperty('failure')
      expect(await states(new Date(START))).toMatchObject([{ lastGoodAt: new Date(START).toISOString() }, {}])
      expect((await states(new Date(START)))[0]).not.toHaveProperty('failure')
      expect(await states(new Date(failure.at))).toMatchObject([{ failure }, { failure }])
    })

    it('tell of a region that they asked for no more in 30 days, as long as the last one asked for others', async () => {
      const isNoLongerRead = async () => (await states()).map(({ region, isNoLongerRead }) => [region, isNoLongerRead ?? false])
      const regions = ['eu-1', 'us-1']
      await source.read([...prices({ large: 2 }), price('large', 2, { region: 'us-1' })], { regions })
      later(31 * 24)
      const { id } = await start(true)
      await shared.store.prices.fail(id, source.feed(), 'HTTP 503', new Date(shared.clock))
      expect(await isNoLongerRead()).toEqual([
        ['eu-1', false],
        ['us-1', false],
      ])
      later()
      await source.read(prices({ large: 2 }))
      expect(await isNoLongerRead()).toEqual([
        ['eu-1', false],
        ['us-1', true],
      ])
      later()
      await shared.store.prices.fail((await start(true)).id, source.feed(), 'HTTP 503', new Date(shared.clock))
      expect(await isNoLongerRead()).toEqual([
        ['eu-1', false],
        ['us-1', true],
      ])
    })

    it('tell nothing of a feed that was never read well', async () => {
      const { id } = await start()
      await shared.store.prices.fail(id, source.feed(), 'HTTP 503', new Date(shared.clock))
      expect(await states()).toEqual([])
    })
  })
}
