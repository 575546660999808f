import { refusalOf } from '../catalogue/interruptions/refusal.ts'
import type { ExitCode } from '../cli/exit-codes.ts'
import { namesIn } from '../cli/prices/list-option.ts'
import type { PricesParts } from '../cli/prices/prices.ts'
import type { Terminal } from '../cli/terminal.ts'
import type { Config } from '../config.ts'
import type { SpotEvent } from '../domain/spot-event.ts'
import type { SourceName } from '../prices/source.ts'
import type { Store } from '../store/store.ts'

/** What `ballast prices` needs: the store is opened when a command looks into it, a cloud's SDK loaded when it is asked. */
export function pricesParts(config: Config, terminal: Terminal, exit: (code: ExitCode) => void): PricesParts {
  const now = () => new Date()
  return {
    terminal,
    exit,
    now,
    defaults: {
      sources: namesIn(config.priceSources) as SourceName[],
      regions: namesIn(config.priceRegions),
      hasPriceFile: config.priceFile !== '',
    },
    freshness: config,
    refresh: async (options) => (await import('./refresh-run.ts')).refreshRun(config, options, terminal),
    pricesAt: async (time, query) =>
      looking(config, async ({ prices }) => {
        const known = await prices.at(time, query)
        return known.length > 0 || (await prices.feedStates()).length > 0 ? known : undefined
      }),
    changes: async (after, until, query) => (await looking(config, ({ prices }) => prices.changes(after, until, query))) ?? [],
    feedStates: async () => (await looking(config, ({ prices }) => prices.feedStates())) ?? [],
    bundledPrices: async () => (await import('../prices/bundled/source.ts')).bundledPrices(),
    regionNames: async () => {
      const { bundledRegions } = await import('../prices/bundled/source.ts')
      const read = (await looking(config, ({ prices }) => prices.feedStates())) ?? []
      return [...bundledRegions(), ...read].map(({ region }) => region)
    },
    knownPlaces: async () => (await import('../prices/bundled/source.ts')).bundledRegions(),
    recordSpotEvents: async (events) => {
      const { withStore } = await import('./open-store.ts')
      await withStore(config, (store) => recordAll(store, events))
    },
    refusalOf: (event, time) => refusalOf([event], time, config),
  }
}

const looking: typeof import('./open-store.ts').inExistingStore = async (config, use) =>
  (await import('./open-store.ts')).inExistingStore(config, use)

const recordAll = (store: Store, events: readonly SpotEvent[]): Promise<void> =>
  store.transaction(async ({ spotEvents }) => {
    for (const { at, ...event } of events) await spotEvents.record({ ...event, at: new Date(at) })
  })
