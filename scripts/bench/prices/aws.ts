import { AWS_TYPES, type MachineType, page } from './machine-types.ts'

/** A page of GetProducts, each entry with the dozen reserved terms that make up most of its length. */
export function priceListPage(region: string, isMetal: boolean, token: string): string {
  const { rows, next } = page(isMetal ? [] : AWS_TYPES, Number(token || 0), 100)
  const PriceList = rows.map((type) => JSON.stringify(entry(type, region)))
  return JSON.stringify({ FormatVersion: 'aws_v1', PriceList, ...(next !== undefined && { NextToken: String(next) }) })
}

function entry({ name, vcpu, usdPerHour }: MachineType, region: string) {
  const sku = `SKU${name}${region}`.toUpperCase()
  const attributes = {
    servicecode: 'AmazonEC2',
    instanceType: name,
    regionCode: region,
    location: region,
    locationType: 'AWS Region',
    operatingSystem: 'Linux',
    preInstalledSw: 'NA',
    capacitystatus: 'Used',
    marketoption: 'OnDemand',
    tenancy: 'Shared',
    licenseModel: 'No License required',
    operation: 'RunInstances',
    vcpu: String(vcpu),
    memory: `${vcpu * 4} GiB`,
  }
  return {
    product: { productFamily: 'Compute Instance', attributes, sku },
    serviceCode: 'AmazonEC2',
    terms: { OnDemand: { [`${sku}.JRTCKXETXF`]: term(sku, 'JRTCKXETXF', usdPerHour) }, Reserved: reserved(sku, usdPerHour) },
  }
}

const reserved = (sku: string, usdPerHour: number) =>
  Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [`${sku}.RESERVED${at}`, term(sku, `RESERVED${at}`, usdPerHour * (0.4 + at / 30))]),
  )

function term(sku: string, offerTermCode: string, usdPerHour: number) {
  const rateCode = `${sku}.${offerTermCode}.6YS6EN2CT7`
  const dimension = {
    unit: 'Hrs',
    beginRange: '0',
    endRange: 'Inf',
    description: `$${usdPerHour} per Linux machine hour under ${offerTermCode}`,
    rateCode,
    appliesTo: [],
    pricePerUnit: { USD: usdPerHour.toFixed(10) },
  }
  const termAttributes = { LeaseContractLength: '1yr', OfferingClass: 'standard', PurchaseOption: 'No Upfront' }
  return { sku, offerTermCode, effectiveDate: '2026-07-01T00:00:00Z', priceDimensions: { [rateCode]: dimension }, termAttributes }
}

const ZONES = ['a', 'b', 'c']

export function spotPage(region: string, token: string): string {
  const all = AWS_TYPES.flatMap((type) => ZONES.map((zone) => ({ ...type, zone: `${region}${zone}` })))
  const { rows, next } = page(all, Number(token || 0), 1000)
  const items = rows.map(
    ({ name, usdPerHour, zone }) =>
      `<item><instanceType>${name}</instanceType><productDescription>Linux/UNIX</productDescription>` +
      `<spotPrice>${(usdPerHour * 0.4).toFixed(6)}</spotPrice><timestamp>2026-07-20T10:00:00Z</timestamp><availabilityZone>${zone}</availabilityZone></item>`,
  )
  return xml('DescribeSpotPriceHistory', `<spotPriceHistorySet>${items.join('')}</spotPriceHistorySet>`, next)
}

export function typesPage(token: string): string {
  const { rows, next } = page(AWS_TYPES, Number(token || 0), 100)
  const items = rows.map(
    ({ name, vcpu }) =>
      `<item><instanceType>${name}</instanceType><supportedUsageClasses><item>on-demand</item><item>spot</item></supportedUsageClasses>` +
      '<bareMetal>false</bareMetal><processorInfo><supportedArchitectures><item>x86_64</item></supportedArchitectures></processorInfo>' +
      `<vCpuInfo><defaultVCpus>${vcpu}</defaultVCpus></vCpuInfo><memoryInfo><sizeInMiB>${vcpu * 4096}</sizeInMiB></memoryInfo>` +
      '<networkInfo><maximumNetworkInterfaces>4</maximumNetworkInterfaces><ipv4AddressesPerInterface>15</ipv4AddressesPerInterface></networkInfo></item>',
  )
  return xml('DescribeInstanceTypes', `<instanceTypeSet>${items.join('')}</instanceTypeSet>`, next)
}

const xml = (action: string, content: string, next: number | undefined) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">` +
  `<requestId>r</requestId>${content}<nextToken>${next ?? ''}</nextToken></${action}Response>`

export function spotAdvisor(regions: readonly string[]): string {
  const ranges = ['<5%', '5-10%', '10-15%', '15-20%', '>20%'].map((label, index) => ({ index, label, max: [5, 11, 16, 22, 100][index] }))
  const types = Object.fromEntries(AWS_TYPES.map(({ name }, at) => [name, { s: 60, r: at % 5 }]))
  return JSON.stringify({
    ranges,
    instance_types: {},
    spot_advisor: Object.fromEntries(regions.map((region) => [region, { Linux: types }])),
  })
}
