import type { PriceSource } from '../source.ts'
import type { AzureParts } from './azure-parts.ts'
import { subscriptionOf } from './management.ts'
import { resourceSkusFeed } from './resource-skus/resource-skus-feed.ts'
import { retailFeed } from './retail/retail-feed.ts'

export interface AzureSettings {
  /** Empty: no machine shapes are read, for Azure tells them to subscribers only. */
  readonly azureSubscriptionId: string
}

/** Azure's public prices of each region, and the shapes of its machines where there is a subscription to ask with. */
export function azureSource(parts: AzureParts, { azureSubscriptionId }: AzureSettings): PriceSource {
  const subscription = subscriptionOf(azureSubscriptionId, parts.endpoints.management)
  return {
    name: 'azure',
    feeds: (regions = parts.knownRegions) =>
      [...new Set(regions)].flatMap((region) => [
        retailFeed(region, parts),
        ...(subscription === undefined ? [] : [resourceSkusFeed(region, subscription, parts)]),
      ]),
  }
}
