import type { ListedPrice } from '../../../src/domain/listed-price.ts'
import type { Feed, FeedAnswer, PriceAnswer, PriceSource, Reading, SourceName } from '../../../src/prices/source.ts'

export const IRELAND = 'eu-west-1'
export const VIRGINIA = 'us-east-1'

/** An m5.large on demand in a region of AWS, at a tenth of a dollar. */
export const m5Large = (region: string, usdPerHour = 0.1): ListedPrice => ({
  provider: 'aws',
  region,
  zone: '',
  instanceType: 'm5.large',
  capacityType: 'on-demand',
  usdPerHour,
})

export const pricesOf = (region: string, prices: readonly ListedPrice[] = [m5Large(region)]): PriceAnswer => ({
  gives: 'prices',
  regions: [region],
  prices,
  leftOut: {},
})

/** A feed of AWS on-demand prices of a region; counts how often it is read. */
export function feedOf(
  region: string,
  read: (reading: Reading) => Promise<FeedAnswer> | FeedAnswer = () => pricesOf(region),
  facts: Partial<Feed> = {},
): Feed & { readonly reads: () => number } {
  let reads = 0
  return {
    id: `aws-pricing ${region}`,
    source: 'aws',
    listing: 'aws-pricing',
    provider: 'aws',
    gives: 'prices',
    host: 'api.pricing',
    ...facts,
    reads: () => reads,
    read: async (reading) => {
      reads++
      return read(reading)
    },
  }
}

export const sourceWith = (feeds: readonly Feed[], name: SourceName = 'aws'): PriceSource => ({ name, feeds: () => feeds })
