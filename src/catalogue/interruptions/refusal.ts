import type { Refusal } from '../../domain/catalogue.ts'
import type { SpotEvent } from '../../domain/spot-event.ts'
import type { Hours } from '../../domain/units.ts'

const MS_PER_HOUR = 3_600_000

export interface RefusalSettings {
  /** How long a refused offer counts as dearer. */
  readonly spotRefusalHours: Hours
  /** How many times as dear it counts just after it was refused. */
  readonly spotRefusalFactor: number
}

/**
 * How the last refusal of a spot offer counts h hours later; undefined where it no longer does:
 *
 *     timesAsDear = 1 + (spotRefusalFactor − 1) · (1 − h / spotRefusalHours)      0 ≤ h < spotRefusalHours
 *
 * Whichever zone refused, the offer counts so as a whole: nodes spread over all zones.
 */
export function refusalOf(
  events: readonly SpotEvent[],
  now: Date,
  { spotRefusalHours, spotRefusalFactor }: RefusalSettings,
): Refusal | undefined {
  const times = events.filter(({ kind }) => kind === 'refused').map(({ at }) => Date.parse(at))
  const last = Math.max(...times.filter((time) => time <= now.getTime()))
  const hours = (now.getTime() - last) / MS_PER_HOUR
  const timesAsDear = 1 + (spotRefusalFactor - 1) * (1 - hours / spotRefusalHours)
  if (!(hours < spotRefusalHours) || timesAsDear <= 1) return undefined
  const until = new Date(last + spotRefusalHours * MS_PER_HOUR)
  return { at: new Date(last).toISOString(), until: until.toISOString(), timesAsDear }
}
