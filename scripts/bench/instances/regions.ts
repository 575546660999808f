import type { Catalogue, Region } from '../../../src/domain/catalogue.ts'
import type { Draw } from './draw.ts'

type Continent = 'europe' | 'north-america' | 'rest'

/** A region that sells fewer machines than this is left to others. */
const LEAST_MACHINES = 40
/** Half in Europe, a third in North America; the clouds take turns. */
const TURNS: readonly Continent[] = ['europe', 'north-america', 'europe', 'rest', 'europe', 'north-america']

/** Where each cluster stands. A region is taken again where a cloud has fewer of them than clusters are wanted. */
export function chosenRegions(catalogue: Catalogue, count: number, draw: Draw): Region[] {
  const pools = regionPools(catalogue, draw)
  const taken = new Map<readonly Region[], number>()
  return Array.from({ length: count }, (_, nth) => {
    const provider = catalogue.providers[nth % catalogue.providers.length]!
    const continent = TURNS[Math.floor(nth / catalogue.providers.length) % TURNS.length]!
    const pool = pools.get(`${provider}/${continent}`) ?? pools.get(`${provider}/europe`)!
    const turn = taken.get(pool) ?? 0
    taken.set(pool, turn + 1)
    return pool[turn % pool.length]!
  })
}

function regionPools(catalogue: Catalogue, draw: Draw): Map<string, readonly Region[]> {
  const regions = catalogue.providers.flatMap((provider) => catalogue.regionsOf(provider))
  const rich = regions.filter(({ provider, region }) => catalogue.machines(provider, region).length >= LEAST_MACHINES)
  return Map.groupBy(draw.shuffled(rich), (region) => `${region.provider}/${continentOf(region)}`)
}

export function continentOf({ tags, country }: Region): Continent {
  if (tags.includes('EEA') || ['GB', 'CH'].includes(country)) return 'europe'
  return ['US', 'CA', 'MX'].includes(country) ? 'north-america' : 'rest'
}
