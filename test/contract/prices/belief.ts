import { beforeEach, describe, expect, it } from 'vitest'
import { IncompleteAnswerError } from '../../../src/store/prices/incomplete-answer-error.ts'
import type { EmptyDatabase } from '../store.ts'
import { DAY, HOUR, many, price, priceStore, prices, START, type TestSource } from './price-store.ts'

/** Which answers are not believed, and which prices in them. */
export function beliefContract(kind: string, emptyDatabase: () => Promise<EmptyDatabase>): void {
  describe(`answers kept on ${kind}`, () => {
    const shared = priceStore(emptyDatabase)
    let source: TestSource
    beforeEach(() => {
      shared.clock = START
      source = shared.source()
    })
    const later = (): number => {
      shared.clock += HOUR
      return shared.clock
    }
    const state = async () => (await shared.store.prices.feedStates()).find((one) => one.source === source.name)!

    it('are refused where they list too few of the prices known before, and nothing of them is kept', async () => {
      await source.read(many(10))
      later()
      const short = source.read([...many(8, 2), price('new', 1)])
      await expect(short).rejects.toThrow(IncompleteAnswerError)
      await expect(short).rejects.toThrow(
        /prices eu-1: the answer is incomplete: it lists 8 of the 10 prices known before of eu-1; what was known before is kept; .*--accept/,
      )
      expect(new Set(Object.values(await source.amounts()))).toEqual(new Set([1]))
      expect(await state()).toMatchObject({ lastGoodAt: new Date(START).toISOString(), known: { 'on-demand': 10 } })
    })

    it('are believed where they list just enough of them, and say how many', async () => {
      await source.read(many(10))
      later()
      expect(await source.read(many(9))).toMatchObject({ withdrawn: 1, completeness: 0.9 })
      expect(await state()).toMatchObject({ completeness: 0.9, known: { 'on-demand': 9 } })
      expect(await source.read(many(9))).toMatchObject({ completeness: 1 })
    })

    it('are refused as a whole for one region that they list too little of', async () => {
      const regions = ['eu-1', 'us-1']
      const us = many(100).map((one) => ({ ...one, region: 'us-1' }))
      await source.read([...many(10), ...us], { regions })
      later()
      await expect(source.read([...many(5), ...us], { regions })).rejects.toThrow('it lists 5 of the 10 prices known before of eu-1')
      expect(await source.read([...many(9), ...us], { regions })).toMatchObject({ completeness: 109 / 110 })
    })

    it('are not judged by a region of which fewer than ten prices were known, unless all such regions lack too many', async () => {
      const regions = ['a', 'b', 'c', 'd']
      const ofEach = (count: number) => regions.flatMap((region) => many(count).map((one) => ({ ...one, region })))
      await source.read(ofEach(5), { regions })
      later()
      const withoutOne = ofEach(5).filter(({ region, instanceType }) => region !== 'a' || instanceType === 'type-0')
      await expect(source.read(ofEach(4), { regions })).rejects.toThrow('it lists 16 of the 20 prices known before;')
      await expect(source.read(withoutOne, { regions })).rejects.toThrow('it lists 16 of the 20')
      expect(await source.read(withoutOne, { regions, policy: { leastCompleteness: 0.8 } })).toMatchObject({ withdrawn: 4 })
    })

    it('of three prices may drop one: of so few nothing is judged, neither then nor when they are to be acted on', async () => {
      await source.read(many(3))
      later()
      expect(await source.read(many(2))).toMatchObject({ withdrawn: 1, completeness: 2 / 3 })
      expect((await state()).completeness).toBe(1)
    })

    it('are never believed where they list nothing and something was known', async () => {
      await source.read(many(1))
      later()
      const empty = source.read([], { policy: { leastCompleteness: 0 } })
      await expect(empty).rejects.toThrow(/lists 0 of the 1 prices known before; .*without any price is never believed/)
      expect(await source.amounts()).toEqual({ 'type-0': 1 })
    })

    it('may list nothing where nothing was known', async () => {
      expect(await source.read([])).toMatchObject({ rows: 0, completeness: 1 })
      expect(await state()).toMatchObject({ known: { 'on-demand': 0, spot: 0 }, completeness: 1 })
    })

    it('that lack however much are believed where no completeness is asked for', async () => {
      await source.read(many(20))
      later()
      expect(await source.read(many(1), { policy: { leastCompleteness: 0 } })).toMatchObject({ withdrawn: 19, completeness: 0.05 })
    })

    describe('with a price that jumps', () => {
      const known = async () => {
        const { usdPerHour, observedAt, since } = (await source.known()).get('large')!
        return [usdPerHour, (Date.parse(observedAt) - START) / HOUR, (Date.parse(since) - START) / HOUR]
      }
      const read = (usdPerHour: number, how = {}) => source.read(prices({ large: usdPerHour, small: 1 }), how)
      beforeEach(async () => {
        await read(2)
        later()
      })

      it('set it aside: the one before stays, as old as it is, while the others are new', async () => {
        expect(await read(6.1)).toMatchObject({ changed: 0, setAside: 1, completeness: 1 })
        expect(await known()).toEqual([2, 0, 0])
        expect((await source.known()).get('small')?.observedAt).toBe(new Date(shared.clock).toISOString())
        expect(await state()).toMatchObject({ setAside: 1, oldestContradictedAt: { 'on-demand': new Date(START).toISOString() } })
        expect((await source.known()).get('large')).toMatchObject({ isContradicted: true })
        expect((await source.known()).get('small')).not.toHaveProperty('isContradicted')
      })

      it.each([
        ['rises threefold', 6],
        ['falls to a third', 2 / 3],
      ])('believe at once one that %s and no more', async (_how, usdPerHour) => {
        expect(await read(usdPerHour)).toMatchObject({ changed: 1, setAside: 0 })
      })

      it('set it aside when it falls too', async () => {
        expect(await read(0.5)).toMatchObject({ setAside: 1 })
        expect(await known()).toEqual([2, 0, 0])
      })

      it('believe it when a later refresh sees it again, or one near to it', async () => {
        await read(20)
        later()
        expect(await read(21)).toMatchObject({ changed: 1, setAside: 0 })
        expect(await known()).toEqual([21, 2, 2])
        expect((await state()).setAside).toBe(0)
      })

      it('do not believe it for being seen twice in one refresh', async () => {
        const { id: refreshId } = await shared.store.prices.start('twice', { anew: true })
        await read(20, { refreshId })
        later()
        expect(await read(20, { refreshId })).toMatchObject({ changed: 0, setAside: 1 })
        expect(await known()).toEqual([2, 0, 0])
        later()
        expect(await read(20)).toMatchObject({ changed: 1 })
      })

      it('set aside the new one where it jumps again, and the one before grows older', async () => {
        await read(20)
        later()
        expect(await read(90)).toMatchObject({ setAside: 1 })
        expect(await known()).toEqual([2, 0, 0])
        later()
        expect(await read(91)).toMatchObject({ changed: 1 })
        expect(await known()).toEqual([91, 3, 3])
      })

      it('drop it when the price before is back: only a new jump is set aside then', async () => {
        await read(20)
        later()
        expect(await read(2)).toMatchObject({ changed: 0, setAside: 0 })
        expect(await known()).toEqual([2, 2, 0])
        later()
        expect(await read(20)).toMatchObject({ setAside: 1 })
        expect(await known()).toEqual([2, 2, 0])
      })

      it('drop it when it is withdrawn, and set aside what comes back at quite another price: it is no offer until it is seen twice', async () => {
        await read(20)
        later()
        await source.read(prices({ small: 1 }))
        later()
        expect(await read(20)).toMatchObject({ added: 0, setAside: 1 })
        expect((await source.known()).has('large')).toBe(false)
        later()
        expect(await read(21)).toMatchObject({ added: 1, setAside: 0 })
        expect(await known()).toEqual([21, 4, 4])
      })

      it('believe what comes back at about its last price, and whatever comes back after more than a week', async () => {
        await source.read(prices({ small: 1 }))
        later()
        expect(await read(3)).toMatchObject({ added: 1, setAside: 0 })
        later()
        await source.read(prices({ small: 1 }))
        shared.clock += 8 * DAY
        expect(await read(90)).toMatchObject({ added: 1, setAside: 0 })
      })

      it('tell of a past time how old the price was then', async () => {
        const jumped = shared.clock
        await read(20)
        later()
        await read(2)
        const observedAt = async (time: number) => (await source.known(time)).get('large')?.observedAt
        expect(await observedAt(jumped)).toBe(new Date(START).toISOString())
        expect(await observedAt(shared.clock - 1)).toBe(new Date(START).toISOString())
        expect(await observedAt(shared.clock)).toBe(new Date(shared.clock).toISOString())
        const then = (await shared.store.prices.feedStates(new Date(jumped))).find((one) => one.source === source.name)
        expect(then?.setAside).toBe(1)
      })
    })
  })
}
