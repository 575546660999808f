import type { StandInAnswer } from '../../contract/price-source.ts'
import type { Received } from '../local-server.ts'

export type Attributes = Readonly<Record<string, string | undefined>>

export const M5: Attributes = {
  instanceType: 'm5.large',
  operatingSystem: 'Linux',
  preInstalledSw: 'NA',
  capacitystatus: 'Used',
  marketoption: 'OnDemand',
  tenancy: 'Shared',
  licenseModel: 'No License required',
  locationType: 'AWS Region',
  location: 'EU (Ireland)',
  regionCode: 'eu-west-1',
  operation: 'RunInstances',
}

/** One entry of a price list, an m5.large in Ireland at 0.107 USD/h unless told otherwise; `undefined` takes an attribute away. */
export function product({
  attributes = {},
  family = 'Compute Instance',
  price = { USD: '0.1070000000' },
  effectiveDate = '2026-07-01T00:00:00Z',
  sku,
  terms,
}: {
  attributes?: Attributes
  family?: string
  price?: Record<string, string>
  effectiveDate?: string
  sku?: string
  terms?: unknown
} = {}): unknown {
  const all = { ...M5, ...attributes }
  const own = sku ?? `${all.instanceType}|${all.tenancy}|${all.regionCode}|${family}`
  const dimension = { unit: 'Hrs', beginRange: '0', endRange: 'Inf', pricePerUnit: price }
  const term = { offerTermCode: 'JRTCKXETXF', effectiveDate, priceDimensions: { [`${own}.JRTCKXETXF.6YS6EN2CT7`]: dimension } }
  return {
    product: { sku: own, productFamily: family, attributes: all },
    serviceCode: 'AmazonEC2',
    terms: terms ?? { OnDemand: { [`${own}.JRTCKXETXF`]: term } },
  }
}

export const priceList = (entries: readonly unknown[], NextToken?: string): StandInAnswer => ({
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify({ FormatVersion: 'aws_v1', PriceList: entries.map((entry) => JSON.stringify(entry)), NextToken }),
})

export interface SpotRow {
  readonly type?: string
  readonly product?: string
  readonly price?: string
  readonly at?: string
  readonly zone?: string
}

const spotItem = ({
  type = 'm5.large',
  product: of = 'Linux/UNIX',
  price = '0.0400',
  at = '2026-07-20T10:00:00Z',
  zone = 'eu-west-1a',
}: SpotRow) =>
  `<item><instanceType>${type}</instanceType><productDescription>${of}</productDescription><spotPrice>${price}</spotPrice>` +
  `<timestamp>${at}</timestamp><availabilityZone>${zone}</availabilityZone></item>`

export const xml = (action: string, content: string, next = ''): StandInAnswer => ({
  type: 'text/xml;charset=UTF-8',
  body:
    `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">` +
    `<requestId>r-1</requestId>${content}<nextToken>${next}</nextToken></${action}Response>`,
})

export const spotHistory = (rows: readonly SpotRow[], next = ''): StandInAnswer =>
  xml('DescribeSpotPriceHistory', `<spotPriceHistorySet>${rows.map(spotItem).join('')}</spotPriceHistorySet>`, next)

/** A machine type in EC2's words: elements by name, lists as arrays of items. */
export type Element = string | number | boolean | readonly Element[] | { readonly [name: string]: Element }

export const M5_TYPE = {
  instanceType: 'm5.large',
  supportedUsageClasses: ['on-demand', 'spot'],
  bareMetal: false,
  processorInfo: { supportedArchitectures: ['x86_64'] },
  vCpuInfo: { defaultVCpus: 2 },
  memoryInfo: { sizeInMiB: 8192 },
  networkInfo: { maximumNetworkInterfaces: 3, ipv4AddressesPerInterface: 10 },
} satisfies Element

export function xmlOf(element: Element): string {
  if (Array.isArray(element)) return element.map((item: Element) => `<item>${xmlOf(item)}</item>`).join('')
  if (typeof element !== 'object') return String(element)
  return Object.entries(element)
    .map(([name, value]) => `<${name}>${xmlOf(value)}</${name}>`)
    .join('')
}

export const instanceTypes = (types: readonly Element[], next = ''): StandInAnswer =>
  xml('DescribeInstanceTypes', `<instanceTypeSet>${xmlOf(types)}</instanceTypeSet>`, next)

const RANGES = ['<5%', '5-10%', '10-15%', '15-20%', '>20%'].map((label, index) => ({ index, label, max: [5, 11, 16, 22, 100][index] }))

export const spotAdvice = (regions: unknown, ranges: unknown = RANGES): StandInAnswer => ({
  type: 'application/json',
  body: JSON.stringify({ ranges, instance_types: {}, spot_advisor: regions }),
})

/** Which of the four APIs is called. */
export function listingOf({ headers, body }: Received): string {
  if (headers['x-amz-target'] === 'AWSPriceListService.GetProducts') return 'aws-pricing'
  const action = new URLSearchParams(body).get('Action')
  if (action === 'DescribeSpotPriceHistory') return 'aws-spot'
  if (action === 'DescribeInstanceTypes') return 'aws-shapes'
  return 'aws-spot-advisor'
}

/** The token that the request names; '' on the first page. */
export const tokenOf = (request: Received): string =>
  (listingOf(request) === 'aws-pricing'
    ? (JSON.parse(request.body) as { NextToken?: string }).NextToken
    : new URLSearchParams(request.body).get('NextToken')) ?? ''
