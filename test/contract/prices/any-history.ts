import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KnownPrice } from '../../../src/domain/known-price.ts'
import { IncompleteAnswerError } from '../../../src/store/prices/incomplete-answer-error.ts'
import type { EmptyDatabase } from '../store.ts'
import { changeText, HistoryModel } from './history-model.ts'
import { DAY, HOUR, type PriceStore, price, priceStore, type TestSource } from './price-store.ts'

type Event =
  | { readonly kind: 'wait'; readonly hours: number }
  | ({ readonly kind: 'read'; readonly regions: readonly string[]; readonly few: readonly number[]; readonly many: number } & Belief)
  | { readonly kind: 'compact' }

interface Belief {
  readonly isSameRefresh: boolean
  readonly beganHoursAgo: number
  readonly leastCompleteness: number
}

const REGIONS = ['eu-1', 'us-1']
/** A UTC midnight at which past prices are cut. */
const CHAPTER_END = 32 * 646 * DAY
const LIMITS = { historyDays: 6, fullDays: 2 }

/** Prices of three machine types that change and jump (0: not listed), and of up to twelve that never change. */
const readEvent = fc.record({
  kind: fc.constant('read' as const),
  regions: fc.constantFrom(['eu-1'], ['us-1'], REGIONS),
  few: fc.array(fc.constantFrom(0, 1, 2, 5, 5.5, 20, 80), { minLength: 3, maxLength: 3 }),
  many: fc.constantFrom(12, 12, 12, 11, 10, 3, 0),
  isSameRefresh: fc.boolean(),
  beganHoursAgo: fc.constantFrom(0, 0, 0, 3, 30),
  leastCompleteness: fc.constantFrom(0.9, 0.9, 0.2),
})
const waitEvent = fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(1, 4, 4, 11, 12, 24, 40, 24 * 20, -2) })
const compactEvent = fc.constant({ kind: 'compact' as const })
const histories = fc.array(
  fc.oneof({ weight: 5, arbitrary: readEvent }, { weight: 5, arbitrary: waitEvent }, { weight: 1, arbitrary: compactEvent }),
  { minLength: 1, maxLength: 30 },
)

/** Whatever is answered, whenever, what is asked of the store is what one finds who wrote everything down. */
export function anyHistoryContract(kind: string, emptyDatabase: () => Promise<EmptyDatabase>): void {
  describe(`any history on ${kind}`, () => {
    const shared = priceStore(emptyDatabase)

    it('is what the answers were, at any time that was not forgotten', async () => {
      await fc.assert(
        fc.asyncProperty(histories, fc.infiniteStream(fc.nat(999)), async (events, draws) => {
          shared.clock = CHAPTER_END - 12 * HOUR
          const told = new ToldHistory(shared)
          for (const event of events) await told.tell(event)
          await told.check((choices) => choices[draws.next().value! % choices.length]!)
        }),
        { numRuns: 60 },
      )
    })
  })
}

/** One history, told to the store and to the model. */
class ToldHistory {
  readonly #shared: PriceStore
  readonly #source: TestSource
  readonly #model = new HistoryModel()
  #refreshId = ''
  /** What the last compaction forgot: all before `oldest`, all within a day before `full`. */
  #borders = { oldest: 0, full: 0 }

  constructor(shared: PriceStore) {
    this.#shared = shared
    this.#source = shared.source()
  }

  async tell(event: Event): Promise<void> {
    if (event.kind === 'wait') this.#shared.clock += event.hours * HOUR
    else if (event.kind === 'read') await this.#read(event)
    else await this.#compact()
  }

  async #read({ regions, few, many, isSameRefresh, beganHoursAgo, leastCompleteness }: Event & { kind: 'read' }): Promise<void> {
    const { prices } = this.#shared.store
    if (this.#refreshId === '' || !isSameRefresh) this.#refreshId = (await prices.start(this.#source.name, { anew: true })).id
    const amounts = [...few.map((usd, index) => [`few-${index}`, usd] as const), ...MANY.slice(0, many)].filter(([, usd]) => usd > 0)
    const listed = regions.flatMap((region) => amounts.map(([type, usd]) => price(type, usd, { region })))
    const startedAt = this.#shared.clock - beganHoursAgo * HOUR
    const how = { refreshId: this.#refreshId, startedAt, regions, policy: { leastCompleteness } }
    const isKept = this.#model.keep(
      { refreshId: this.#refreshId, regions, prices: listed, startedAt, leastCompleteness },
      this.#shared.clock,
    )
    if (isKept) await this.#source.read(listed, how)
    else await expect(this.#source.read(listed, how)).rejects.toThrow(IncompleteAnswerError)
  }

  async #compact(): Promise<void> {
    await this.#shared.store.prices.compact(LIMITS)
    const midnight = Math.floor(this.#shared.clock / DAY) * DAY
    const { oldest, full } = this.#borders
    this.#borders = {
      oldest: Math.max(oldest, midnight - LIMITS.historyDays * DAY),
      full: Math.max(full, midnight - LIMITS.fullDays * DAY),
    }
  }

  async check(oneOf: <Item>(choices: readonly Item[]) => Item): Promise<void> {
    const times = this.#checkable()
    for (let i = 0; i < Math.min(12, times.length); i++) await this.#checkPrices(oneOf(times))
    const [one, other] = [oneOf(times), oneOf(times)].map((time) => Math.max(time, this.#borders.full))
    await this.#checkChanges(Math.min(one!, other!), Math.max(one!, other!))
    await this.#checkStates()
  }

  /** Any time since each change was last kept, ends of days since anything was. */
  #checkable(): number[] {
    const events = this.#model.reads.flatMap(({ at }) => [at - 1, at, at + HOUR])
    const ends = this.#model.reads.flatMap(({ at }) => [0, 1].map((days) => (Math.floor(at / DAY) + days) * DAY - 1))
    const { oldest, full } = this.#borders
    return [this.#shared.clock, ...events.filter((time) => time >= full), ...ends.filter((time) => time >= oldest)]
  }

  async #checkPrices(time: number): Promise<void> {
    const found = await this.#shared.store.prices.at(new Date(time), { sources: [this.#source.name] })
    const expected = REGIONS.flatMap((region) =>
      [...(this.#model.last(region, time)?.prices ?? [])].map(([type, { usdPerHour, since, observedAt }]) =>
        priceText({
          region,
          instanceType: type,
          usdPerHour,
          since: new Date(since).toISOString(),
          observedAt: new Date(observedAt).toISOString(),
        }),
      ),
    )
    expect(found.map(priceText).toSorted(), new Date(time).toISOString()).toEqual(expected.toSorted())
  }

  async #checkChanges(after: number, until: number): Promise<void> {
    const found = await this.#shared.store.prices.changes(new Date(after), new Date(until), { sources: [this.#source.name] })
    const told = found.map(({ at, region, instanceType, oldUsdPerHour, newUsdPerHour }) =>
      changeText(Date.parse(at), region, instanceType, oldUsdPerHour, newUsdPerHour),
    )
    expect(told.toSorted()).toEqual(REGIONS.flatMap((region) => this.#model.changes(region, after, until)).toSorted())
    expect(found.map(({ at }) => at)).toEqual(found.map(({ at }) => at).toSorted())
  }

  async #checkStates(): Promise<void> {
    const last = new Date(Math.max(this.#shared.clock, ...this.#model.reads.map(({ at }) => at)))
    const states = (await this.#shared.store.prices.feedStates(last)).filter(({ source }) => source === this.#source.name)
    const expected = REGIONS.map((region) => this.#model.last(region)).filter((read) => read !== undefined)
    expect(states).toMatchObject(
      expected.map(({ region, at, completeness, prices }) => ({
        region,
        lastGoodAt: new Date(at).toISOString(),
        completeness,
        known: { 'on-demand': prices.size, spot: 0 },
        setAside: [...prices.values()].filter(({ suspect }) => suspect).length,
      })),
    )
  }
}

const MANY = Array.from({ length: 12 }, (_, index) => [`many-${index}`, 1] as const)

const priceText = (one: Pick<KnownPrice, 'region' | 'instanceType' | 'usdPerHour' | 'since' | 'observedAt'>): string =>
  `${one.region} ${one.instanceType}: ${one.usdPerHour} since ${one.since}, seen ${one.observedAt}`
