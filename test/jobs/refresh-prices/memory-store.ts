import type { FeedState } from '../../../src/domain/known-price.ts'
import type { ListedPrice } from '../../../src/domain/listed-price.ts'
import type { RefreshStore } from '../../../src/jobs/refresh-prices/refresh-parts.ts'

interface Begun {
  readonly id: string
  readonly request: string
  readonly done: Set<string>
  outcome?: string
}

/** As much of a store as a refresh needs, in memory: what it was told, in order. */
export class MemoryStore implements RefreshStore {
  readonly known = new Map<string, readonly ListedPrice[]>()
  readonly failures = new Map<string, string>()
  readonly refreshes: Begun[] = []
  readonly savedShapes: string[] = []
  readonly savedBands: string[] = []
  compacted = 0
  least: number | undefined
  mostJump: number | undefined
  /** Thrown by `keep` for a feed, in place of keeping it. */
  readonly refusals = new Map<string, Error>()

  readonly prices: RefreshStore['prices'] = {
    start: async (request, { anew }) => {
      const unfinished = anew ? undefined : this.refreshes.findLast((one) => one.request === request && one.outcome === undefined)
      const begun = unfinished ?? { id: `refresh ${this.refreshes.length + 1}`, request, done: new Set<string>() }
      if (!unfinished) this.refreshes.push(begun)
      return { id: begun.id, doneFeeds: new Set(begun.done), resumed: unfinished !== undefined }
    },
    keep: async (id, feed, answer, { leastCompleteness, mostJump }) => {
      this.least = leastCompleteness
      this.mostJump = mostJump
      const refusal = this.refusals.get(feed.id)
      if (refusal) throw refusal
      this.known.set(feed.id, answer.prices)
      this.#find(id).done.add(feed.id)
      return { rows: answer.prices.length, added: answer.prices.length, changed: 0, withdrawn: 0, setAside: 0, completeness: 1 }
    },
    done: async (id, feed) => void this.#find(id).done.add(feed.id),
    fail: async (_id, feed, message) => void this.failures.set(feed.id, message),
    finish: async (id, outcome) => {
      this.#find(id).outcome = outcome
    },
    feedStates: async () => [...this.known].map(([feedId, prices]) => stateOf(feedId, prices)),
    compact: async () => ({ removed: this.compacted++ }),
  }
  readonly shapes = { save: async (_: unknown, source: string) => void this.savedShapes.push(source) }
  readonly bands = { save: async (provider: string) => void this.savedBands.push(provider) }

  #find(id: string): Begun {
    return this.refreshes.find((one) => one.id === id)!
  }
}

const stateOf = (feedId: string, prices: readonly ListedPrice[]): FeedState => ({
  source: 'aws',
  listing: 'aws-pricing',
  provider: 'aws',
  region: prices[0]?.region ?? '',
  feedId,
  lastGoodAt: '2026-11-01T03:00:00.000Z',
  known: { 'on-demand': prices.length, spot: 0 },
  completeness: 1,
  setAside: 0,
})
