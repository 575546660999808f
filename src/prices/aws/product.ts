import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { ListedPrice } from '../../domain/listed-price.ts'
import { type Exchange, inUsd } from '../currency.ts'
import type { Precedence } from './best-prices.ts'
import { regionOfLocation } from './locations.ts'

const Texts = Type.Record(Type.String(), Type.String())
const Dimension = Type.Object({ unit: Type.Optional(Type.String()), beginRange: Type.Optional(Type.String()), pricePerUnit: Texts })
const Term = Type.Object({
  offerTermCode: Type.Optional(Type.String()),
  effectiveDate: Type.Optional(Type.String()),
  priceDimensions: Type.Record(Type.String(), Dimension),
})
/** One entry of a PriceList, as far as it is read. */
const Product = Type.Object({
  product: Type.Object({ sku: Type.Optional(Type.String()), productFamily: Type.Optional(Type.String()), attributes: Texts }),
  terms: Type.Optional(Type.Object({ OnDemand: Type.Optional(Type.Record(Type.String(), Term)) })),
})
export type Product = Static<typeof Product>
type Term = Static<typeof Term>
type Dimension = Static<typeof Dimension>

const product = Compile(Product)
export const isProduct = (entry: unknown): entry is Product => product.Check(entry)

export const SHARED_FAMILY = 'Compute Instance'
export const METAL_FAMILY = 'Compute Instance (bare metal)'
/** AWS's code for the plain on-demand term. */
const ON_DEMAND_TERM = 'JRTCKXETXF'

export interface OnDemandOffer {
  readonly price: ListedPrice
  /** Where bare metal is listed twice, a node is bought as Shared; else the price that began last holds. */
  readonly precedence: Precedence
}

/** What the entry costs on demand in the region, or why it says nothing of that. Nothing is taken on trust: a filter may have been ignored. */
export function onDemandOffer(entry: Product, region: string, exchange: Exchange): OnDemandOffer | { leftOut: string } {
  const { productFamily, attributes } = entry.product
  const reason = machineReason(productFamily, attributes) ?? placeReason(attributes, region) ?? kindReason(productFamily, attributes)
  if (reason !== undefined) return { leftOut: reason }
  const cost = hourlyCost(entry, exchange)
  if ('leftOut' in cost) return cost
  return {
    price: { provider: 'aws', region, zone: '', instanceType: attributes.instanceType!, capacityType: 'on-demand', ...cost },
    precedence: [attributes.tenancy === 'Shared' ? 1 : 0, cost.effectiveAt === undefined ? 0 : Date.parse(cost.effectiveAt)],
  }
}

type Attributes = Readonly<Record<string, string | undefined>>

function machineReason(family: string | undefined, { instanceType }: Attributes): string | undefined {
  if (family !== SHARED_FAMILY && family !== METAL_FAMILY) return family ?? 'of no product family'
  // A Dedicated Host is priced by its family: m5d.
  return /^[^.\s]+\.[^.\s]+$/.test(instanceType ?? '') ? undefined : 'no machine type'
}

function placeReason({ locationType = 'AWS Region', regionCode, location }: Attributes, region: string): string | undefined {
  if (locationType !== 'AWS Region') return locationType
  return (regionCode ?? regionOfLocation(location)) === region ? undefined : 'of another region'
}

function kindReason(family: string | undefined, attributes: Attributes): string | undefined {
  const { operatingSystem, preInstalledSw, tenancy } = attributes
  const {
    capacitystatus = 'Used',
    marketoption = 'OnDemand',
    licenseModel = 'No License required',
    operation = 'RunInstances',
  } = attributes
  if (operatingSystem !== 'Linux') return operatingSystem ?? 'of no operating system'
  if (preInstalledSw !== 'NA') return `with ${preInstalledSw ?? 'unknown'} software`
  if (capacitystatus !== 'Used') return capacitystatus
  if (marketoption !== 'OnDemand') return marketoption
  if (licenseModel !== 'No License required') return licenseModel
  if (operation !== 'RunInstances') return operation
  // A whole machine is one's own anyway: bare metal is listed as Dedicated, and not always as Shared.
  const isFit = tenancy === 'Shared' || (tenancy === 'Dedicated' && family === METAL_FAMILY)
  return isFit ? undefined : `${tenancy ?? 'unknown'} tenancy`
}

function hourlyCost({ terms }: Product, exchange: Exchange): Pick<ListedPrice, 'usdPerHour' | 'effectiveAt'> | { leftOut: string } {
  const term = onDemandTerm(Object.values(terms?.OnDemand ?? {}))
  if (!term) return { leftOut: 'no on-demand term' }
  const price = hourlyDimension(Object.values(term.priceDimensions))?.pricePerUnit
  if (!price) return { leftOut: 'no price per hour' }
  const usdPerHour = amountOf(price, exchange)
  if (usdPerHour === undefined) return { leftOut: `not in USD (${Object.keys(price).join(', ')})` }
  if (!(Number.isFinite(usdPerHour) && usdPerHour > 0)) return { leftOut: usdPerHour === 0 ? 'a price of 0' : 'no readable price' }
  return { usdPerHour, ...effectiveAtOf(term) }
}

function onDemandTerm(terms: readonly Term[]): Term | undefined {
  const plain = terms.filter(({ offerTermCode }) => offerTermCode === ON_DEMAND_TERM)
  const fit = plain.length > 0 ? plain : terms
  return fit.length === 1 ? fit[0] : undefined
}

function hourlyDimension(dimensions: readonly Dimension[]): Dimension | undefined {
  const hourly = dimensions.filter(({ unit, beginRange = '0' }) => unit === 'Hrs' && beginRange === '0')
  return hourly.length === 1 ? hourly[0] : undefined
}

/** Undefined where it is in currencies that have no rate; NaN where it is no number. */
function amountOf(price: Readonly<Record<string, string>>, exchange: Exchange): number | undefined {
  const currencies = 'USD' in price ? ['USD'] : Object.keys(price)
  return currencies.map((currency) => inUsd(numberOf(price[currency]), currency, exchange)).find((amount) => amount !== undefined)
}

/** Plain decimals: "" would be 0 to Number. */
const numberOf = (text: string | undefined): number => (/^\d+(\.\d+)?$/.test(text ?? '') ? Number(text) : Number.NaN)

function effectiveAtOf({ effectiveDate }: Term): { effectiveAt?: string } {
  const at = Date.parse(effectiveDate ?? '')
  return Number.isNaN(at) ? {} : { effectiveAt: new Date(at).toISOString() }
}
