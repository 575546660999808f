import { afterAll, beforeAll } from 'vitest'
import type { KnownPrice } from '../../../src/domain/known-price.ts'
import type { ListedPrice } from '../../../src/domain/listed-price.ts'
import type { KeptAnswer } from '../../../src/domain/price-refresh.ts'
import type { BeliefPolicy } from '../../../src/store/prices/price-history.ts'
import { openStore, type Store } from '../../../src/store/store.ts'
import type { EmptyDatabase } from '../store.ts'

export const START = Date.parse('2026-07-20T12:00:00.000Z')
export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const POLICY: BeliefPolicy = { leastCompleteness: 0.9, mostJump: 3 }

/** One store for many tests, for opening one takes a second; each test asks a source of its own, told apart by its name. */
export interface PriceStore {
  readonly store: Store
  clock: number
  /** A cloud that is first asked now. */
  source(): TestSource
}

export interface TestSource {
  readonly name: string
  feed(id?: string): { id: string; source: string; listing: string; provider: string }
  /** A refresh of its own that reads one feed well, now. */
  read(prices: readonly ListedPrice[], how?: ReadHow): Promise<KeptAnswer>
  /** What is known at a time, or now, by machine type. */
  known(time?: number): Promise<Map<string, KnownPrice>>
  /** The same, but the amounts alone. */
  amounts(time?: number): Promise<Record<string, number>>
}

export interface ReadHow {
  readonly regions?: readonly string[]
  readonly policy?: Partial<BeliefPolicy>
  readonly startedAt?: number
  readonly refreshId?: string
  readonly feedId?: string
}

export const price = (instanceType: string, usdPerHour: number, change: Partial<ListedPrice> = {}): ListedPrice => ({
  provider: 'acme',
  region: 'eu-1',
  zone: '',
  instanceType,
  capacityType: 'on-demand',
  usdPerHour,
  ...change,
})

/** `{ large: 2 }`: prices on demand in eu-1. */
export const prices = (amounts: Readonly<Record<string, number>>): ListedPrice[] =>
  Object.entries(amounts).map(([instanceType, usdPerHour]) => price(instanceType, usdPerHour))

/** As many machine types as that, named from 0. */
export const many = (count: number, usdPerHour = 1): ListedPrice[] =>
  Array.from({ length: count }, (_, index) => price(`type-${index}`, usdPerHour))

let sources = 0

export function priceStore(emptyDatabase: () => Promise<EmptyDatabase>): PriceStore {
  let database: EmptyDatabase
  let opened: Store
  const shared: PriceStore = {
    get store() {
      return opened
    },
    clock: START,
    source: () => testSource(shared, `source-${sources++}`),
  }
  beforeAll(async () => {
    database = await emptyDatabase()
    opened = await openStore(database.location, { now: () => new Date(shared.clock) })
  })
  afterAll(async () => {
    await opened.close()
    await database.remove()
  })
  return shared
}

function testSource(shared: PriceStore, name: string): TestSource {
  const feed: TestSource['feed'] = (id = 'prices eu-1') => ({
    id: `${name} ${id}`,
    source: name,
    listing: `${name}-list`,
    provider: 'acme',
  })
  const known: TestSource['known'] = async (time = shared.clock) => {
    const found = await shared.store.prices.at(new Date(time), { sources: [name] })
    return new Map(found.map((one) => [one.instanceType, one]))
  }
  return {
    name,
    feed,
    async read(listed, { regions = ['eu-1'], policy, startedAt = shared.clock, refreshId, feedId } = {}) {
      const id = refreshId ?? (await shared.store.prices.start(name, { anew: true })).id
      const answer = { regions, prices: listed, leftOut: {} }
      return shared.store.prices.keep(id, feed(feedId), answer, { ...POLICY, ...policy }, new Date(startedAt))
    },
    known,
    async amounts(time) {
      return Object.fromEntries([...(await known(time))].map(([type, { usdPerHour }]) => [type, usdPerHour]))
    },
  }
}
