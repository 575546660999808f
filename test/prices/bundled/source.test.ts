import { describe, expect, it } from 'vitest'
import { loadBundledCatalogue } from '../../../src/prices/bundled/catalogue.ts'
import { bundledSource } from '../../../src/prices/bundled/source.ts'
import type { PriceAnswer } from '../../../src/prices/source.ts'
import { priceSourceContract } from '../../contract/price-source.ts'
import { reading } from '../calls-for-tests.ts'

priceSourceContract('bundled', { source: bundledSource, region: 'eu-west-1' })

describe('the bundled prices as a source', () => {
  it('has a feed for each cloud, which covers every region that has prices', async () => {
    const feeds = bundledSource().feeds()
    expect(feeds.map(({ id }) => id)).toEqual(['bundled aws', 'bundled azure', 'bundled gcp'])
    const { regions } = (await feeds[2]!.read(reading())) as PriceAnswer
    expect(regions).toContain('europe-west1')
    expect(regions.every((region) => loadBundledCatalogue().machines('gcp', region).length > 0)).toBe(true)
  })

  it('asks nothing of a cloud of which no region is named', () => {
    expect(
      bundledSource()
        .feeds(['westeurope', 'nowhere'])
        .map(({ id }) => id),
    ).toEqual(['bundled azure'])
  })

  it('lists what the bundled catalogue holds, each price as of the date of its own source', async () => {
    const [feed] = bundledSource().feeds(['eu-west-1'])
    const { prices } = (await feed!.read(reading())) as PriceAnswer
    const machines = loadBundledCatalogue().machines('aws', 'eu-west-1')
    const known = machines.flatMap(({ onDemand, spot }) => [onDemand, spot]).filter((price) => price !== undefined)
    expect(prices.length).toBe(known.length)
    for (const { instanceType, capacityType, usdPerHour, effectiveAt } of prices) {
      const same = known.find((price) => price.instanceType === instanceType && price.capacityType === capacityType)
      expect([usdPerHour, effectiveAt]).toEqual([same?.usdPerHour, new Date(same!.asOf).toISOString()])
    }
  })
})
