const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** How long ago, in the unit that a person would use: `40 s`, `12 min`, `5 h`, `3 days`. */
export function ageText(at: string, now: Date): string {
  const milliseconds = Math.max(0, now.getTime() - Date.parse(at))
  if (milliseconds < 2 * MINUTE) return `${Math.round(milliseconds / 1000)} s`
  if (milliseconds < 2 * HOUR) return `${Math.round(milliseconds / MINUTE)} min`
  if (milliseconds < 48 * HOUR) return `${Math.round(milliseconds / HOUR)} h`
  return `${Math.round(milliseconds / (24 * HOUR))} days`
}

/** To the minute, for tables. */
export const minuteText = (isoDateTime: string): string => `${isoDateTime.slice(0, 16)}Z`
