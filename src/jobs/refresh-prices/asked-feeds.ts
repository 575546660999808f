import { regionsBySource } from '../../prices/asked-regions.ts'
import type { Feed } from '../../prices/source.ts'
import type { RefreshParts, RefreshRequest } from './refresh-parts.ts'

export interface AskedFeeds {
  readonly feeds: readonly Feed[]
  readonly warnings: readonly string[]
}

/** What there is to read, prices first: what needs more rights, such as machine shapes, does not stand in their way. Throws InputError. */
export function askedFeeds(
  { sources, regions }: Pick<RefreshRequest, 'sources' | 'regions'>,
  { sourceOf, knownRegions }: Pick<RefreshParts, 'sourceOf' | 'knownRegions'>,
): AskedFeeds {
  if (regions.length === 0) return { feeds: pricesFirst(sources.flatMap((name) => sourceOf(name).feeds())), warnings: [] }
  const { bySource, warnings } = regionsBySource(sources, regions, knownRegions)
  return { feeds: pricesFirst([...bySource].flatMap(([name, own]) => sourceOf(name).feeds(own))), warnings }
}

const pricesFirst = (feeds: readonly Feed[]): Feed[] =>
  feeds.toSorted((one, other) => Number(other.gives === 'prices') - Number(one.gives === 'prices'))
