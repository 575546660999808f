import type { InterruptionRate } from '../../domain/catalogue.ts'
import type { InterruptionBand } from '../../prices/source.ts'
import { kindKey, type SpotKind } from './kind-key.ts'

export interface PublishedFacts {
  /** As last read of the provider; they go before those that come with Ballast. */
  readonly bands: readonly InterruptionBand[]
  /** Undefined for a band that nobody knows the meaning of. */
  readonly rateOfBand: (band: string) => InterruptionRate | undefined
  /** By the bands that come with Ballast, else assumed. */
  readonly bundledRate: (provider: string, region: string, instanceType: string) => InterruptionRate
}

/** How often a spot node of each kind is expected to be lost: as published, else as assumed. */
export function publishedRates({ bands, rateOfBand, bundledRate }: PublishedFacts): (kind: SpotKind) => InterruptionRate {
  const published = new Map(bands.map((band) => [kindKey(band), band.band]))
  return (kind) => {
    const band = published.get(kindKey(kind))
    const rate = band === undefined ? undefined : rateOfBand(band)
    return rate ?? bundledRate(kind.provider, kind.region, kind.instanceType)
  }
}
