import type { InterruptionRate } from '../../domain/catalogue.ts'
import type { SpotEvent } from '../../domain/spot-event.ts'
import type { InterruptionBand } from '../../prices/source.ts'
import { observedRate, seenIn } from './observed-rate.ts'

/** A kind of spot machine in one place. */
export interface SpotKind {
  readonly provider: string
  readonly region: string
  readonly instanceType: string
}

export interface InterruptionFacts {
  /** As last read of the provider; they go before those that come with Ballast. */
  readonly bands: readonly InterruptionBand[]
  readonly spotEvents: readonly SpotEvent[]
  /** Undefined for a band that nobody knows the meaning of. */
  readonly rateOfBand: (band: string) => InterruptionRate | undefined
  /** By the bands that come with Ballast, else assumed. */
  readonly bundledRate: (provider: string, region: string, instanceType: string) => InterruptionRate
}

/** How often a spot node of each kind is expected to be lost: as published, else as assumed, and corrected by what Ballast saw itself. */
export function interruptionsBy({ bands, spotEvents, rateOfBand, bundledRate }: InterruptionFacts): (kind: SpotKind) => InterruptionRate {
  const published = new Map(bands.map((band) => [kindKey(band), band.band]))
  const seen = Map.groupBy(spotEvents, kindKey)
  return (kind) => {
    const band = published.get(kindKey(kind))
    const bandRate = band === undefined ? undefined : rateOfBand(band)
    const prior = bandRate ?? bundledRate(kind.provider, kind.region, kind.instanceType)
    return observedRate(prior, seenIn(seen.get(kindKey(kind)) ?? []))
  }
}

export const kindKey = ({ provider, region, instanceType }: SpotKind): string => `${provider}|${region}|${instanceType}`
