import { page } from './machine-types.ts'

const SERIES = 'E2 N2 N2D N4 N4A N4D T2A T2D C2D C3 C3D C4 C4A C4D N1'.split(' ')
/** Licences, network and storage are most of the true catalogue. */
const OTHERS = 25_000

/** A page of Compute Engine's SKUs: cores and memory of each series in each region, among all that is not looked for. */
export function skusPage(regions: readonly string[], token: string): string {
  const { rows, next } = page(skusOf(regions), Number(token || 0), 5000)
  return JSON.stringify({ skus: rows, nextPageToken: next === undefined ? '' : String(next) })
}

let known: readonly unknown[] | undefined

const skusOf = (regions: readonly string[]): readonly unknown[] =>
  (known ??= [...regions.flatMap(ratesOf), ...Array.from({ length: OTHERS }, other)])

const ratesOf = (region: string): unknown[] =>
  SERIES.flatMap((series, at) => {
    const words = series === 'N1' ? 'N1 Predefined Instance' : `${series} Instance`
    return [
      sku(`${words} Core running in ${region}`, region, 30_000_000 + at * 1000, 'CPU'),
      sku(`${words} Ram running in ${region}`, region, 4_000_000 + at * 1000, 'RAM'),
      sku(`Spot Preemptible ${words} Core running in ${region}`, region, 9_000_000 + at * 1000, 'CPU'),
      sku(`Spot Preemptible ${words} Ram running in ${region}`, region, 1_000_000 + at * 1000, 'RAM'),
    ]
  })

const other = (_: unknown, at: number): unknown =>
  sku(`Network Internet Egress from place ${at}`, 'global', 120_000_000, 'PremiumInternetEgress')

let lastId = 0

function sku(description: string, region: string, nanos: number, resourceGroup: string): unknown {
  const skuId = (++lastId).toString(16).toUpperCase().padStart(12, '0')
  const [usageUnit, baseUnit, baseUnitConversionFactor] = resourceGroup === 'RAM' ? ['GiBy.h', 'By.s', 3865470566400] : ['h', 's', 3600]
  const tieredRates = [{ startUsageAmount: 0, unitPrice: { currencyCode: 'USD', units: '0', nanos } }]
  const pricingExpression = { usageUnit, displayQuantity: 1, tieredRates, baseUnit, baseUnitConversionFactor }
  return {
    name: `services/6F81-5844-456A/skus/${skuId}`,
    skuId,
    description,
    category: {
      serviceDisplayName: 'Compute Engine',
      resourceFamily: region === 'global' ? 'Network' : 'Compute',
      resourceGroup,
      usageType: description.startsWith('Spot') ? 'Preemptible' : 'OnDemand',
    },
    serviceRegions: [region],
    pricingInfo: [{ summary: '', pricingExpression, currencyConversionRate: 1, effectiveTime: '2026-07-01T00:00:00Z' }],
    serviceProviderName: 'Google',
  }
}
