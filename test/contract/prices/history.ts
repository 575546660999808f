import { beforeEach, describe, expect, it } from 'vitest'
import type { EmptyDatabase } from '../store.ts'
import { HOUR, many, type PriceStore, price, priceStore, prices, START, type TestSource } from './price-store.ts'

const iso = (time: number): string => new Date(time).toISOString()

/** What is kept of answers, and how it is asked for. */
export function historyContract(kind: string, emptyDatabase: () => Promise<EmptyDatabase>): void {
  describe(`prices kept on ${kind}`, () => {
    const shared: PriceStore = priceStore(emptyDatabase)
    let source: TestSource
    beforeEach(() => {
      shared.clock = START
      source = shared.source()
    })
    const later = (hours = 1): number => {
      shared.clock += hours * HOUR
      return shared.clock
    }

    it('are given back as they were listed, with who listed them and when', async () => {
      const spot = price('large', 0.1 + 0.2, { zone: 'a', capacityType: 'spot', effectiveAt: '2026-07-19T22:30:00.123Z' })
      await source.read([spot])
      expect(await source.known()).toEqual(
        new Map([['large', { ...spot, source: source.name, listing: `${source.name}-list`, observedAt: iso(START), since: iso(START) }]]),
      )
    })

    it('are of each zone and of each way to buy', async () => {
      const offers = ['', 'a', 'b'].flatMap((zone) => [price('large', 2, { zone }), price('large', 1, { zone, capacityType: 'spot' })])
      await source.read(offers)
      const found = await shared.store.prices.at(new Date(START), { sources: [source.name] })
      expect(found.map(({ zone, capacityType, usdPerHour }) => `${zone} ${capacityType} ${usdPerHour}`).toSorted()).toEqual([
        ' on-demand 2',
        ' spot 1',
        'a on-demand 2',
        'a spot 1',
        'b on-demand 2',
        'b spot 1',
      ])
    })

    it('that are listed again unchanged are seen again, and hold since they were first seen', async () => {
      await source.read([price('large', 2, { effectiveAt: iso(0) })])
      const again = await source.read([price('large', 2, { effectiveAt: iso(HOUR) })], { startedAt: later() })
      expect(again).toEqual({ rows: 1, added: 0, changed: 0, withdrawn: 0, setAside: 0, completeness: 1 })
      expect((await source.known()).get('large')).toMatchObject({ since: iso(START), observedAt: iso(shared.clock), effectiveAt: iso(0) })
    })

    it('that change hold from then on, and what held before is what a past time cost', async () => {
      await source.read(prices({ large: 2, small: 1 }))
      later()
      expect(await source.read(prices({ large: 3, small: 1 }))).toMatchObject({ added: 0, changed: 1, withdrawn: 0 })
      expect(await source.amounts()).toEqual({ large: 3, small: 1 })
      expect(await source.amounts(shared.clock - 1)).toEqual({ large: 2, small: 1 })
      expect((await source.known(shared.clock - 1)).get('large')).toMatchObject({ since: iso(START), observedAt: iso(START) })
      expect(await source.amounts(START - 1)).toEqual({})
    })

    it('that are no longer listed end with that answer, and begin anew when they come back', async () => {
      await source.read(prices({ large: 2, small: 1 }))
      later()
      expect(await source.read(prices({ small: 1 }))).toMatchObject({ withdrawn: 1, completeness: 0.5 })
      expect(await source.amounts()).toEqual({ small: 1 })
      const back = later()
      expect(await source.read(prices({ large: 2, small: 1 }))).toMatchObject({ added: 1, changed: 0, completeness: 1 })
      expect((await source.known()).get('large')).toMatchObject({ usdPerHour: 2, since: iso(back) })
      expect((await source.known(START)).get('large')).toMatchObject({ usdPerHour: 2, since: iso(START) })
      expect(await source.amounts(back - 1)).toEqual({ small: 1 })
    })

    it('of other regions and listings stay as they are, and as old', async () => {
      await source.read([...prices({ large: 2 }), price('large', 5, { region: 'us-1' })], { regions: ['eu-1', 'us-1'] })
      later()
      await source.read(prices({ large: 3 }))
      const found = await shared.store.prices.at(new Date(shared.clock), { sources: [source.name], regions: ['us-1'] })
      expect(found).toMatchObject([{ region: 'us-1', usdPerHour: 5, observedAt: iso(START) }])
    })

    it('held for as long as months, told at any time in between', async () => {
      await source.read(prices({ large: 2 }))
      const end = later(24 * 100)
      await source.read(prices({ large: 3 }))
      for (const days of [0, 1, 31, 32, 33, 64, 99]) expect(await source.amounts(START + days * 24 * HOUR)).toEqual({ large: 2 })
      expect(await source.amounts(end - 1)).toEqual({ large: 2 })
      const changes = await shared.store.prices.changes(new Date(START), new Date(end), { sources: [source.name] })
      expect(changes).toMatchObject([{ at: iso(end), oldUsdPerHour: 2, newUsdPerHour: 3 }])
    })

    it('are kept once where two answers come at one instant: the second counts', async () => {
      await source.read(prices({ large: 2, small: 1 }))
      await source.read(prices({ large: 3 }))
      expect(await source.amounts()).toEqual({ large: 3 })
      await source.read(prices({ large: 4, small: 1 }))
      expect(await source.amounts()).toEqual({ large: 4, small: 1 })
      const changes = await shared.store.prices.changes(new Date(0), new Date(START), { sources: [source.name] })
      const told = changes.map(({ instanceType, oldUsdPerHour, newUsdPerHour }) => [instanceType, oldUsdPerHour, newUsdPerHour])
      expect(told.toSorted()).toEqual([
        ['large', undefined, 4],
        ['small', undefined, 1],
      ])
    })

    it('stay as they are where an answer began before the one that they come from', async () => {
      const slow = later()
      const quick = later()
      await source.read(prices({ large: 3 }), { startedAt: quick })
      later()
      expect(await source.read(prices({ large: 2, small: 1 }), { startedAt: slow })).toMatchObject({ rows: 2, added: 0, changed: 0 })
      expect(await source.amounts()).toEqual({ large: 3 })
      expect((await source.known()).get('large')).toMatchObject({ observedAt: iso(quick) })
    })

    it('go forward where the clock was set back: a new answer counts, from when the last one did', async () => {
      const ahead = later(5)
      await source.read(prices({ large: 2 }))
      later(-3)
      await source.read(prices({ large: 3 }))
      expect(await source.amounts(ahead)).toEqual({ large: 3 })
    })

    it('are all taken or none: an answer that lists one twice, or one of elsewhere, leaves no trace', async () => {
      await source.read(prices({ large: 2 }))
      later()
      const twice = source.read([...prices({ large: 3, small: 1 }), price('small', 2)])
      await expect(twice).rejects.toThrow('lists a price twice: acme|eu-1||small|on-demand')
      await expect(source.read([price('large', 3, { region: 'us-1' })])).rejects.toThrow(/the answer lists a price of elsewhere: acme.us-1/)
      await expect(source.read([price('large', 3, { provider: 'aws' })])).rejects.toThrow(/lists a price of elsewhere/)
      await expect(source.read([price('large', 3), price('small', Number.NaN)])).rejects.toThrow()
      await expect(source.read([price('large', 3), price('small', 0)])).rejects.toThrow()
      expect((await source.known()).get('large')).toMatchObject({ usdPerHour: 2, observedAt: iso(START) })
      expect(await source.amounts()).toEqual({ large: 2 })
    })

    it('take part in a transaction: what it gives up was never kept', async () => {
      const { id } = await shared.store.prices.start(source.name, { anew: true })
      const answer = { regions: ['eu-1'], prices: prices({ large: 2 }), leftOut: {} }
      const givenUp = shared.store.transaction(async (within) => {
        await within.prices.keep(id, source.feed(), answer, { leastCompleteness: 0.9, mostJump: 3 }, new Date(START))
        throw new Error('power cut')
      })
      await expect(givenUp).rejects.toThrow('power cut')
      expect(await source.amounts()).toEqual({})
    })

    it('are those asked for: of some providers, regions or sources', async () => {
      await source.read([...prices({ large: 2 }), price('large', 5, { region: 'us-1' })], { regions: ['eu-1', 'us-1'] })
      const at = (filter: object) => shared.store.prices.at(new Date(START), { sources: [source.name], ...filter })
      expect(await at({})).toHaveLength(2)
      expect(await at({ regions: ['us-1', 'elsewhere'] })).toMatchObject([{ usdPerHour: 5 }])
      expect(await at({ providers: ['aws'] })).toEqual([])
      expect(await at({ providers: ['acme'], regions: [] })).toEqual([])
      expect(await at({ sources: [] })).toEqual([])
    })

    it('are many: more than a statement has room for parameters', async () => {
      expect(await source.read(many(70_000))).toMatchObject({ added: 70_000 })
      later()
      expect(await source.read(many(70_000, 2))).toMatchObject({ changed: 70_000, completeness: 1 })
      expect(await source.known()).toHaveLength(70_000)
    })

    describe('as changes', () => {
      /** Those of one time in the order of their machine types. */
      const changes = async (after: number, until: number) => {
        const found = await shared.store.prices.changes(new Date(after), new Date(until), { sources: [source.name] })
        const inTime = found.toSorted((one, other) => (`${one.at} ${one.instanceType}` < `${other.at} ${other.instanceType}` ? -1 : 1))
        return inTime.map((change) => [
          (Date.parse(change.at) - START) / HOUR,
          change.instanceType,
          change.oldUsdPerHour,
          change.newUsdPerHour,
        ])
      }

      it('tell each one in turn: new, changed twice, withdrawn, back again', async () => {
        await source.read(prices({ large: 2, small: 1 }))
        for (const amounts of [{ large: 3, small: 1 }, { large: 4 }, { large: 4, small: 1.5 }]) {
          later()
          await source.read(prices(amounts))
        }
        expect(await changes(START, shared.clock)).toEqual([
          [1, 'large', 2, 3],
          [2, 'large', 3, 4],
          [2, 'small', 1, undefined],
          [3, 'small', undefined, 1.5],
        ])
        expect(await changes(START + HOUR, START + 2 * HOUR)).toEqual([
          [2, 'large', 3, 4],
          [2, 'small', 1, undefined],
        ])
        expect(await changes(START - 1, START)).toHaveLength(2)
        expect(await changes(shared.clock, shared.clock + HOUR)).toEqual([])
      })

      it('tell where: provider, region, zone, way to buy, source and listing', async () => {
        await source.read([price('large', 2, { zone: 'a', capacityType: 'spot' })])
        const [change] = await shared.store.prices.changes(new Date(0), new Date(START), { sources: [source.name] })
        const place = { provider: 'acme', region: 'eu-1', zone: 'a', instanceType: 'large', capacityType: 'spot' }
        expect(change).toEqual({ at: iso(START), ...place, source: source.name, listing: `${source.name}-list`, newUsdPerHour: 2 })
        expect(await shared.store.prices.changes(new Date(0), new Date(START), { sources: [source.name], regions: ['us-1'] })).toEqual([])
      })
    })
  })
}
