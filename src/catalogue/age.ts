import type { Catalogue } from '../domain/catalogue.ts'
import type { Hours } from '../domain/units.ts'

const MS_PER_HOUR = 3_600_000
const HOURS_PER_DAY = 24
const HOURS_TOLD_AS_HOURS = 96
const PROVIDER_NAMES: Record<string, string> = { aws: 'AWS', azure: 'Azure', gcp: 'GCP' }

/** Whole days since the oldest price of the catalogue held. */
export function ageInDays(catalogue: Catalogue, now: Date): number {
  return Math.floor(ageInHours(catalogue, now) / HOURS_PER_DAY)
}

const ageInHours = ({ oldestPriceAt }: Catalogue, now: Date): Hours => hoursSince(oldestPriceAt, now)
export const hoursSince = (at: string, now: Date): Hours => (now.getTime() - Date.parse(at)) / MS_PER_HOUR

/** How long ago something was, for people. */
export const agoInWords = (at: string, now: Date): string => ageInWords(hoursSince(at, now))

/** `25 min`, `5 h`, `4 days`: rounded down, so that nothing looks older than it is. */
export function ageInWords(hours: Hours): string {
  if (hours < 1) return `${Math.max(0, Math.floor(hours * 60))} min`
  return hours < HOURS_TOLD_AS_HOURS ? `${Math.floor(hours)} h` : `${Math.floor(hours / HOURS_PER_DAY)} days`
}

/**
 * For people, wherever prices are shown: `prices are 339 days old at the oldest (AWS spot, 2025-12-18)`; by the hour where it is known at
 * which time of the day they were read.
 */
export function ageSentence(catalogue: Catalogue, now: Date): string {
  const { oldestPrice, oldestPriceAt } = catalogue
  const when = oldestPriceAt.includes('T') ? `${oldestPriceAt.slice(0, 16).replace('T', ' ')} UTC` : oldestPriceAt
  const which = oldestPrice ? `${PROVIDER_NAMES[oldestPrice.provider] ?? oldestPrice.provider} ${oldestPrice.capacityType}, ${when}` : when
  return `prices are ${ageText(catalogue, now)} old at the oldest (${which})`
}

function ageText(catalogue: Catalogue, now: Date): string {
  if (catalogue.oldestPriceAt.includes('T')) return ageInWords(ageInHours(catalogue, now))
  const days = ageInDays(catalogue, now)
  return `${days} ${days === 1 ? 'day' : 'days'}`
}
