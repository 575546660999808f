import { beforeEach, describe, expect, it } from 'vitest'
import type { EmptyDatabase } from '../store.ts'
import { DAY, HOUR, priceStore, prices, type TestSource } from './price-store.ts'

/** A UTC midnight at which past prices are cut. */
const CHAPTER_END = 32 * 646 * DAY

/** What is forgotten of the history, and what never is. */
export function compactionContract(kind: string, emptyDatabase: () => Promise<EmptyDatabase>): void {
  describe(`a history compacted on ${kind}`, () => {
    const shared = priceStore(emptyDatabase)
    let source: TestSource
    beforeEach(() => {
      source = shared.source()
    })
    const at = (time: number): void => {
      shared.clock = time
    }
    const readAt = async (time: number, amounts: Readonly<Record<string, number>>) => {
      at(time)
      await source.read(prices(amounts), { policy: { leastCompleteness: 0 } })
    }
    const compactAt = (time: number, historyDays: number, fullDays: number) => {
      at(time)
      return shared.store.prices.compact({ historyDays, fullDays })
    }
    const changes = async (after: number, until: number) =>
      (await shared.store.prices.changes(new Date(after), new Date(until), { sources: [source.name] })).map((change) => [
        (Date.parse(change.at) - CHAPTER_END) / HOUR,
        change.instanceType,
        change.oldUsdPerHour,
        change.newUsdPerHour,
      ])

    it('keeps each amount at the end of a day, since when it held and when it was seen, and drops those between', async () => {
      const monday = CHAPTER_END + 7 * DAY
      await readAt(monday - 9 * HOUR, { large: 1 })
      for (const [hours, usd] of [1, 2, 1.5, 1.5].entries()) await readAt(monday + (9 + hours) * HOUR, { large: usd })
      const [before, end] = [await source.known(monday - 1), await source.known(monday + DAY - 1)]
      expect(await compactAt(monday + 5 * DAY, 100, 4)).toEqual({ removed: 1 })
      expect(await source.known(monday - 1)).toEqual(before)
      expect(await source.known(monday + DAY - 1)).toEqual(end)
      expect(end.get('large')).toMatchObject({ usdPerHour: 1.5, since: new Date(monday + 11 * HOUR).toISOString() })
      expect(await source.amounts(monday + 10.5 * HOUR)).toEqual({ large: 1 })
      expect(await compactAt(monday + 5 * DAY, 100, 4)).toEqual({ removed: 0 })
    })

    it('tells the changes of a day as one, and none of an offer that came and went within it', async () => {
      const day = CHAPTER_END + 7 * DAY
      await readAt(day - HOUR, { large: 1, small: 1 })
      await readAt(day + HOUR, { large: 2, brief: 4 })
      await readAt(day + 2 * HOUR, { large: 2.5, small: 1 })
      await compactAt(day + 5 * DAY, 100, 4)
      const hours = 7 * 24
      expect((await changes(day - 1, day + DAY)).toSorted()).toEqual([
        [hours + 1, 'small', 1, undefined],
        [hours + 2, 'large', 1, 2.5],
        [hours + 2, 'small', undefined, 1],
      ])
    })

    it('lets a price that was withdrawn within a day hold until then, and no longer', async () => {
      const day = CHAPTER_END + 7 * DAY
      await readAt(day - HOUR, { large: 1, small: 1 })
      for (const [hour, usd] of [2, undefined, 2.5, 3].entries())
        await readAt(day + hour * HOUR, { small: 1, ...(usd !== undefined && { large: usd }) })
      await compactAt(day + 5 * DAY, 100, 4)
      const large = async (hour: number) => (await source.amounts(day + hour * HOUR)).large
      expect([await large(0.5), await large(1), await large(2.5), await large(3)]).toEqual([1, undefined, undefined, 3])
    })

    it('leaves what is younger than its limit as it was', async () => {
      const day = CHAPTER_END + 7 * DAY
      for (let hour = 0; hour < 4; hour++) await readAt(day + hour * HOUR, { large: 1 + hour / 10 })
      expect(await compactAt(day + DAY, 100, 1)).toEqual({ removed: 0 })
      expect(await source.amounts(day + HOUR)).toEqual({ large: 1.1 })
      expect(await changes(day, day + DAY)).toHaveLength(3)
    })

    it('forgets what is older than the history, but neither what holds still nor what held as it began', async () => {
      const first = CHAPTER_END + DAY
      await readAt(first, { large: 1, small: 1, gone: 1 })
      await readAt(first + 2 * DAY, { large: 2, small: 1 })
      await readAt(first + 8 * DAY, { large: 3, small: 1 })
      await compactAt(first + 15 * DAY, 10, 10)
      expect(await source.amounts(first)).toEqual({})
      expect(await source.amounts(first + 5 * DAY)).toEqual({ large: 2, small: 1 })
      expect((await source.known(first + 5 * DAY)).get('small')).toMatchObject({
        since: new Date(first).toISOString(),
        observedAt: new Date(first + 2 * DAY).toISOString(),
      })
      expect(await source.amounts()).toEqual({ large: 3, small: 1 })
    })

    it('keeps the last prices known of a region that nobody has read for years', async () => {
      await readAt(CHAPTER_END, { large: 1 })
      await readAt(CHAPTER_END + DAY, { large: 2 })
      await compactAt(CHAPTER_END + 1000 * DAY, 10, 5)
      expect((await source.known()).get('large')).toMatchObject({ usdPerHour: 2, observedAt: new Date(CHAPTER_END + DAY).toISOString() })
      expect(await source.amounts(CHAPTER_END)).toEqual({})
    })

    it('finds a price whose end was moved past the time at which past prices are cut', async () => {
      await readAt(CHAPTER_END - 5 * HOUR, { large: 1 })
      await readAt(CHAPTER_END, { large: 2 })
      await readAt(CHAPTER_END + 5 * HOUR, { large: 3 })
      expect(await compactAt(CHAPTER_END + 5 * DAY, 100, 2)).toEqual({ removed: 1 })
      expect(await source.amounts(CHAPTER_END - 1)).toEqual({ large: 1 })
    })

    it('tells the change of a price that was cut on the day on which it changed', async () => {
      await readAt(CHAPTER_END - 5 * HOUR, { large: 1 })
      await readAt(CHAPTER_END + 5 * HOUR, { large: 2 })
      expect(await compactAt(CHAPTER_END + 5 * DAY, 100, 2)).toEqual({ removed: 0 })
      expect(await changes(CHAPTER_END - HOUR, CHAPTER_END + DAY)).toEqual([[5, 'large', 1, 2]])
      expect(await source.amounts(CHAPTER_END + HOUR)).toEqual({ large: 1 })
    })

    it('finds a price since it was last seen before the history begins, also where it was cut since', async () => {
      await readAt(CHAPTER_END - 2 * DAY, { large: 1 })
      await readAt(CHAPTER_END + 9 * DAY, { large: 2 })
      await compactAt(CHAPTER_END + 10 * DAY, 5, 5)
      expect(await source.amounts(CHAPTER_END - 2 * DAY)).toEqual({ large: 1 })
      expect(await source.amounts(CHAPTER_END + 8 * DAY)).toEqual({ large: 1 })
    })

    it('tells at the end of a day that a price was set aside, and forgets one that was believed within it', async () => {
      const day = CHAPTER_END + 7 * DAY
      await readAt(day, { large: 1 })
      for (const hour of [1, 2, 20]) await readAt(day + hour * HOUR, { large: hour < 20 ? 9 : 90 })
      await readAt(day + DAY, { large: 90 })
      const end = await source.known(day + DAY - 1)
      expect(end.get('large')).toMatchObject({ usdPerHour: 9, observedAt: new Date(day + 2 * HOUR).toISOString() })
      await compactAt(day + 5 * DAY, 100, 2)
      expect(await source.known(day + DAY - 1)).toEqual(end)
      const states = async (time: number) =>
        (await shared.store.prices.feedStates(new Date(time))).filter((state) => state.source === source.name)
      expect(await states(day + DAY - 1)).toMatchObject([{ setAside: 1 }])
    })

    it('forgets refreshes, failures and spot events with their days, and says at a day’s end whether the last try failed', async () => {
      const day = CHAPTER_END + 7 * DAY
      await readAt(day, { large: 1 })
      const { id } = await shared.store.prices.start(source.name, { anew: true })
      await shared.store.prices.fail(id, source.feed(), 'HTTP 500', new Date(day))
      at(day + HOUR)
      await shared.store.prices.fail(id, source.feed(), 'HTTP 503', new Date(day))
      const failure = async () => {
        const states = await shared.store.prices.feedStates(new Date(day + DAY - 1))
        return states.find((state) => state.source === source.name)?.failure
      }
      const event = { kind: 'refused', provider: source.name, region: 'eu-1', zone: '', instanceType: 'large' } as const
      await shared.store.spotEvents.record(event)
      await readAt(day + 2 * DAY, { large: 1 })
      await compactAt(day + 20 * DAY, 20, 5)
      expect(await failure()).toEqual({ at: new Date(day + HOUR).toISOString(), message: 'HTTP 503' })
      await compactAt(day + 21 * DAY, 20, 5)
      expect((await shared.store.spotEvents.since(new Date(0))).filter(({ provider }) => provider === source.name)).toEqual([])
      expect(await failure()).toEqual({ at: new Date(day + HOUR).toISOString(), message: 'HTTP 503' })
      await compactAt(day + 23 * DAY, 20, 5)
      expect(await failure()).toBeUndefined()
      expect((await shared.store.prices.lastRefresh(new Date(day + DAY)))?.id).not.toBe(id)
      expect(await source.amounts()).toEqual({ large: 1 })
    })

    it('takes an offer anew that was forgotten altogether', async () => {
      await readAt(CHAPTER_END, { large: 1, small: 1 })
      await readAt(CHAPTER_END + DAY, { small: 1 })
      await readAt(CHAPTER_END + 20 * DAY, { small: 1 })
      await compactAt(CHAPTER_END + 40 * DAY, 10, 5)
      await readAt(CHAPTER_END + 41 * DAY, { large: 7, small: 1 })
      expect(await source.amounts()).toEqual({ large: 7, small: 1 })
    })

    it('is compacted as part of a transaction, or not at all', async () => {
      const day = CHAPTER_END + 7 * DAY
      for (let hour = 0; hour < 4; hour++) await readAt(day + hour * HOUR, { large: 1 + hour / 10 })
      at(day + 9 * DAY)
      const givenUp = shared.store.transaction(async (within) => {
        expect((await within.prices.compact({ historyDays: 100, fullDays: 2 })).removed).toBe(3)
        throw new Error('power cut')
      })
      await expect(givenUp).rejects.toThrow('power cut')
      expect(await changes(day, day + DAY)).toHaveLength(3)
    })
  })
}
