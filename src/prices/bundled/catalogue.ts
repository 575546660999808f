import type { Catalogue, InterruptionRate, Machine, MachineShape, Price, Region } from '../../domain/catalogue.ts'
import { readEgress } from './egress.ts'
import { readProvenance } from './facts.ts'
import { readInterruptions } from './interruptions.ts'
import { operatorJurisdiction } from './jurisdictions.ts'
import { readMachineShapes } from './machine-shapes.ts'
import { BUNDLED_PROVIDERS, readBundledPrices } from './prices.ts'
import { readRegions } from './regions.ts'

/**
 * The catalogue that comes with Ballast, from `data/`. A region's machines are put together when first asked for.
 * Throws where a file of `data/` is missing or damaged.
 */
export function loadBundledCatalogue(): Catalogue {
  const provenance = readProvenance()
  const [prices, shapes, interruptions, egress] = [
    readBundledPrices(provenance),
    readMachineShapes(),
    readInterruptions(),
    readEgress(provenance),
  ]
  const regions = regionsByProvider(readRegions(provenance))
  const machines = remembered((provider, region) => machinesOf(prices.of(provider, region), shapes, interruptions))
  const { provider, capacityType, asOf } = prices.oldest
  return Object.freeze({
    oldestPriceAt: asOf,
    oldestPrice: { provider, capacityType, asOf },
    bundled: true,
    providers: BUNDLED_PROVIDERS,
    region: (name, region) => regions.get(name)?.get(region),
    regionsOf: (name) => [...(regions.get(name)?.values() ?? [])],
    machines,
    egressUsdPerGiB: (from, to) =>
      egress(from.provider, from.region, to !== 'internet' && to.provider === from.provider ? to.region : 'internet'),
    operatorJurisdiction,
  } satisfies Catalogue)
}

function regionsByProvider(regions: readonly Region[]): Map<string, Map<string, Region>> {
  const groups = Map.groupBy(regions, ({ provider }) => provider)
  return new Map([...groups].map(([provider, own]) => [provider, new Map(own.map((region) => [region.region, Object.freeze(region)]))]))
}

function remembered(make: (provider: string, region: string) => readonly Machine[]): Catalogue['machines'] {
  const known = new Map<string, readonly Machine[]>()
  return (provider, region) => {
    const place = `${provider}/${region}`
    const machines = known.get(place) ?? Object.freeze(make(provider, region))
    known.set(place, machines)
    return machines
  }
}

function machinesOf(
  prices: readonly Price[],
  shapes: (provider: string, instanceType: string) => MachineShape | undefined,
  interruptions: (provider: string, region: string, instanceType: string) => InterruptionRate,
): Machine[] {
  return [...Map.groupBy(prices, ({ instanceType }) => instanceType).values()].map((ofType) => {
    const { provider, region, instanceType } = ofType[0]!
    const shape = shapes(provider, instanceType)
    if (!shape)
      throw new Error(
        `data/machine-shapes.json lacks ${provider} ${instanceType}: run scripts/refresh-data.ts, so that all files of data/ are of one make`,
      )
    const onDemand = ofType.find(({ capacityType }) => capacityType === 'on-demand')
    const spot = ofType.find(({ capacityType }) => capacityType === 'spot')
    const interruption = () => interruptions(provider, region, instanceType)
    return Object.freeze({
      ...shape,
      provider,
      region,
      ...(onDemand && { onDemand }),
      ...(spot && { spot: { ...spot, interruption: interruption() } }),
    })
  })
}
