import type { Price } from '../../domain/catalogue.ts'
import type { ListedPrice } from '../../domain/listed-price.ts'
import { badAnswer } from '../price-source-error.ts'
import type { Feed, PriceAnswer, PriceSource } from '../source.ts'
import { readProvenance } from './facts.ts'
import { BUNDLED_PROVIDERS, readBundledPrices } from './prices.ts'
import { readRegions } from './regions.ts'

type Provider = (typeof BUNDLED_PROVIDERS)[number]

/** The dated prices of `data/` as a source: what its own sources say of the date is when each price holds. */
export function bundledSource(): PriceSource {
  return {
    name: 'bundled',
    feeds: (regions) => {
      const known = bundledRegions()
      return BUNDLED_PROVIDERS.map((provider) => ({ provider, regions: ofProvider(known, provider, regions) }))
        .filter((asked) => asked.regions.length > 0)
        .map(({ provider, regions: own }) => feedOf(provider, own))
    },
  }
}

/** Every region of the three clouds that Ballast knows the place of. */
export const bundledRegions = () => readRegions(readProvenance())

/** Every price of `data/`, with its own source and the date that it is of. */
export function bundledPrices() {
  const prices = readBundledPrices(readProvenance())
  return bundledRegions().flatMap(({ provider, region }) =>
    prices
      .of(provider, region)
      .map(({ source, asOf, ...price }) => ({ ...price, zone: '', source, observedAt: new Date(asOf).toISOString() })),
  )
}

const ofProvider = (known: readonly { provider: string; region: string }[], provider: Provider, asked?: readonly string[]): string[] =>
  known.filter((one) => one.provider === provider && (asked?.includes(one.region) ?? true)).map(({ region }) => region)

function feedOf(provider: Provider, regions: readonly string[]): Feed {
  const id = `bundled ${provider}`
  return {
    id,
    source: 'bundled',
    listing: 'bundled',
    provider,
    gives: 'prices',
    host: 'this machine',
    read: async (): Promise<PriceAnswer> => {
      try {
        const known = readBundledPrices(readProvenance())
        const prices = regions.flatMap((region) => known.of(provider, region)).map(listed)
        return { gives: 'prices', regions: [...new Set(prices.map(({ region }) => region))], prices, leftOut: {} }
      } catch (cause) {
        throw badAnswer(id, cause instanceof Error ? cause.message : String(cause), { cause })
      }
    },
  }
}

const listed = ({ provider, region, instanceType, capacityType, usdPerHour, asOf }: Price): ListedPrice => ({
  provider,
  region,
  zone: '',
  instanceType,
  capacityType,
  usdPerHour,
  effectiveAt: new Date(asOf).toISOString(),
})
