/**
 * Measures the history of prices: how long an answer takes to be kept, and a past day's catalogue to be told.
 *
 *     node scripts/bench/prices-history.ts [--offers 70000] [--regions 35] [--days 60] [--changing 0.1] [--store postgres://…]
 *
 * `--changing` is the share of prices that change each day. Without `--store`, in an embedded store that is removed afterwards.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { ListedPrice } from '../../src/domain/listed-price.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { Draw } from './instances/draw.ts'
import { median } from './results/median.ts'

const DAY = 24 * 3_600_000
const START = Date.parse('2026-01-01T03:00:00Z')
const POLICY = { leastCompleteness: 0.9, mostJump: 3 }
/** Days whose catalogue is asked for, spread over all of them. */
const DAYS_ASKED = 20

interface Size {
  readonly offers: number
  readonly regions: number
  readonly days: number
  readonly changing: number
}

async function main(): Promise<void> {
  const { size, location } = options()
  const folder = await mkdtemp(join(tmpdir(), 'ballast-prices-history-'))
  let clock = START
  const open = (): Promise<Store> => openStore(location ?? folder, { now: () => new Date(clock) })
  try {
    const store = await open()
    await tellHistory(store, size, (day) => {
      clock = START + day * DAY
    })
    await store.close()
    const again = await open()
    await askHistory(again, size, clock)
    await again.close()
  } finally {
    await rm(folder, { recursive: true })
  }
  print('peak memory of the process', `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
}

function options(): { size: Size; location: string | undefined } {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { offers: text, regions: text, days: text, changing: text, store: text } })
  const { offers = '70000', regions = '35', days = '60', changing = '0.1' } = values
  const size = { offers: Number(offers), regions: Number(regions), days: Number(days), changing: Number(changing) }
  if (Object.values(size).some((value) => !(value > 0))) throw new Error('--offers, --regions, --days and --changing are numbers above 0')
  return { size, location: values.store }
}

async function tellHistory(store: Store, { offers, regions, days, changing }: Size, onDay: (day: number) => void): Promise<void> {
  const draw = new Draw(1)
  const listed = Array.from({ length: regions }, (_, index) => firstPrices(`region-${index}`, Math.round(offers / regions), draw))
  const took: Took[] = []
  for (let day = 0; day < days; day++) {
    onDay(day)
    if (day > 0) for (const prices of listed) move(prices, changing, draw)
    took.push(await timed(() => refresh(store, listed)))
  }
  print(`first refresh of ${offers} offers in ${regions} answers`, told([took[0]!]))
  print(`each of the ${days - 1} later ones, ${changing * 100} % changed`, told(took.slice(1)))
}

function firstPrices(region: string, count: number, draw: Draw): ListedPrice[] {
  return Array.from({ length: count }, (_, index) => ({
    provider: 'acme',
    region,
    zone: ['', 'a', 'b', 'c'][index % 4]!,
    instanceType: `m${Math.floor(index / 4)}.xlarge`,
    capacityType: index % 4 === 0 ? 'on-demand' : 'spot',
    usdPerHour: 0.05 + draw.share(),
    effectiveAt: new Date(START - draw.whole(0, DAY)).toISOString(),
  }))
}

function move(prices: ListedPrice[], changing: number, draw: Draw): void {
  for (const [index, price] of prices.entries())
    if (draw.chance(changing)) prices[index] = { ...price, usdPerHour: price.usdPerHour * (0.9 + 0.2 * draw.share()) }
}

async function refresh(store: Store, listed: readonly ListedPrice[][]): Promise<void> {
  const { id } = await store.prices.start('all', { anew: true })
  for (const [index, prices] of listed.entries()) {
    const feed = { id: `acme ${index}`, source: 'acme', listing: 'acme-list', provider: 'acme' }
    await store.prices.keep(id, feed, { regions: [`region-${index}`], prices, leftOut: {} }, POLICY, new Date(START))
  }
  await store.prices.finish(id, 'complete')
}

/** Each day is asked for once, after the store was opened anew. */
async function askHistory(store: Store, { days }: Size, now: number): Promise<void> {
  const asked = Array.from({ length: DAYS_ASKED }, (_, index) => START + Math.floor((index * days) / DAYS_ASKED) * DAY + 1)
  const took: Took[] = []
  for (const time of asked) took.push(await timed(() => store.prices.at(new Date(time))))
  print(`a past day's catalogue (${DAYS_ASKED} days asked)`, told(took))
  print("today's catalogue", told([await timed(() => store.prices.at(new Date(now)))]))
  print('what changed since yesterday', told([await timed(() => store.prices.changes(new Date(now - DAY), new Date(now)))]))
  print('the state of every feed', told([await timed(() => store.prices.feedStates())]))
  print('compaction to half the days', told([await timed(() => store.prices.compact({ historyDays: Math.ceil(days / 2), fullDays: 7 }))]))
}

interface Took {
  readonly ms: number
  /** All threads of the process: what is left of the time where others keep the machine busy. */
  readonly cpuMs: number
}

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const [begun, cpu] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { ms: performance.now() - begun, cpuMs: (user + system) / 1000 }
}

function told(took: readonly Took[]): string {
  const ms = took.map((one) => Math.round(one.ms))
  const cpuMs = Math.round(median(took.map((one) => one.cpuMs)) ?? 0)
  return `${median(ms)} ms${took.length > 1 ? ` (${Math.min(...ms)} to ${Math.max(...ms)})` : ''}, CPU ${cpuMs} ms`
}

const print = (what: string, figure: string): void => console.log(`${what.padEnd(56)} ${figure}`)

await main()
