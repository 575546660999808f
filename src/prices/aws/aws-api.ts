import { PricingClient } from '@aws-sdk/client-pricing'
import type { CallLimits, Calls } from '../calls/calls.ts'
import type { Endpoint } from '../calls/endpoint.ts'
import type { Exchange } from '../currency.ts'

/** What the source needs to know of the rest of Ballast. */
export interface AwsParts {
  /** Read where nobody names a region. */
  readonly regions: readonly string[]
  readonly limits: CallLimits
  readonly exchange: Exchange
  readonly mostClockSkewSeconds: number
  readonly mostPages: number
}

export type Credentials = NonNullable<ConstructorParameters<typeof PricingClient>[0]>['credentials'] & {}

/** One of AWS's APIs as a feed calls it. */
export interface AwsApi {
  readonly endpoint: Endpoint
  /** Whose region requests are signed for; it need not be the one whose prices are asked for. */
  readonly signingRegion: string
  readonly credentials: Credentials
  readonly calls: Calls
  readonly parts: Pick<AwsParts, 'exchange' | 'mostClockSkewSeconds' | 'mostPages'>
}

const PLACEHOLDER: Credentials = { accessKeyId: 'PLACEHOLDER', secretAccessKey: 'placeholder' }

/** The SDK's own chain (environment, profile, web identity, instance role), walked once for all clients; nobody's own where it would go over plain http. */
export function credentialsFor({ isPlain }: Endpoint, chain: () => Credentials): Credentials {
  return isPlain ? PLACEHOLDER : chain()
}

/** A client's resolved credentials keep what they found until it expires, so clients that share them ask but once. */
export function defaultChain(region: string): () => Credentials {
  let chain: Credentials | undefined
  return () => {
    chain ??= new PricingClient({ region }).config.credentials
    return chain
  }
}

/**
 * For each client: Calls tries again and knows why, so the SDK does not; and an address that is given is taken as it is,
 * whatever AWS_USE_FIPS_ENDPOINT and its like say.
 */
export const clientSettings = ({ endpoint, signingRegion, credentials }: AwsApi) => ({
  endpoint: endpoint.url.href,
  region: signingRegion,
  credentials,
  maxAttempts: 1,
  retryMode: 'standard',
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
})
