import { describe, expect, it } from 'vitest'
import { requestFor } from '../../src/compose/live-prices.ts'

const request = (priceRegions: string) =>
  requestFor({ priceSources: 'aws,azure', priceRegions }, [
    { provider: 'aws', region: 'eu-west-1' },
    { provider: 'on-prem', region: 'cellar' },
  ])

describe('a night asks for prices', () => {
  it('of its fleet’s regions, by the sources that can know of its clouds', async () => {
    expect(await request('')).toMatchObject({ sources: ['aws'], regions: ['eu-west-1'] })
  })

  it('of the regions that the settings name as well, never instead', async () => {
    expect(await request('westeurope')).toMatchObject({ sources: ['aws', 'azure'], regions: ['westeurope', 'eu-west-1'] })
  })
})
