import { DescribeSpotPriceHistoryCommand, type SpotPrice } from '@aws-sdk/client-ec2'
import type { ListedPrice } from '../../domain/listed-price.ts'
import { requireSameClock } from '../calls/clock.ts'
import { inUsd } from '../currency.ts'
import { LeftOutRows } from '../left-out.ts'
import type { Feed, PriceAnswer, Reading } from '../source.ts'
import type { AwsApi } from './aws-api.ts'
import { BestPrices } from './best-prices.ts'
import { ec2Pages } from './ec2-listing.ts'

const ACTION = 'DescribeSpotPriceHistory'
/** In a VPC, and outside of one as in old accounts. */
const IN_VPC = 'Linux/UNIX (Amazon VPC)'
const LINUX: readonly string[] = ['Linux/UNIX', IN_VPC]

/** What a spot machine of each type costs in each zone of the region now: EC2, DescribeSpotPriceHistory. */
export const spotFeed = (region: string, api: AwsApi): Feed => ({
  id: `aws-spot ${region}`,
  source: 'aws',
  listing: 'aws-spot',
  provider: 'aws',
  gives: 'prices',
  host: api.endpoint.url.host,
  read: (reading) => readAll(region, api, reading),
})

/** A row is a change of a price; the newest of each machine and zone holds, in whatever order they come. */
async function readAll(region: string, api: AwsApi, reading: Reading): Promise<PriceAnswer> {
  const leftOut = new LeftOutRows()
  const best = new BestPrices()
  for await (const rows of rowsOf(api, reading)) {
    for (const row of rows) {
      const price = spotPrice(row, region, api)
      if ('leftOut' in price) leftOut.count(price.leftOut)
      else best.offer(price, [requireInThePast(row.Timestamp!, api, reading), row.ProductDescription === IN_VPC ? 1 : 0])
    }
  }
  return { gives: 'prices', regions: [region], prices: best.taken(leftOut), leftOut: leftOut.told() }
}

/** Asked from now on, the history begins with what holds now. */
function rowsOf(api: AwsApi, reading: Reading): AsyncGenerator<readonly SpotPrice[]> {
  const query = { StartTime: reading.now(), ProductDescriptions: [...LINUX], MaxResults: 1000 }
  return ec2Pages<SpotPrice>(ACTION, api, reading, async (client, NextToken, abortSignal) => {
    const command = new DescribeSpotPriceHistoryCommand({ ...query, ...(NextToken && { NextToken }) })
    const answer = await client.send(command, { abortSignal })
    return { rows: answer.SpotPriceHistory, next: answer.NextToken }
  })
}

function spotPrice(row: SpotPrice, region: string, { parts }: AwsApi): ListedPrice | { leftOut: string } {
  const { AvailabilityZone: zone, InstanceType: instanceType, ProductDescription: product, SpotPrice: text, Timestamp: at } = row
  if (product === undefined || !LINUX.includes(product)) return { leftOut: product ?? 'of no product' }
  const reason = zoneReason(zone, region)
  if (reason !== undefined) return { leftOut: reason }
  if (!instanceType) return { leftOut: 'no machine type' }
  if (!at || Number.isNaN(at.getTime())) return { leftOut: 'no time' }
  const amount = /^\d+(\.\d+)?$/.test(text ?? '') ? Number(text) : Number.NaN
  if (!(Number.isFinite(amount) && amount > 0)) return { leftOut: amount === 0 ? 'a price of 0' : 'no readable price' }
  const usdPerHour = inUsd(amount, currencyOf(region), parts.exchange)
  if (usdPerHour === undefined) return { leftOut: `not in USD (${currencyOf(region)})` }
  return { provider: 'aws', region, zone: zone!, instanceType, capacityType: 'spot', usdPerHour, effectiveAt: at.toISOString() }
}

/** `us-west-2a`; a Local Zone is `us-west-2-lax-1a`, with machines and prices of its own. */
function zoneReason(zone: string | undefined, region: string): string | undefined {
  if (!zone) return 'no zone'
  if (zone.startsWith(`${region}-`)) return 'Local Zone or Wavelength Zone'
  return zone.startsWith(region) && /^[a-z]$/.test(zone.slice(region.length)) ? undefined : 'of another region'
}

/** The rows name no currency; in China the whole bill is in yuan. */
const currencyOf = (region: string): string => (region.startsWith('cn-') ? 'CNY' : 'USD')

/** Its time in ms since the epoch. Throws PriceSourceError where the price would begin only later: then one of the clocks is wrong. */
function requireInThePast(at: Date, { endpoint, parts }: AwsApi, { now }: Reading): number {
  const where = `${ACTION} ${endpoint.url.host}`
  if (at > now()) requireSameClock(at.toISOString(), now(), parts.mostClockSkewSeconds, where)
  return at.getTime()
}
