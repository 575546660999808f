import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { StandInAnswer } from '../../contract/price-source.ts'
import { readListing } from './aws-for-tests.ts'
import { type Element, instanceTypes, priceList, spotHistory } from './stand-in.ts'

/** Recorded answers, which are not part of the project: each is read by the source and, in a few lines, here. */
const FOLDER = new URL('../../../../shared/wire/', import.meta.url)
const text = (path: string) => readFileSync(new URL(path, FOLDER), 'utf8')
const json = <Content>(path: string) => JSON.parse(text(path)) as Content
const priced = (body: string): StandInAnswer => ({ type: 'application/x-amz-json-1.1', body })

describe.skipIf(!existsSync(FOLDER))("AWS's recorded answers", () => {
  it('a page of 2021: an m5.large in Virginia at 0.096 USD/h, without a region code', async () => {
    const { prices, leftOut } = await readListing(
      'aws-pricing',
      'prices',
      () => priced(text('aws-pricing/getproducts-page-m5.large.wire.json')),
      { region: 'us-east-1' },
    )
    expect(prices).toMatchObject([{ instanceType: 'm5.large', usdPerHour: 0.096, effectiveAt: '2021-02-01T00:00:00.000Z' }])
    expect(leftOut).toEqual({})
  })

  it('the same entry as a document gives the same', async () => {
    const entry = json<unknown>('aws-pricing/pricelist-m5.large-us-east-1-linux-shared.json')
    const { prices } = await readListing('aws-pricing', 'prices', () => priceList([entry]), { region: 'us-east-1' })
    expect(prices).toMatchObject([{ instanceType: 'm5.large', usdPerHour: 0.096 }])
  })

  it('a page of 84 Dedicated Hosts without an on-demand term has no price', async () => {
    const { prices, leftOut } = await readListing(
      'aws-pricing',
      'prices',
      () => priced(text('aws-pricing/getproducts-page-dedicatedhost-no-ondemand.wire.json')),
      { region: 'us-gov-west-1' },
    )
    expect(prices).toEqual([])
    expect(leftOut).toEqual({ 'Dedicated Host': 84 })
  })

  it("the vendor's example of a disk has no price of a machine, and its next page comes once", async () => {
    const example = json<object>('aws-pricing/getproducts-example-ebs-ca-central-1.wire.json')
    const { prices, leftOut, received } = await readListing(
      'aws-pricing',
      'prices',
      ({ body }) => (body.includes('NextToken') ? priceList([]) : priced(JSON.stringify(example))),
      { region: 'ca-central-1' },
    )
    expect(prices).toEqual([])
    expect(leftOut).toEqual({ Storage: 1 })
    expect(received).toHaveLength(4)
  })

  interface Spot {
    readonly [name: string]: string
  }
  /** Sorted by time, the last of each key in a map is the newest. */
  const newest = (rows: readonly Spot[], region: string) =>
    new Map(
      rows
        .filter(({ product, zone }) => /^Linux\/UNIX( \(Amazon VPC\))?$/.test(product!) && zone!.startsWith(region))
        .toSorted((one, other) => Date.parse(one.at!) - Date.parse(other.at!))
        .map(({ type, zone, price }) => [`${type} ${zone}`, Number(price)]),
    )
  const bySpotKey = (prices: readonly { instanceType: string; zone: string; usdPerHour: number }[]) =>
    new Map(prices.map(({ instanceType, zone, usdPerHour }) => [`${instanceType} ${zone}`, usdPerHour]))

  it('250 changes of an m5.large in five zones of Virginia', async () => {
    const recorded = json<{ SpotPriceHistory: Record<string, string>[] }>('ec2/describe-spot-price-history-m5.large.sdk.json')
    const rows = recorded.SpotPriceHistory.map((row) => ({
      type: row.InstanceType!,
      product: row.ProductDescription!,
      price: row.SpotPrice!,
      at: row.Timestamp!,
      zone: row.AvailabilityZone!,
    }))
    for (const order of [rows, rows.toReversed()]) {
      const { prices } = await readListing('aws-spot', 'prices', () => spotHistory(order), { region: 'us-east-1' })
      expect(bySpotKey(prices)).toEqual(newest(rows, 'us-east-1'))
      expect(prices).toHaveLength(5)
    }
  })

  it('a page of 2013 from Oregon, with Windows and SUSE among it, and its last page', async () => {
    const page = text('ec2/describe-spot-price-history-us-west-2.first120.xml')
    const item =
      /<instanceType>(.*)<\/instanceType>\s*<productDescription>(.*)<\/productDescription>\s*<spotPrice>(.*)<\/spotPrice>\s*<timestamp>(.*)<\/timestamp>\s*<availabilityZone>(.*)<\/availabilityZone>/g
    const rows = [...page.matchAll(item)].map(([, type, product, price, at, zone]) => ({ type, product, price, at, zone }) as Spot)
    const { prices, leftOut } = await readListing(
      'aws-spot',
      'prices',
      ({ body }) => (body.includes('NextToken') ? spotHistory([]) : { type: 'text/xml', body: page }),
      { region: 'us-west-2' },
    )
    expect(rows).toHaveLength(120)
    expect(bySpotKey(prices)).toEqual(newest(rows, 'us-west-2'))
    const others = rows.filter(({ product }) => !product!.startsWith('Linux'))
    expect(leftOut).toEqual(
      Object.fromEntries(Object.entries(Object.groupBy(others, ({ product }) => product!)).map(([name, all]) => [name, all!.length])),
    )
  })

  it.each(['25_instances', 'c4_large', 't3_micro', 'mix'])('machine types: %s', async (name) => {
    const types = json<{ InstanceTypes: RecordedType[] }>(`ec2/describe-instance-types-${name}.sdk.json`).InstanceTypes
    const { shapes } = await readListing('aws-shapes', 'shapes', () => instanceTypes(types.map((type) => wireOf(type) as Element)))
    const expected = types
      .filter(({ ProcessorInfo }) => ProcessorInfo.SupportedArchitectures.some((each) => each === 'x86_64' || each === 'arm64'))
      .map(({ InstanceType, ProcessorInfo, VCpuInfo, MemoryInfo, NetworkInfo, GpuInfo }) => [
        InstanceType,
        ProcessorInfo.SupportedArchitectures.includes('arm64') ? 'arm64' : 'amd64',
        VCpuInfo.DefaultVCpus,
        MemoryInfo.SizeInMiB / 1024,
        NetworkInfo.MaximumNetworkInterfaces * (NetworkInfo.Ipv4AddressesPerInterface - 1) + 2,
        GpuInfo?.Gpus[0]?.Count ?? 0,
      ])
    expect(shapes.map((one) => [one.instanceType, one.arch, one.vcpu, one.memoryGiB, one.maxPods, one.gpu])).toEqual(expected)
  })

  it('the spot advisor of two regions', async () => {
    const body = text('spot-interruption/spot-advisor-us-east-1+ca-west-1.json')
    const { bands } = await readListing('aws-spot-advisor', 'interruption bands', () => ({ type: 'application/json', body }))
    const labels = ['<5%', '5-10%', '10-15%', '15-20%', '>20%']
    const { spot_advisor: regions } = JSON.parse(body) as { spot_advisor: Record<string, { Linux: Record<string, { r: number }> }> }
    const expected = Object.entries(regions).flatMap(([region, { Linux }]) =>
      Object.entries(Linux).map(([instanceType, { r }]) => ({ provider: 'aws', region, instanceType, band: labels[r] })),
    )
    expect(bands).toEqual(expected)
    expect(bands).toHaveLength(894 + 188)
  })
})

interface RecordedType {
  readonly InstanceType: string
  readonly ProcessorInfo: { readonly SupportedArchitectures: string[] }
  readonly VCpuInfo: { readonly DefaultVCpus: number }
  readonly MemoryInfo: { readonly SizeInMiB: number }
  readonly NetworkInfo: { readonly MaximumNetworkInterfaces: number; readonly Ipv4AddressesPerInterface: number }
  readonly GpuInfo?: { readonly Gpus: { readonly Count: number }[] } | null
}

/** The SDK's names as EC2 writes them in XML: the first letter is small, and what is absent is not there. */
function wireOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wireOf)
  if (value === null || typeof value !== 'object') return value
  const members = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(members.map(([name, member]) => [name[0]!.toLowerCase() + name.slice(1), wireOf(member)]))
}
