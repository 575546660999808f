import { percentile } from '../domain/percentile.ts'
import type { Sample } from '../domain/sample.ts'
import type { Share } from '../domain/units.ts'

export interface ByHour {
  /** Hours since 1970 of the first value. */
  readonly firstHour: number
  /** One an hour without a hole, up to the hour before now; undefined where nothing was recorded. */
  readonly values: readonly (number | undefined)[]
}

/** Each whole hour before now as so large a quantile of its samples; the hour that is not over yet says nothing of its peak. Throws RangeError. */
export function byHourOf(samples: readonly Sample[], now: Date, part: Share): ByHour {
  const nowHour = Math.floor(now.getTime() / 3_600_000)
  const byHour = new Map<number, number[]>()
  for (const { atSeconds, value } of samples) {
    const hour = Math.floor(atSeconds / 3600)
    if (hour >= nowHour || !Number.isFinite(value)) continue
    const known = byHour.get(hour)
    if (known) known.push(value)
    else byHour.set(hour, [value])
  }
  if (byHour.size === 0) throw new RangeError('no whole hour of history lies before now')
  const firstHour = Math.min(...byHour.keys())
  const values = Array.from({ length: nowHour - firstHour }, (_, at) => {
    const own = byHour.get(firstHour + at)
    return own && percentile(own, part)
  })
  return { firstHour, values }
}
