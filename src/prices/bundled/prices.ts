import type { Price, Provenance } from '../../domain/catalogue.ts'
import { readFacts } from './facts.ts'

export const BUNDLED_PROVIDERS = ['aws', 'azure', 'gcp'] as const

type PriceRow = [instanceType: string, onDemand: number, onDemandProvenance: number, spot: number | null, spotProvenance: number | null]
type PricesFile = { regions: Record<string, PriceRow[]> }

export interface BundledPrices {
  /** Every known price of a region; empty where none is known. */
  of(provider: string, region: string): Price[]
  /** The oldest of all. */
  readonly oldest: Price
}

/** The prices that come with Ballast; each file is parsed once, a region's prices are made when asked for. */
export function readBundledPrices(provenance: (place: number) => Provenance): BundledPrices {
  const files = new Map<string, PricesFile>(
    BUNDLED_PROVIDERS.map((provider) => [provider, readFacts<PricesFile>(`prices-${provider}.json`)]),
  )
  const of = (provider: string, region: string) =>
    (files.get(provider)?.regions[region] ?? []).flatMap((row) => pricesOf(row, provider, region, provenance))
  return { of, oldest: oldestPrice(files, provenance) }
}

function pricesOf(row: PriceRow, provider: string, region: string, provenance: (place: number) => Provenance): Price[] {
  const [instanceType, onDemand, onDemandProvenance, spot, spotProvenance] = row
  const machine = { provider, region, instanceType }
  const bought: Price = { ...machine, capacityType: 'on-demand', usdPerHour: onDemand, ...provenance(onDemandProvenance) }
  if (spot === null || spotProvenance === null) return [bought]
  return [bought, { ...machine, capacityType: 'spot', usdPerHour: spot, ...provenance(spotProvenance) }]
}

/** Looks at one row of each pair of sources, as all prices of a source share its date. */
function oldestPrice(files: ReadonlyMap<string, PricesFile>, provenance: (place: number) => Provenance): Price {
  const samples = new Map<string, Price[]>()
  for (const [provider, { regions }] of files) {
    for (const [region, rows] of Object.entries(regions)) {
      for (const row of rows) {
        const sources = `${provider}|${row[2]}|${row[4]}`
        if (!samples.has(sources)) samples.set(sources, pricesOf(row, provider, region, provenance))
      }
    }
  }
  return [...samples.values()].flat().reduce((oldest, price) => (isOlder(price, oldest) ? price : oldest))
}

/** Of two prices of one day, a spot price ages worse. */
const isOlder = (price: Price, than: Price) =>
  price.asOf < than.asOf || (price.asOf === than.asOf && price.capacityType === 'spot' && than.capacityType !== 'spot')
