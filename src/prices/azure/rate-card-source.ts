import type { PriceSource } from '../source.ts'
import type { AzureParts } from './azure-parts.ts'
import { type RateCardSettings, rateCardFeed } from './rate-card/rate-card-feed.ts'

/** The prices of a pay-as-you-go offer of Azure, for those who pay by one; all regions are one answer. */
export function azureRateCardSource(parts: AzureParts, settings: RateCardSettings): PriceSource {
  return { name: 'azure-ratecard', feeds: (regions) => [rateCardFeed(regions && [...new Set(regions)], parts, settings)] }
}
