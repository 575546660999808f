import type { AwsParts } from '../../../src/prices/aws/aws-api.ts'
import { awsSource } from '../../../src/prices/aws/source.ts'
import type { FeedAnswer, PriceSource } from '../../../src/prices/source.ts'
import type { StandInAnswer } from '../../contract/price-source.ts'
import { BRISK, reading } from '../calls-for-tests.ts'
import { type LocalServer, localServer, type Received } from '../local-server.ts'

const PARTS: AwsParts = {
  regions: ['eu-west-1', 'us-east-1'],
  limits: BRISK,
  exchange: { asked: 'USD', usdPerUnit: new Map() },
  mostClockSkewSeconds: 300,
  mostPages: 50,
}

export const awsAt = (base: string, parts: Partial<AwsParts> = {}): PriceSource =>
  awsSource(
    { ...PARTS, ...parts },
    {
      awsPricingUrl: base,
      awsEc2Url: base,
      awsSpotAdvisorUrl: `${base}/spot-advisor-data.json`,
      awsPricingBurst: 1000,
      awsPricingCallsPerSecond: 1000,
    },
  )

export const answering = (answer: (request: Received) => StandInAnswer): Promise<LocalServer> =>
  localServer((request, response) => {
    const { status = 200, type, body } = answer(request)
    response.writeHead(status, { 'content-type': type }).end(body)
  })

/** What one listing says where a server answers so, and what it was asked. */
export async function readListing<Gives extends FeedAnswer['gives']>(
  listing: string,
  gives: Gives,
  answer: (request: Received) => StandInAnswer,
  { region = 'eu-west-1', parts = {} }: { region?: string; parts?: Partial<AwsParts> } = {},
): Promise<Extract<FeedAnswer, { gives: Gives }> & { received: readonly Received[] }> {
  await using server = await answering(answer)
  const feed = awsAt(server.base, parts)
    .feeds([region])
    .find((one) => one.listing === listing)!
  const read = await feed.read(reading())
  if (read.gives !== gives) throw new Error(`${listing} gives ${read.gives}`)
  return { ...(read as Extract<FeedAnswer, { gives: Gives }>), received: server.received }
}
