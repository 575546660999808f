import pLimit, { type LimitFunction } from 'p-limit'
import type { Feed } from '../../prices/source.ts'

/**
 * How many feeds of each host are read side by side, and which listings a host is asked for no more. What stops one listing does
 * not stop the others of the host: who may not list machine types may well list prices.
 */
export class Hosts {
  readonly #feedsPerHost: number
  readonly #limits = new Map<string, LimitFunction>()
  readonly #stopped = new Map<string, string>()

  constructor(feedsPerHost: number) {
    this.#feedsPerHost = feedsPerHost
  }

  inTurn<Result>({ host }: Feed, work: () => Promise<Result>): Promise<Result> {
    const limit = this.#limits.get(host) ?? pLimit(this.#feedsPerHost)
    this.#limits.set(host, limit)
    return limit(work)
  }

  /** The first reason stays: what comes after it follows from it. */
  stop(feed: Feed, reason: string): void {
    const key = keyOf(feed)
    if (!this.#stopped.has(key)) this.#stopped.set(key, reason)
  }

  stoppedBy(feed: Feed): string | undefined {
    return this.#stopped.get(keyOf(feed))
  }
}

const keyOf = ({ host, listing }: Feed): string => `${listing} at ${host}`
