import { type LiveFacts, liveCatalogue } from '../../../src/catalogue/live/live-catalogue.ts'
import type { Catalogue, Machine } from '../../../src/domain/catalogue.ts'
import type { KnownPrice } from '../../../src/domain/known-price.ts'
import type { SpotEvent } from '../../../src/domain/spot-event.ts'
import { aCatalogue, aMachine } from '../../builders.ts'

export const NOON = new Date('2026-07-20T12:00:00.000Z')
export const READ_AT = '2026-07-20T02:00:00.000Z'

/** What AWS asks for an m.xlarge in Dublin, read at two in the morning. */
export function aKnownPrice(part: Partial<KnownPrice> = {}): KnownPrice {
  return {
    provider: 'aws',
    region: 'eu-west-1',
    zone: '',
    instanceType: 'm.xlarge',
    capacityType: 'on-demand',
    usdPerHour: 1.1,
    source: 'aws',
    listing: 'aws-pricing',
    observedAt: READ_AT,
    since: READ_AT,
    ...part,
  }
}

export const aSpotPrice = (zone: string, usdPerHour: number, part: Partial<KnownPrice> = {}): KnownPrice =>
  aKnownPrice({ zone, usdPerHour, capacityType: 'spot', listing: 'aws-ec2-spot', ...part })

/** A refusal of m.xlarge in Dublin, at eleven. */
export function aSpotEvent(part: Partial<SpotEvent> = {}): SpotEvent {
  const kind = { provider: 'aws', region: 'eu-west-1', zone: '', instanceType: 'm.xlarge' }
  return { kind: 'refused', ...kind, at: '2026-07-20T11:00:00.000Z', ...part }
}

const { onDemand: _, spot: __, provider: ___, region: ____, ...SHAPE } = aMachine()

/** At noon; AWS is believed, and Dublin counts. What comes with Ballast is a dollar of an m.xlarge, 30 cents as spot. */
export function facts(part: Partial<LiveFacts> = {}): LiveFacts {
  return {
    prices: [aKnownPrice()],
    sources: ['azure-ratecard', 'aws', 'azure'],
    shapes: [],
    bands: [],
    spotEvents: [],
    bundled: {
      catalogue: aCatalogue(),
      shapeOf: (_, instanceType) => (instanceType === 'm.xlarge' ? SHAPE : undefined),
      rateOfBand: (band) => (band === '5-10%' ? { perHour: 0.0001, origin: 'published band' } : undefined),
      bundledRate: () => ({ perHour: 0.006, origin: 'assumed' }),
    },
    places: [{ provider: 'aws', region: 'eu-west-1' }],
    now: NOON,
    settings: { spotRefusalHours: 6, spotRefusalFactor: 1.5, onDemandPricesValidHours: 72, spotPricesValidHours: 26 },
    ...part,
  }
}

/** The live catalogue of some prices, and of what else is not as usual. */
export const live = (prices: readonly KnownPrice[], part: Partial<LiveFacts> = {}): Catalogue => liveCatalogue(facts({ prices, ...part }))

export const machineIn = (catalogue: Catalogue, instanceType = 'm.xlarge'): Machine | undefined =>
  catalogue.machines('aws', 'eu-west-1').find((machine) => machine.instanceType === instanceType)
