import interruptionRates from '../../../data/interruption-rates.json' with { type: 'json' }
import type { InterruptionRate } from '../../domain/catalogue.ts'
import { HOURS_PER_MONTH } from '../../domain/units.ts'
import { readFacts } from './facts.ts'

type BandsFile = { provider: string; regions: Record<string, [band: string, instanceTypes: string[]][]> }

/** Expected interruptions of a spot node of the type per hour: by AWS's published band where there is one, else assumed. */
export function readInterruptions(): (provider: string, region: string, instanceType: string) => InterruptionRate {
  let file: BandsFile | undefined
  const regions = new Map<string, ReadonlyMap<string, string>>()
  return (provider, region, instanceType) => {
    if (provider !== 'aws') return assumedInterruption(provider)
    file ??= readFacts<BandsFile>('interruption-bands.json')
    const bands = regions.get(region) ?? bandsByType(file.regions[region] ?? [])
    regions.set(region, bands)
    const band = bands.get(instanceType)
    return band === undefined ? assumedInterruption(provider) : publishedRate(band)
  }
}

/** What is assumed where the provider publishes no rate; data/interruption-rates.json says why. */
export function assumedInterruption(provider: string): InterruptionRate {
  const { assumed } = interruptionRates
  const { perHour } = assumed.find((one) => one.provider === provider) ?? assumed.find((one) => one.provider === '*')!
  return { perHour, origin: 'assumed' }
}

const bandsByType = (bands: [string, string[]][]) => new Map(bands.flatMap(([band, types]) => types.map((type) => [type, band] as const)))

function publishedRate(band: string): InterruptionRate {
  const rate = rateOfBand(band)
  if (!rate) throw new Error(`data/interruption-rates.json does not say how often the band ${band} of data/interruption-bands.json is`)
  return rate
}

/** What a band that a provider publishes means; undefined for one that data/interruption-rates.json does not tell of. */
export function rateOfBand(band: string): InterruptionRate | undefined {
  const share = (interruptionRates.bands.shareOfNodesPerMonth as Record<string, number>)[band]
  return share === undefined ? undefined : { perHour: share / HOURS_PER_MONTH, origin: 'published band' }
}
