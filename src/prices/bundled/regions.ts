import type { Provenance, Region } from '../../domain/catalogue.ts'
import { readFacts } from './facts.ts'
import { tagsOfCountry } from './jurisdictions.ts'

type RegionRow = [
  provider: string,
  region: string,
  country: string,
  displayName: string,
  latitude: number,
  longitude: number,
  provenance: number,
]

/** Every region of the three clouds, with its place and the tags that its country gives it. */
export function readRegions(provenance: (place: number) => Provenance): Region[] {
  const { regions } = readFacts<{ regions: RegionRow[] }>('regions.json')
  return regions.map(([provider, region, country, displayName, latitude, longitude, place]) => ({
    provider,
    region,
    country,
    displayName,
    latitude,
    longitude,
    tags: tagsOfCountry(country),
    ...provenance(place),
  }))
}
