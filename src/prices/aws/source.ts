import { callsTo } from '../calls/calls.ts'
import { type Endpoint, endpointOf } from '../calls/endpoint.ts'
import type { Feed, PriceSource } from '../source.ts'
import { type AwsApi, type AwsParts, type Credentials, credentialsFor, defaultChain } from './aws-api.ts'
import { isOfWorldwideAws } from './locations.ts'
import { onDemandFeed } from './on-demand.ts'
import { shapesFeed } from './shapes.ts'
import { spotFeed } from './spot.ts'
import { spotAdvisorFeed } from './spot-advisor.ts'

export interface AwsSettings {
  readonly awsPricingUrl: string
  /** `{region}` in it stands for each region. */
  readonly awsEc2Url: string
  readonly awsSpotAdvisorUrl: string
  readonly awsPricingBurst: number
  readonly awsPricingCallsPerSecond: number
}

/**
 * AWS: on-demand prices by the Price List API, spot prices and machine types by EC2, each region by itself, and how often spot
 * machines were taken back by the Spot Instance Advisor. Throws InputError where a URL is none.
 */
export function awsSource(parts: AwsParts, settings: AwsSettings): PriceSource {
  const pricingAt = endpointOf('awsPricingUrl', settings.awsPricingUrl)
  const chain = defaultChain(regionOfPricing(pricingAt.url.hostname))
  const pricing = pricingApi(pricingAt, chain, parts, settings)
  const calls = callsTo(parts.limits)
  const ec2Of = (region: string): AwsApi => {
    const endpoint = endpointOf('awsEc2Url', settings.awsEc2Url.replaceAll('{region}', region))
    return { endpoint, signingRegion: region, credentials: credentialsFor(endpoint, chain), calls, parts }
  }
  const advisorAt = endpointOf('awsSpotAdvisorUrl', settings.awsSpotAdvisorUrl)
  // Where AWS is replayed on this machine, what is not replayed is not asked for elsewhere.
  const advisors = pricingAt.isPlain && !advisorAt.isPlain ? [] : [spotAdvisorFeed(advisorAt, calls, parts)]
  const feedsOf = (region: string): Feed[] => {
    const ec2 = ec2Of(region)
    return [onDemandFeed(region, pricing), spotFeed(region, ec2), shapesFeed(region, ec2)]
  }
  return { name: 'aws', feeds: (regions = parts.regions.filter(isOfWorldwideAws)) => [...regions.flatMap(feedsOf), ...advisors] }
}

/** AWS counts its calls by account: one bucket for all regions. */
function pricingApi(endpoint: Endpoint, chain: () => Credentials, parts: AwsParts, settings: AwsSettings): AwsApi {
  const bucket = { burst: settings.awsPricingBurst, perSecond: settings.awsPricingCallsPerSecond }
  return {
    endpoint,
    signingRegion: regionOfPricing(endpoint.url.hostname),
    credentials: credentialsFor(endpoint, chain),
    calls: callsTo({ ...parts.limits, bucket }),
    parts,
  }
}

/** The API is in few regions and has all regions' prices in each: `api.pricing.eu-central-1.amazonaws.com`. */
const regionOfPricing = (host: string): string => /(?:^|\.)pricing\.([a-z]+(?:-[a-z]+)+-\d+)\./.exec(host)?.[1] ?? 'us-east-1'
