import type { ListedPrice } from '../../../src/domain/listed-price.ts'
import { POLICY } from './price-store.ts'

/** A price as it is believed at one time; times are ms since the epoch. */
export interface Believed {
  readonly usdPerHour: number
  readonly since: number
  readonly observedAt: number
  readonly suspect?: { readonly usdPerHour: number; readonly refreshId: string }
}

export type Snapshot = ReadonlyMap<string, Believed>

/** An offer that is not listed: its last price, when it went, and what it came back at if that was not believed. */
interface Gone extends Pick<Believed, 'usdPerHour' | 'suspect'> {
  readonly at: number
}

const WEEK = 7 * 24 * 3_600_000

interface RegionRead {
  readonly region: string
  readonly at: number
  readonly startedAt: number
  readonly completeness: number
  /** By machine type. */
  readonly prices: Snapshot
  readonly gone: ReadonlyMap<string, Gone>
}

export interface ModelAnswer {
  readonly refreshId: string
  readonly regions: readonly string[]
  readonly prices: readonly ListedPrice[]
  readonly startedAt: number
  readonly leastCompleteness: number
}

const NOTHING: Snapshot = new Map()

/** The history as one would write it down by hand: all that was believed, copied anew with each read of each region. */
export class HistoryModel {
  readonly reads: RegionRead[] = []

  /** False where the answer is refused. */
  keep(answer: ModelAnswer, now: number): boolean {
    const regions = answer.regions.filter((region) => !this.#isOvertaken(region, answer.startedAt, now))
    const listed = answer.prices.filter((price) => regions.includes(price.region))
    const counts = regions.map((region) => this.#count(region, listed))
    if (isRefused(counts, listed.length, answer.leastCompleteness)) return false
    const at = Math.max(now, ...regions.map((region) => this.last(region)?.at ?? 0))
    const next = regions.map((region, index) => ({
      region,
      at,
      startedAt: answer.startedAt,
      completeness: counts[index]![1] < 10 ? 1 : completeness(counts[index]!),
      ...this.#believed(region, listed, at, now, answer.refreshId),
    }))
    this.reads.push(...next)
    return true
  }

  last(region: string, time = Number.POSITIVE_INFINITY): RegionRead | undefined {
    return this.reads.findLast((read) => read.region === region && read.at <= time)
  }

  /** Each change of a region after a time, as text: when, which, from what, to what. */
  changes(region: string, after: number, until: number): string[] {
    const times = [...new Set(this.reads.filter((read) => read.region === region).map(({ at }) => at))].filter(
      (at) => at > after && at <= until,
    )
    return times.flatMap((at) => {
      const [before, then] = [this.last(region, at - 1)?.prices ?? NOTHING, this.last(region, at)!.prices]
      const types = [...new Set([...before.keys(), ...then.keys()])]
      return types
        .map((type) => changeText(at, region, type, before.get(type)?.usdPerHour, then.get(type)?.usdPerHour))
        .filter((text) => text !== '')
    })
  }

  #isOvertaken(region: string, startedAt: number, now: number): boolean {
    const last = this.last(region)
    return last !== undefined && last.startedAt > startedAt && last.at <= now
  }

  #count(region: string, listed: readonly ListedPrice[]): [listedAgain: number, known: number] {
    const known = [...(this.last(region)?.prices.keys() ?? [])]
    const again = known.filter((type) => listed.some((price) => price.region === region && price.instanceType === type))
    return [again.length, known.length]
  }

  #believed(
    region: string,
    listed: readonly ListedPrice[],
    at: number,
    now: number,
    refreshId: string,
  ): Pick<RegionRead, 'prices' | 'gone'> {
    const last = this.last(region)
    const prices = new Map<string, Believed>()
    const gone = new Map(last?.gone)
    for (const [type, { usdPerHour }] of last?.prices ?? NOTHING) gone.set(type, { usdPerHour, at })
    for (const [type, { suspect: _, ...was }] of last?.gone ?? []) gone.set(type, was)
    for (const { instanceType: type, usdPerHour } of listed.filter((price) => price.region === region)) {
      const [before, was] = [last?.prices.get(type), last?.gone.get(type)]
      const believing = before ?? (was && was.at > now - WEEK ? { ...was, since: was.at, observedAt: was.at } : undefined)
      const then = believed(believing, usdPerHour, at, refreshId)
      if (before === undefined && then.usdPerHour !== usdPerHour) gone.set(type, { ...was!, suspect: then.suspect! })
      else {
        prices.set(type, before === undefined ? { usdPerHour, since: at, observedAt: at } : then)
        gone.delete(type)
      }
    }
    return { prices, gone }
  }
}

export function changeText(at: number, region: string, type: string, before?: number, after?: number): string {
  return before === after ? '' : `${new Date(at).toISOString()} ${region} ${type}: ${before ?? 'none'} to ${after ?? 'none'}`
}

function believed(before: Believed | undefined, usdPerHour: number, at: number, refreshId: string): Believed {
  if (before === undefined) return { usdPerHour, since: at, observedAt: at }
  if (before.usdPerHour === usdPerHour) return { usdPerHour, since: before.since, observedAt: at }
  if (!isFar(before.usdPerHour, usdPerHour)) return { usdPerHour, since: at, observedAt: at }
  const { suspect } = before
  const isSeenAgain = suspect !== undefined && !isFar(suspect.usdPerHour, usdPerHour)
  if (isSeenAgain && suspect.refreshId !== refreshId) return { usdPerHour, since: at, observedAt: at }
  return isSeenAgain ? before : { ...before, suspect: { usdPerHour, refreshId } }
}

const isFar = (one: number, other: number): boolean => Math.max(one, other) / Math.min(one, other) > POLICY.mostJump

const completeness = ([again, known]: readonly [number, number]): number => (known === 0 ? 1 : again / known)

function isRefused(counts: readonly (readonly [number, number])[], rows: number, least: number): boolean {
  const whole = [counts.reduce((sum, [again]) => sum + again, 0), counts.reduce((sum, [, known]) => sum + known, 0)] as const
  if (rows === 0 && whole[1] > 0) return true
  return [...counts, whole].some((count) => count[1] >= 10 && completeness(count) < least)
}
