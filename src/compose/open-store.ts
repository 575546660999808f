import { existsSync } from 'node:fs'
import type { Config } from '../config.ts'
import type { Store } from '../store/store.ts'

/** The store for one piece of work, closed after it. */
export async function withStore<Result>({ store: location }: Config, use: (store: Store) => Promise<Result>): Promise<Result> {
  const { openStore } = await import('../store/store.ts')
  const store = await openStore(location, { now: () => new Date() })
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

/** The same, to look something up: where there is no store yet, none is made. */
export async function inExistingStore<Result>(config: Config, use: (store: Store) => Promise<Result>): Promise<Result | undefined> {
  const { parseLocation } = await import('../store/location.ts')
  const place = parseLocation(config.store)
  return place.kind === 'folder' && !existsSync(place.path) ? undefined : withStore(config, use)
}
