import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readShapesOf } from '../../../src/prices/bundled/machine-shapes.ts'
import { pricesOf, type WireSku } from './gcp-for-tests.ts'

const FOLDER = new URL('../../../../shared/wire/gcp-billing/', import.meta.url)
const isThere = existsSync(FOLDER)
const recording = (name: string): WireSku[] => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')).skus
interface WirePricing {
  pricingExpression: { tieredRates: { unitPrice: { units: string; nanos: number } }[] }
}
const shapes = readShapesOf('gcp')

describe('recorded pages of the Cloud Billing Catalog', () => {
  it.skipIf(!isThere)(
    'give the A2 types with 40 GB GPUs at what a sum by hand gives, in the three regions that the SKUs name',
    async () => {
      const skus = recording('skus-compute-a2-usd.json')
      const rateOf = (words: string) => {
        const { pricingInfo } = skus.find(({ description }) => description.startsWith(words))!
        const { units, nanos } = (pricingInfo as WirePricing[])[0]!.pricingExpression.tieredRates[0]!.unitPrice
        return Number(units) + nanos / 1e9
      }
      const [core, memory, gpu] = ['A2 Instance Core', 'A2 Instance Ram', 'Nvidia Tesla A100 GPU'].map(rateOf) as [number, number, number]
      const byHand = [
        ['a2-highgpu-1g', 12 * core + 85 * memory + gpu],
        ['a2-highgpu-2g', 24 * core + 170 * memory + 2 * gpu],
        ['a2-highgpu-4g', 48 * core + 340 * memory + 4 * gpu],
        ['a2-highgpu-8g', 96 * core + 680 * memory + 8 * gpu],
        ['a2-megagpu-16g', 96 * core + 1360 * memory + 16 * gpu],
      ] as const
      const { prices, regions, leftOut } = await pricesOf(skus, { shapes })
      expect(regions).toEqual(['us-central1', 'us-east1', 'us-west1'])
      for (const region of regions) {
        const ofRegion = prices.filter((price) => price.region === region)
        expect(ofRegion.map(({ instanceType, capacityType }) => `${instanceType} ${capacityType}`)).toEqual(
          byHand.map(([instanceType]) => `${instanceType} on-demand`),
        )
        for (const [place, [, usdPerHour]] of byHand.entries()) expect(ofRegion[place]!.usdPerHour).toBeCloseTo(usdPerHour, 9)
      }
      expect(leftOut).toEqual({ 'machine types without a rate for gpu A100-80GB': 12 })
      expect(prices[0]).toMatchObject({ usdPerHour: 3.673385, effectiveAt: '2023-03-24T10:52:50.681Z', zone: '', provider: 'gcp' })
    },
  )

  it.skipIf(!isThere)('give no price where memory of N1 has one and its cores have none, and count every other SKU', async () => {
    const { prices, leftOut } = await pricesOf(recording('skus-compute-mixed-a.json'), { shapes })
    expect(prices).toEqual([])
    expect(leftOut).toMatchObject({
      licences: 1,
      commitments: 1,
      'custom machine types': 1,
      'machine types without a rate for core n1': 66,
    })
  })

  it.skipIf(!isThere)("give no price of GKE Autopilot's pods", async () => {
    const skus = recording('skus-gke-autopilot-even.json')
    expect(await pricesOf(skus, { shapes })).toMatchObject({ prices: [], regions: [], leftOut: { 'other services': skus.length } })
  })
})
