import type { Catalogue } from '../domain/catalogue.ts'

const MS_PER_DAY = 86_400_000
const PROVIDER_NAMES: Record<string, string> = { aws: 'AWS', azure: 'Azure', gcp: 'GCP' }

/** Whole days since the oldest price of the catalogue held. */
export function ageInDays(catalogue: Catalogue, now: Date): number {
  return Math.floor((now.getTime() - Date.parse(catalogue.oldestPriceAt)) / MS_PER_DAY)
}

/** For people, wherever bundled prices are shown: `prices are 339 days old at the oldest (AWS spot, 2025-12-18)`. */
export function ageSentence(catalogue: Catalogue, now: Date): string {
  const days = ageInDays(catalogue, now)
  const day = catalogue.oldestPriceAt.slice(0, 10)
  const { oldestPrice } = catalogue
  const which = oldestPrice ? `${PROVIDER_NAMES[oldestPrice.provider] ?? oldestPrice.provider} ${oldestPrice.capacityType}, ${day}` : day
  return `prices are ${days} ${days === 1 ? 'day' : 'days'} old at the oldest (${which})`
}
